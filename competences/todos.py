"""What the Talent lab asks of teacher and student, and prior learning of the coach."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from competences.models import GoalGroup, PersonalGoal
from competences.overviews.plans import MyPlan, my_plans, waiting_in
from competences.overviews.prior_learning import waiting_for
from competences.rules.goals import is_over
from config import clock
from config.templatetags.ui import near_day

LOOK_BACK_FROM = dt.timedelta(days=14)


@todo.source("competences.lab-student")
def in_my_plans(user: User, today: dt.date) -> Iterable[Todo]:
    """A student's goals to write or rewrite, the pitch, and looking back."""
    for mine in my_plans(user):
        yield from _challenged(mine)
        if is_over(mine.plan.group, today):
            continue
        yield from _to_write(mine)
        yield from _to_pitch(mine, today)
        yield from _to_look_back(mine, today)


@todo.source("competences.lab-teacher")
def in_my_groups(user: User, today: dt.date) -> Iterable[Todo]:
    """Goals that wait for a teacher's answer, a line for each group."""
    groups = list(GoalGroup.objects.taught_by(user).values_list("pk", flat=True))
    for one in waiting_in(groups) if groups else []:
        title = ngettext(
            "Answer %(n)s goal in %(name)s", "Answer %(n)s goals in %(name)s", one.goals
        )
        yield Todo(
            kind="goals-to-answer",
            title=title % {"n": one.goals, "name": one.group.name},
            detail=_("Your answer is expected by %(date)s.") % {"date": near_day(one.by)},
            verb=_("Read and answer"),
            url=reverse("competences:group", args=[one.group.pk]),
            due=one.by,
            role=Role.TEACHER,
        )


def _page(mine: MyPlan) -> str:
    return reverse("competences:plan", args=[mine.plan.pk])


def _challenged(mine: MyPlan) -> Iterator[Todo]:
    for goal in mine.challenged:
        yield Todo(
            kind="goal-challenged",
            title=_("Rewrite your goal: %(text)s") % {"text": _short(goal)},
            detail=_("Your teacher has a question about it."),
            verb=_("Read the question"),
            url=reverse("competences:goal-change", args=[goal.pk]),
            since=clock.local_date(goal.changed_at),
            role=Role.STUDENT,
        )


def _short(goal: PersonalGoal) -> str:
    words = goal.reached_when.splitlines()[0]
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


def _to_write(mine: MyPlan) -> Iterator[Todo]:
    if mine.handed_in:
        return
    group = mine.plan.group
    yield Todo(
        kind="goals-to-hand-in",
        title=_("Choose your goals and hand them in"),
        detail=_("Your teacher answers by %(date)s.") % {"date": near_day(group.answer_by)},
        verb=_("Open my plan"),
        url=_page(mine),
        since=clock.local_date(mine.plan.created_at),
        due=group.answer_by,
        role=Role.STUDENT,
    )


def _to_pitch(mine: MyPlan, today: dt.date) -> Iterator[Todo]:
    group = mine.plan.group
    near = group.pitch_on is not None and today <= group.pitch_on <= today + LOOK_BACK_FROM
    if mine.plan.pitched_at is None and mine.handed_in and near:
        yield Todo(
            kind="pitch-to-prepare",
            title=_("Prepare your pitch"),
            detail=_("Ten minutes, %(date)s.") % {"date": near_day(group.pitch_on)},
            verb=_("Write what I bring"),
            url=reverse("competences:pitch-prepare", args=[mine.plan.pk]),
            due=group.pitch_on,
            role=Role.STUDENT,
        )


def _to_look_back(mine: MyPlan, today: dt.date) -> Iterator[Todo]:
    group = mine.plan.group
    near = group.final_on is not None and today + LOOK_BACK_FROM >= group.final_on
    if near and not mine.looked_back:
        yield Todo(
            kind="self-reflection-to-write",
            title=_("Look back on your goals"),
            detail=_("Only your teacher reads it with you, once you hand it in."),
            verb=_("Write my self-reflection"),
            url=reverse("competences:self-reflection", args=[mine.plan.pk]),
            due=group.final_on,
            role=Role.STUDENT,
        )


@todo.source("competences.prior-learning")
def prior_learning_to_decide(user: User, today: dt.date) -> Iterable[Todo]:
    """What students learnt before, on which their coach has not answered everything."""
    for line in waiting_for(user):
        yield Todo(
            kind="prior-learning-to-decide",
            title=_("Decide what %(student)s learnt before")
            % {"student": line.piece.added_by.get_full_name()},
            detail=line.piece.title,
            verb=_("Read and decide"),
            url=reverse("competences:prior-learning-decide", args=[line.piece.pk]),
            since=clock.local_date(line.piece.added_at),
            role=Role.COACH,
        )
