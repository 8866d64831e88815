from config import clock
from placements.actions import sign_offs
from placements.documents.trialogue_report import report_hash
from placements.models import Trialogue
from tests.access import FORBIDDEN, NOT_FOUND, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

THREE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
COACH = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coordinator": FORBIDDEN}
COACH_READS, COACH_WRITES = {**COACH, "coach": OK}, {**COACH, "coach": SENT_ON}
PIN = {"pin": "4711"}


def held(cast: Cast) -> list[int]:
    return [cast.held.pk]


def held_for_mentor(cast: Cast) -> list[int]:
    return [cast.held.pk, cast.mentor.pk]


def ticket(cast: Cast) -> list[str]:
    """A code for the mentor, just shown; whoever holds it is let in, and only there."""
    with clock.at(TODAY):
        _ticket, token = sign_offs.make_ticket(
            by=cast.coach, trialogue=cast.held, person=cast.mentor
        )
    return [token]


def yes(cast: Cast) -> dict[str, str]:
    meeting = Trialogue.objects.get(pk=cast.held.pk)
    return {"shown": report_hash(meeting), "remark": "", "is_me": "on"}


def frozen(cast: Cast) -> list[int]:
    """The held meeting once somebody signed off; as it is when that was done before."""
    meeting = Trialogue.objects.get(pk=cast.held.pk)
    if not meeting.is_frozen:
        with clock.at(TODAY):
            shown = report_hash(meeting)
            sign_offs.sign_off(by=cast.student, trialogue=meeting, shown=shown)
    return [meeting.pk]


def corrected(cast: Cast) -> list[int]:
    """The held meeting, and a version of its report that was replaced."""
    meeting = Trialogue.objects.get(pk=cast.held.pk)
    if not meeting.earlier_reports.exists():
        frozen(cast)
        with clock.at(TODAY):
            sign_offs.correct(
                by=cast.coach, trialogue=meeting, version=1, reason="De datum klopt niet."
            )
    return [meeting.pk, 1]


ROWS = [
    Row("placements:sign-off-state", args=held, expect=THREE),
    Row("placements:trialogue-close", args=held, method="post", expect=COACH_WRITES),
    Row("placements:sign-off-here", args=held_for_mentor, expect=COACH_READS),
    Row(
        "placements:sign-off-here",
        args=held_for_mentor,
        method="post",
        data=lambda cast: PIN,
        expect=COACH_WRITES,
    ),
    Row("placements:sign-off-code", args=held_for_mentor, expect=COACH_READS),
    Row("placements:sign-off-code", args=held_for_mentor, method="post", expect=COACH_READS),
    # Only in a session whose coach passed the device on: tests/placements/test_sign_off_room.py.
    Row("placements:sign-off-passed"),
    Row("placements:sign-off-passed", method="post", data=yes),
    Row("placements:sign-off-return"),
    Row("placements:sign-off-return", method="post", data=lambda cast: PIN),
    Row("placements:sign-off-ticket", args=ticket, otherwise=OK, anonymous=OK),
    Row(
        "placements:sign-off-ticket",
        args=ticket,
        method="post",
        data=yes,
        otherwise=SENT_ON,
        anonymous=SENT_ON,
    ),
    Row("placements:sign-off-ticket", args=lambda cast: ["x" * 43], anonymous=NOT_FOUND),
    Row(
        "placements:sign-off-ticket",
        args=lambda cast: ["x" * 43],
        method="post",
        data=yes,
        anonymous=NOT_FOUND,
    ),
    Row("placements:sign-off-thanks", otherwise=OK, anonymous=OK),
    Row("placements:agreed", args=lambda cast: [cast.action.pk], expect=THREE),
    Row(
        "placements:agreed",
        args=lambda cast: [cast.action.pk],
        method="post",
        data=lambda cast: {"due_on": "2027-01-15", "reason": "De dossiers komen later."},
        expect=THREE | {"student": SENT_ON, "coach": SENT_ON, "mentor": FORBIDDEN},
    ),
    Row("placements:report-correct", args=frozen, expect=COACH_READS),
    Row(
        "placements:report-correct",
        args=frozen,
        method="post",
        data=lambda cast: {"reason": "De datum klopt niet.", "version": 1},
        expect=COACH_WRITES,
    ),
    Row("placements:report-earlier", args=corrected, expect=THREE),
    Row("placements:report-earlier-paper", args=corrected, expect=THREE),
]
