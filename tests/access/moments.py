import datetime as dt

from config import clock
from placements.actions import feeds, moments
from placements.actions.moments import Moment
from placements.models import MeetingProposal
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

THREE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
COACH = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coordinator": FORBIDDEN}
COACH_READS, COACH_WRITES = {**COACH, "coach": OK}, {**COACH, "coach": SENT_ON}
ASKED_READ = {"student": OK, "mentor": OK, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
ASKED_WRITE = {**ASKED_READ, "student": SENT_ON, "mentor": SENT_ON}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def planned(cast: Cast) -> list[int]:
    return [cast.planned.pk]


def proposal(cast: Cast) -> MeetingProposal:
    """Moments that wait, of now or of an earlier row."""
    waiting = MeetingProposal.objects.open().filter(placement=cast.placement, kind="extra")
    if found := waiting.first():
        return found
    with clock.at(TODAY):
        return moments.propose(
            by=cast.coach,
            placement=cast.placement,
            kind="extra",
            moments=[Moment(clock.now() + dt.timedelta(days=days), "Gent") for days in (5, 6)],
        )


def asked(cast: Cast) -> list[int]:
    return [proposal(cast).pk]


def one_slot(cast: Cast) -> dict[str, object]:
    return {"slot": proposal(cast).slots.all()[0].pk, "answer": "suits"}


def next_week(cast: Cast) -> dict[str, object]:
    moment = TODAY + dt.timedelta(days=7)
    return {"kind": "extra", "minutes": 60, "starts_at_1": f"{moment:%Y-%m-%dT%H:%M}"}


def address(cast: Cast) -> list[str]:
    return [feeds.make(by=cast.student)]


ROWS = [
    Row("placements:moment-propose", args=placement, expect=COACH_READS),
    Row(
        "placements:moment-propose",
        args=placement,
        method="post",
        data=next_week,
        expect=COACH_WRITES,
    ),
    Row("placements:moment-propose-again", args=planned, expect=COACH_READS),
    Row(
        "placements:moment-propose-again",
        args=planned,
        method="post",
        data=next_week,
        expect=COACH_WRITES,
    ),
    Row("placements:moment", args=asked, expect=THREE),
    Row("placements:moment-answer", args=asked, method="post", data=one_slot, expect=ASKED_WRITE),
    Row("placements:moment-none", args=asked, expect=ASKED_READ),
    Row(
        "placements:moment-none",
        args=asked,
        method="post",
        data=lambda cast: {"words": "Op maandag kan ik wel."},
        expect=ASKED_WRITE,
    ),
    Row("placements:moment-fix", args=asked, method="post", data=one_slot, expect=COACH_WRITES),
    Row("placements:moment-withdraw", args=asked, method="post", expect=COACH_WRITES),
    # Everybody makes an address of their own, and who has one reads that calendar.
    Row("placements:feed", otherwise=OK),
    Row("placements:feed", method="post", otherwise=OK),
    Row("placements:feed-revoke", method="post", otherwise=SENT_ON),
    Row("placements:feed-read", args=address, otherwise=OK, anonymous=OK),
    Row(
        "placements:feed-read",
        args=lambda cast: ["an-address-that-never-was"],
        anonymous=404,
    ),
]
