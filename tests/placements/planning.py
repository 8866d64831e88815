"""Short words for tests about the plan."""

import datetime as dt

import pytest
from django.utils import translation

from accounts import reminders
from accounts.enums import Role
from accounts.models import Notification
from config import clock
from config.refusal import Refusal
from placements.actions import plans
from placements.models import Placement, WeekPattern
from placements.overviews.plan import planned_days
from tests.factories import make_placement, person

NOW = dt.datetime(2026, 9, 18, 12, 0)  # a Friday; the placement starts on Monday


def mondays_and_tuesdays() -> Placement:
    """From 21 September to 30 October; ten days are required."""
    return make_placement(weekdays=(0, 1), ends_on=dt.date(2026, 10, 30), required_days=10)


def who(placement: Placement, role: str) -> dict:
    return {"by": person(placement, Role(role))}


def propose(placement: Placement, since=dt.date(2026, 10, 5), **fields) -> WeekPattern:
    halves = {"mornings": [0, 2], "afternoons": [0]} | fields
    with clock.at(NOW):
        return plans.propose_week(
            **who(placement, "student"), placement=placement, since=since, **halves
        )


def planned(placement: Placement, first: str, last: str) -> list[str]:
    """'10-05', and '10-07 m' for a morning only."""
    fresh = Placement.objects.with_people().get(pk=placement.pk)
    days = [day for day in planned_days(fresh) if first <= day.date.isoformat()[5:] <= last]
    marks = {(True, True): "", (True, False): " m", (False, True): " a"}
    return [f"{day.date.isoformat()[5:]}{marks[day.morning, day.afternoon]}" for day in days]


def code_of(call, **kwargs) -> list[str]:
    with clock.at(NOW), pytest.raises(Refusal) as refused:
        call(**kwargs)
    return [obstacle.code for obstacle in refused.value.obstacles]


def lines_for(placement: Placement, role: str) -> list[tuple[str, str]]:
    """What waits to be mailed to this role, in English: (title, one line more)."""
    rows = Notification.objects.filter(
        recipient=person(placement, Role(role)), cancelled_at__isnull=True
    ).exclude(rule="role-received")
    with translation.override("en"):
        lines = [
            reminders.rule(row.rule).render(row)
            for row in rows.order_by("pk")
            if reminders.rule(row.rule).still_true(row)
        ]
    return [(line.title, line.detail) for line in lines]
