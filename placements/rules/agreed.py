"""When the date of something that was agreed can change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from placements.rules.placements import closed_obstacles

if TYPE_CHECKING:
    from placements.models import TrialogueAction


def move_obstacles(
    action: TrialogueAction, *, is_theirs: bool, due_on: dt.date, reason: str, today: dt.date
) -> Iterable[Obstacle]:
    """`is_theirs`: they took it on, or are the coach."""
    yield from closed_obstacles(action.trialogue.placement)
    if not is_theirs:
        yield Obstacle("not-your-action", _("This was agreed with somebody else."))
    if action.done_at is not None:
        yield Obstacle("action-done", _("This is done already."))
    if due_on < today:
        yield Obstacle("date-passed", _("Choose a date that still has to come."), "due_on")
    elif due_on == action.due_on:
        yield Obstacle("same-date", _("It already has this date."), "due_on")
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why the date changes."), "reason")
