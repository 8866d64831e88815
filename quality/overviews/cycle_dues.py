"""What a self-evaluation asks of whom, and when that is said: what to-dos and reminders share."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from quality.enums import CycleState
from quality.models import CycleAction, CycleInvitation

BEFORE_ANSWERING = dt.timedelta(days=3)
BEFORE_ACTING = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class CycleDue:
    """One thing to say to one person on a date; every date follows from a date that was agreed, so
    that a sweep that comes again finds the same one."""

    rule: str
    subject: str
    recipient: User
    due_on: dt.date
    context: dict[str, Any]
    url: str


def unanswered() -> Any:
    """Invitations to self-evaluations that collect, and that were not answered at all."""
    rows = CycleInvitation.objects.filter(
        cycle__state=CycleState.COLLECTING, answered_at__isnull=True
    )
    return rows.select_related("cycle__programme", "cycle__academic_year", "person")


def open_actions() -> Any:
    rows = CycleAction.objects.open()
    return rows.select_related("cycle__programme", "cycle__academic_year", "who")


def dues(today: dt.date) -> Iterator[CycleDue]:
    """Everything that can be said on this day, said before or not; two queries."""
    found = [*_answers(), *_actions(today)]
    yield from (one for one in found if one.due_on <= today and one.recipient.is_active)


def _answers() -> Iterator[CycleDue]:
    """Three days before the answers are due, to whoever did not answer; once per invitation."""
    for one in unanswered():
        yield CycleDue(
            "cycle-answers-due",
            f"quality.cycleinvitation:{one.pk}",
            one.person,
            one.cycle.answer_by - BEFORE_ANSWERING,
            {
                "invitation": one.pk,
                "programme_nl": one.cycle.programme.name_nl,
                "programme_en": one.cycle.programme.name_en or one.cycle.programme.name_nl,
                "by": one.cycle.answer_by.isoformat(),
            },
            reverse("quality:cycle", args=[one.cycle_id]),
        )


def _actions(today: dt.date) -> Iterator[CycleDue]:
    """A week before, and once more on the day after."""
    for one in open_actions():
        late = today > one.due_on
        yield CycleDue(
            "cycle-action-late" if late else "cycle-action-due",
            f"quality.cycleaction:{one.pk}",
            one.who,
            one.due_on + DAY if late else one.due_on - BEFORE_ACTING,
            {"action": one.pk, "what": one.what, "by": one.due_on.isoformat()},
            reverse("quality:cycle-action-finish", args=[one.pk]),
        )
