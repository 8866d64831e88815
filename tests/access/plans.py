"""The plan: who sees the placement reads it; the student changes it, the mentor agrees."""

from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEEN = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
NOBODY = dict.fromkeys(SEEN, FORBIDDEN)
STUDENTS = NOBODY | {"student": OK}
DONE = NOBODY | {"student": SENT_ON}
MENTORS = NOBODY | {"mentor": OK}
ANSWERED = NOBODY | {"mentor": SENT_ON}
BOTH = NOBODY | {"student": OK, "coach": OK}
BOTH_DONE = NOBODY | {"student": SENT_ON, "coach": SENT_ON}
COORDINATORS = {"coordinator": OK, "other_coordinator": OK}
OWN = {"coordinator": OK}
CLOSURE = {"first": "2027-05-10", "last": "2027-05-12", "name_nl": "Brug", "name_en": ""}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def week(cast: Cast) -> list[int]:
    return [cast.plan.week.pk]


def away(cast: Cast) -> list[int]:
    return [cast.plan.away.pk]


def closure(cast: Cast) -> list[int]:
    return [cast.plan.closure.pk]


def another_date(cast: Cast) -> dict[str, str]:
    return {"date": "2026-12-02", "part": "morning", "instead": "", "note": ""}


def two_weeks(cast: Cast) -> dict[str, str]:
    return {"source": "2026-11-30", "target": "2026-12-07"}


def exams(cast: Cast) -> dict[str, str]:
    return {"kind": "exams", "first": "2027-06-01", "last": "2027-06-10", "reason": ""}


ROWS = [
    Row("placements:plan", placement, expect=SEEN),
    Row("placements:plan-date", placement, expect=STUDENTS),
    Row("placements:plan-date", placement, method="post", data=another_date, expect=DONE),
    Row(
        "placements:plan-date-clear",
        placement,
        method="post",
        data=lambda cast: {"date": "2026-12-02"},
        expect=DONE,
    ),
    Row("placements:plan-copy", placement, expect=STUDENTS),
    Row("placements:plan-copy", placement, method="post", data=two_weeks, expect=DONE),
    Row("placements:week-propose", placement, expect=STUDENTS),
    # One proposal waits already: the form comes back and says so.
    Row(
        "placements:week-propose",
        placement,
        method="post",
        data=lambda cast: {"since": "2026-12-07", "mornings": ["0"]},
        expect=STUDENTS,
    ),
    Row("placements:week-answer", week, expect=MENTORS),
    Row(
        "placements:week-answer",
        week,
        method="post",
        data=lambda cast: {"reason": "Liever op donderdag."},
        expect=ANSWERED,
    ),
    Row("placements:week-agree", week, method="post", expect=ANSWERED),
    Row("placements:week-withdraw", week, method="post", expect=DONE),
    Row("placements:away-report", placement, expect=BOTH),
    Row("placements:away-report", placement, method="post", data=exams, expect=BOTH_DONE),
    Row("placements:away-change", away, expect=BOTH),
    Row(
        "placements:away-change",
        away,
        method="post",
        data=lambda cast: {"first": "2027-01-11", "last": "2027-01-13"},
        expect=BOTH_DONE,
    ),
    Row("placements:away-remove", away, method="post", expect=BOTH_DONE),
    Row("placements:closure-list", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("placements:closure-add", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row(
        "placements:closure-add",
        method="post",
        data=lambda cast: CLOSURE | {"programme": str(cast.placement.enrolment.programme_id)},
        # Of another programme: the form comes back.
        expect={"coordinator": SENT_ON, "other_coordinator": OK},
        otherwise=FORBIDDEN,
    ),
    Row("placements:closure-change", closure, expect=OWN),
    Row(
        "placements:closure-change",
        closure,
        method="post",
        data=lambda cast: CLOSURE,
        expect={"coordinator": SENT_ON},
    ),
    Row("placements:closure-remove", closure, method="post", expect={"coordinator": SENT_ON}),
]
