"""Sections of the home page about the Talent lab."""

import datetime as dt

from accounts import today
from accounts.models import User
from competences.models import GoalGroup
from competences.overviews.plans import my_plans, waiting_in
from competences.rules.goals import is_over


@today.panel("lab-student", order=20)
def my_goals(user: User, date: dt.date) -> today.Panel | None:
    """A student's plans with the next of their days."""
    entries = [
        {"mine": mine, "next": _next_day(mine.plan.group, date)}
        for mine in my_plans(user)
        if not is_over(mine.plan.group, date)
    ]
    if not entries:
        return None
    return today.Panel("competences/plan_panel.html", {"entries": entries}, place="aside")


@today.panel("lab-teacher", order=7)
def my_groups(user: User, date: dt.date) -> today.Panel | None:
    """A teacher's groups that are under way, with how many goals wait in each."""
    groups = [
        group for group in GoalGroup.objects.taught_by(user).with_size() if not is_over(group, date)
    ]
    if not groups:
        return None
    waiting = {one.group.pk: one.goals for one in waiting_in([group.pk for group in groups])}
    entries = [
        {"group": group, "next": _next_day(group, date), "waiting": waiting.get(group.pk, 0)}
        for group in groups
    ]
    return today.Panel("competences/group_panel.html", {"entries": entries})


def _next_day(group: GoalGroup, date: dt.date) -> tuple[str, dt.date] | None:
    """Which day of the group comes next ("answer", "pitch", "final"), and when."""
    days = (("answer", group.answer_by), ("pitch", group.pitch_on), ("final", group.final_on))
    return next(((name, day) for name, day in days if day is not None and day >= date), None)
