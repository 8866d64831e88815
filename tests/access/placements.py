"""The placement table and the page of one placement."""

from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

FOUR = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
OVERSEERS = {"coach": OK, "coordinator": OK, "other_coach": OK, "other_coordinator": OK}
CHANGES = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": OK, "coordinator": OK}
CHANGED = CHANGES | {"coach": SENT_ON, "coordinator": SENT_ON}
PLAN = {
    "starts_on": "2026-09-21",
    "ends_on": "2027-06-25",
    "weekdays": ["0", "1"],
    "required_days": "40",
}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def mentor(cast: Cast) -> list[int | str]:
    return [cast.placement.pk, "mentor"]


ROWS = [
    Row("placements:placement-list", expect=OVERSEERS, otherwise=FORBIDDEN),
    Row("placements:placement-export", expect=OVERSEERS, otherwise=FORBIDDEN),
    Row("placements:placement", args=placement, expect=FOUR),
    Row("placements:placement-change-plan", args=placement, expect=CHANGES),
    Row(
        "placements:placement-change-plan",
        args=placement,
        method="post",
        data=lambda cast: PLAN,
        expect=CHANGED,
    ),
    Row("placements:placement-change-person", args=mentor, expect=CHANGES),
    Row(
        "placements:placement-change-person",
        args=mentor,
        method="post",
        data=lambda cast: {"email": cast.other_mentor.email},
        expect=CHANGED,
    ),
    Row("placements:placement-end", args=placement, expect=CHANGES),
    Row(
        "placements:placement-end",
        args=placement,
        method="post",
        data=lambda cast: {"reason": "De student stopt met de opleiding."},
        expect=CHANGED,
    ),
]
