"""The Talent lab's part of the sweep: what its dates ask of whom, each thing said once.

Every due date follows from a date of the group, so a sweep that comes again, or after a gap, finds
the same one; with it in the unique key of the outbox nothing is said twice.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.actions.notifications import notify
from accounts.models import Notification, User
from competences.enums import GoalState
from competences.models import GoalGroup, GoalPlan, PersonalGoal, Programme, SelfReflection
from competences.overviews.plans import Waiting, waiting_in
from config import clock

BEFORE = dt.timedelta(days=2)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class LabDue:
    """One thing to say to one person on a date: rule, subject, page and plain values."""

    rule: str
    subject: str
    recipient: User
    due_on: dt.date
    context: dict[str, Any]
    url: str

    @property
    def key(self) -> tuple[str, str, int, dt.date]:
        return (self.rule, self.subject, self.recipient.pk, self.due_on)


def due(today: dt.date, programme: Programme | None = None) -> Iterator[LabDue]:
    """Everything that can be said on this day (in this programme, or in all), said before or not;
    at most six queries."""
    running = GoalGroup.objects.filter(Q(final_on__isnull=True) | Q(final_on__gte=today))
    if programme is not None:
        running = running.filter(course_unit__programme=programme)
    groups = list(running.prefetch_related("course_unit__programme__teachers"))
    if not groups:
        return
    teachers = {one.pk: list(one.course_unit.programme.teachers.all()) for one in groups}
    found = [
        *_answers(waiting_in(teachers), teachers, today),
        *_to_hand_in(teachers, today),
        *_to_look_back(teachers, today),
    ]
    yield from (one for one in found if one.due_on <= today and one.recipient.is_active)


def pending(now: dt.datetime) -> list[LabDue]:
    """What `collect` would write, without writing it: what these people did not hear before."""
    found = list(due(clock.local_date(now)))
    said = set(
        Notification.objects.filter(subject__in={one.subject for one in found}).values_list(
            "rule", "subject", "recipient_id", "due_on"
        )
        if found
        else ()
    )
    return [one for one in found if one.key not in said]


def collect(now: dt.datetime) -> int:
    """Write what is due at `now`; answers how many are new."""
    return sum(_say(one) for one in pending(now))


def _say(one: LabDue) -> bool:
    said = notify(
        one.rule,
        subject=one.subject,
        recipient=one.recipient,
        due_on=one.due_on,
        context=one.context,
        url=one.url,
    )
    return said is not None


def _answers(
    waiting: list[Waiting], teachers: dict[int, list[User]], today: dt.date
) -> Iterator[LabDue]:
    """Two days before the agreed day, and once more on the day after it."""
    for one in waiting:
        late = today > one.by
        for teacher in teachers[one.group.pk]:
            yield LabDue(
                "goals-unanswered" if late else "goals-to-answer",
                f"competences.goalgroup:{one.group.pk}",
                teacher,
                one.by + DAY if late else one.by - BEFORE,
                {
                    "group": one.group.pk,
                    "name": one.group.name,
                    "n": one.goals,
                    "by": one.by.isoformat(),
                },
                reverse("competences:group", args=[one.group.pk]),
            )


def _to_hand_in(groups: Collection[int], today: dt.date) -> Iterator[LabDue]:
    """Two days before the teacher answers: the student has not handed in anything yet."""
    plans = GoalPlan.objects.filter(
        group__in=groups,
        group__answer_by__range=(today, today + BEFORE),
        dossier__closed_at__isnull=True,
    ).exclude(pk__in=_handed_in().values("plan"))
    yield from (_of_student("goals-to-hand-in", one, one.group.answer_by) for one in _read(plans))


def _to_look_back(groups: Collection[int], today: dt.date) -> Iterator[LabDue]:
    """Two days before the final evaluation: the self-reflection is not with the teacher yet."""
    done = SelfReflection.objects.filter(handed_in_at__isnull=False)
    plans = GoalPlan.objects.filter(
        group__in=groups,
        group__final_on__range=(today, today + BEFORE),
        dossier__closed_at__isnull=True,
    ).exclude(pk__in=done.values("plan"))
    yield from (_of_student("self-reflection-due", one, one.group.final_on) for one in _read(plans))


def _of_student(rule: str, plan: GoalPlan, date: dt.date) -> LabDue:
    return LabDue(
        rule,
        f"competences.goalplan:{plan.pk}",
        plan.student,
        date - BEFORE,
        {"plan": plan.pk, "name": plan.group.name, "by": date.isoformat()},
        reverse("competences:plan", args=[plan.pk]),
    )


def _handed_in() -> QuerySet[PersonalGoal]:
    return PersonalGoal.objects.exclude(state=GoalState.DRAFT).filter(dropped_at__isnull=True)


def _read(plans: QuerySet[GoalPlan]) -> list[GoalPlan]:
    return list(plans.with_people())
