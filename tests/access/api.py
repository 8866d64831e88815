from tests.access import FORBIDDEN, OK, Row
from tests.cast import Cast

CREATED = 201
MAY_SEE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
MAY_NOT_DO = dict.fromkeys(MAY_SEE, FORBIDDEN)
NO_KEY = 401


def day(cast: Cast) -> list[int]:
    return [cast.logged_day.pk]


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def a_day(cast: Cast) -> dict[str, str]:
    return {"date": "2026-11-19", "tasks": "Facturen"}


def a_rating(cast: Cast) -> dict[str, str]:
    return {"competence": "C1", "came_up": "true", "level": "V"}


ROWS = [
    Row("api-me", otherwise=OK, anonymous=NO_KEY),
    Row("api-todo-list", otherwise=OK, anonymous=NO_KEY),
    Row("api-placement-list", otherwise=OK, anonymous=NO_KEY),
    Row("api-placement-detail", args=placement, expect=MAY_SEE, anonymous=NO_KEY),
    Row("api-placement-competences", args=placement, expect=MAY_SEE, anonymous=NO_KEY),
    Row("api-placement-days", args=placement, expect=MAY_SEE, anonymous=NO_KEY),
    Row(
        "api-placement-days",
        args=placement,
        method="post",
        data=a_day,
        expect=MAY_NOT_DO | {"student": CREATED},
        anonymous=NO_KEY,
    ),
    Row(
        "api-placement-assessments",
        args=placement,
        method="post",
        data=a_rating,
        expect={"student": CREATED, "mentor": CREATED, "coach": CREATED, "coordinator": FORBIDDEN},
        anonymous=NO_KEY,
    ),
    Row("api-day-detail", args=day, expect=MAY_SEE, anonymous=NO_KEY),
    Row(
        "api-day-confirm",
        args=day,
        method="post",
        expect=MAY_NOT_DO | {"mentor": OK},
        anonymous=NO_KEY,
    ),
    Row(
        "api-day-return",
        args=day,
        method="post",
        data=lambda cast: {"reason": "Welke dag was dit?"},
        expect=MAY_NOT_DO | {"mentor": OK},
        anonymous=NO_KEY,
    ),
]
