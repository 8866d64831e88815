import datetime as dt

from config import clock
from placements.actions import sign_offs
from placements.documents.trialogue_report import report_hash
from placements.models import Trialogue
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

THREE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
THREE_WRITE = {"student": SENT_ON, "mentor": SENT_ON, "coach": SENT_ON, "coordinator": FORBIDDEN}
COACH = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coordinator": FORBIDDEN}
COACH_READS, COACH_WRITES = {**COACH, "coach": OK}, {**COACH, "coach": SENT_ON}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def held(cast: Cast) -> list[int]:
    return [cast.held.pk]


def planned(cast: Cast) -> list[int]:
    return [cast.planned.pk]


def signed(cast: Cast) -> list[int]:
    """The held meeting once all three have signed off; some may have in an earlier row."""
    with clock.at(TODAY):
        for who in (cast.student, cast.mentor, cast.coach):
            meeting = Trialogue.objects.get(pk=cast.held.pk)
            if not meeting.sign_offs.current().filter(person=who).exists():
                sign_offs.sign_off(by=who, trialogue=meeting, shown=report_hash(meeting))
    return [cast.held.pk]


def next_week(cast: Cast) -> dict[str, object]:
    moment = clock.now() + dt.timedelta(days=7)
    return {"starts_at": f"{moment:%Y-%m-%dT%H:%M}", "place": "Gent", "video_link": ""}


ROWS = [
    Row("placements:trialogue-list", otherwise=OK),
    Row(
        "placements:trialogue-list",
        args=placement,
        expect={"student": OK, "mentor": OK, "coach": OK, "coordinator": OK},
    ),
    Row("placements:trialogue-plan", args=placement, expect=COACH_READS),
    Row(
        "placements:trialogue-plan",
        args=placement,
        method="post",
        data=lambda cast: {"kind": "extra", "minutes": 60, **next_week(cast)},
        expect=COACH_WRITES,
    ),
    Row("placements:trialogue", args=held, expect=THREE),
    Row("placements:trialogue-calendar", args=planned, expect=THREE),
    Row("placements:trialogue-move", args=planned, expect=COACH_READS),
    Row(
        "placements:trialogue-move",
        args=planned,
        method="post",
        data=next_week,
        expect=COACH_WRITES,
    ),
    Row("placements:trialogue-cancel", args=planned, expect=COACH_READS),
    Row(
        "placements:trialogue-cancel",
        args=planned,
        method="post",
        data=lambda cast: {"reason": "Griet is ziek."},
        expect=COACH_WRITES,
    ),
    Row("placements:trialogue-hold", args=planned, method="post", expect=COACH_WRITES),
    Row("placements:trialogue-sign-off", args=held, expect=THREE),
    Row(
        "placements:trialogue-sign-off",
        args=held,
        method="post",
        data=lambda cast: {"shown": report_hash(cast.held), "remark": ""},
        expect=THREE_WRITE,
    ),
    Row(
        "placements:trialogue-report",
        args=signed,
        expect=THREE,
    ),
]
