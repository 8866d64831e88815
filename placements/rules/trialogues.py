"""When a meeting can be planned, held and noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config import clock
from config.refusal import Obstacle
from placements.enums import TrialogueState
from placements.rules.placements import closed_obstacles

if TYPE_CHECKING:
    from placements.models import Placement, Trialogue

FARTHEST = dt.timedelta(days=2 * 366)


def plan_obstacles(
    *, placement: Placement, starts_at: dt.datetime, now: dt.datetime, already_planned: bool
) -> Iterable[Obstacle]:
    yield from closed_obstacles(placement)
    if starts_at < now:
        yield Obstacle("moment-passed", _("Choose a moment that still has to come."), "starts_at")
    yield from too_far_obstacles(starts_at, now, "starts_at")
    if already_planned:
        yield Obstacle("already-planned", _("A meeting of this kind is already planned."))


def move_obstacles(
    trialogue: Trialogue, *, starts_at: dt.datetime, now: dt.datetime
) -> Iterable[Obstacle]:
    yield from closed_obstacles(trialogue.placement)
    yield from _not_planned(trialogue)
    if starts_at < now:
        yield Obstacle("moment-passed", _("Choose a moment that still has to come."), "starts_at")
    yield from too_far_obstacles(starts_at, now, "starts_at")


def too_far_obstacles(moment: dt.datetime, now: dt.datetime, field: str) -> Iterable[Obstacle]:
    """A slip of the finger in the year; no calendar goes on for ever either."""
    if moment > now + FARTHEST:
        yield Obstacle("moment-too-far", _("Choose a moment within two years."), field)


def cancel_obstacles(trialogue: Trialogue, reason: str) -> Iterable[Obstacle]:
    yield from _not_planned(trialogue)
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why the meeting is cancelled."), "reason")


def _not_planned(trialogue: Trialogue) -> Iterable[Obstacle]:
    if trialogue.state != TrialogueState.PLANNED:
        yield Obstacle("not-planned", _("This meeting is no longer planned."))


def hold_obstacles(trialogue: Trialogue, now: dt.datetime) -> Iterable[Obstacle]:
    """A meeting can be opened on its day, the local one; it may start early."""
    yield from closed_obstacles(trialogue.placement)
    yield from _not_planned(trialogue)
    if clock.local_date(trialogue.starts_at) > clock.local_date(now):
        yield Obstacle("too-early", _("This meeting can be opened on the day itself."))


def edit_obstacles(trialogue: Trialogue) -> Iterable[Obstacle]:
    """Notes and agreed actions can change until the first sign-off or the end of the placement."""
    yield from closed_obstacles(trialogue.placement)
    if trialogue.state != TrialogueState.HELD:
        yield Obstacle("not-open", _("Notes are taken while the meeting is open."))
    elif trialogue.is_frozen:
        yield Obstacle(
            "report-frozen", _("Somebody has already signed off; the report stays as it is.")
        )
