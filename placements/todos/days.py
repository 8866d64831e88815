"""Weeks that are proposed, and days that were told twice."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from config import clock
from config.templatetags.ui import near_day
from placements.models import DayConflict
from placements.overviews import plan
from placements.rules.weeks import week_in_words


@todo.source("placements.weeks")
def weeks_to_answer(user: User, today: dt.date) -> Iterable[Todo]:
    """A proposed week waits for the mentor: one tap agrees; three queries."""
    for week in plan.weeks_to_answer(user):
        words = week_in_words(week.mornings, week.afternoons)
        yield Todo(
            kind="week-proposed",
            title=_("%(student)s proposes another week")
            % {"student": week.placement.student.get_full_name()},
            detail=_("%(week)s, from %(date)s on.")
            % {"week": capfirst(words), "date": near_day(week.since)},
            verb=_("Another week suits better"),
            url=reverse("placements:week-answer", args=[week.pk]),
            since=clock.local_date(week.proposed_at),
            role=Role.MENTOR,
            done_in_place=reverse("placements:week-agree", args=[week.pk]),
            done_in_place_verb=_("Agree"),
        )


@todo.source("placements.conflicts")
def days_told_twice(user: User, today: dt.date) -> Iterable[Todo]:
    """Two texts about one date wait for the student's choice; one query."""
    waiting = DayConflict.objects.visible_to(user).filter(settled_at=None)
    for conflict in waiting.select_related("day"):
        yield Todo(
            kind="day-told-twice",
            title=_("You wrote twice about %(date)s") % {"date": near_day(conflict.day.date)},
            detail=_("Both texts are kept; you say which one counts."),
            verb=_("Choose"),
            url=reverse("placements:day-settle", args=[conflict.pk]),
            since=clock.local_date(conflict.came_at),
            role=Role.STUDENT,
        )
