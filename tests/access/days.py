"""Days: everybody who sees the placement reads them, the student alone writes them."""

import uuid

from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEEN = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
STUDENTS = {"student": OK, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
DONE = STUDENTS | {"student": SENT_ON}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def logged(cast: Cast) -> list[int]:
    return [cast.logged_day.pk]


def confirmed(cast: Cast) -> list[int]:
    return [cast.confirmed_day.pk]


def a_day(cast: Cast) -> dict[str, str]:
    return {
        "date": "2026-11-19",
        "part": "whole",
        "tasks": "Bank aangesloten",
        "reflection-text": "",
        "reflection-audience": "coach",
    }


def a_change(cast: Cast) -> dict[str, str]:
    return {"date": cast.logged_day.date.isoformat(), "part": "morning", "tasks": "Halve dag"}


def from_a_queue(cast: Cast) -> dict[str, str]:
    return a_day(cast) | {"key": str(uuid.uuid4())}


def begun(cast: Cast) -> dict[str, str]:
    return {"draft": str(uuid.uuid4()), "date": "2026-11-19", "tasks": "Nog niet af"}


def draft(cast: Cast) -> list[int]:
    return [cast.unsent.draft.pk]


def conflict(cast: Cast) -> list[int]:
    return [cast.unsent.conflict.pk]


ALONE = {"student": OK}
EVERYBODY = {"otherwise": OK, "anonymous": OK}

ROWS = [
    Row("placements:day-list", placement, expect=SEEN),
    Row("placements:day-log", placement, expect=STUDENTS),
    Row("placements:day-log", placement, method="post", data=a_day, expect=DONE),
    Row("placements:day-as-planned", placement, method="post", expect=DONE),
    Row("placements:day-sync", placement, method="post", data=from_a_queue, expect=STUDENTS),
    Row("placements:day-draft", placement, method="post", data=begun, expect=STUDENTS),
    Row("placements:day-kit", otherwise=OK),
    Row("placements:day-draft-drop", draft, method="post", expect={"student": SENT_ON}),
    Row("placements:day-settle", conflict, expect=ALONE),
    Row(
        "placements:day-settle",
        conflict,
        method="post",
        data=lambda cast: {"keep": "second"},
        expect={"student": SENT_ON},
    ),
    Row("placements:day-offline", **EVERYBODY),
    Row("placements:service-worker", **EVERYBODY),
    Row("placements:manifest", **EVERYBODY),
    Row("placements:day", confirmed, expect=SEEN),
    Row("placements:day-change", logged, expect=STUDENTS),
    Row("placements:day-change", logged, method="post", data=a_change, expect=DONE),
    Row("placements:day-correct", confirmed, expect=STUDENTS),
    Row(
        "placements:day-correct",
        confirmed,
        method="post",
        data=lambda cast: {"reason": "Het was een halve dag."},
        expect=DONE,
    ),
]
