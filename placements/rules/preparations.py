"""Until when one prepares a meeting, and adds to its agenda."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from placements.enums import TrialogueState
from placements.rules.placements import closed_obstacles
from placements.rules.trialogues import edit_obstacles

if TYPE_CHECKING:
    from placements.models import Trialogue

PREPARE_WITHIN = 5  # working days before a meeting in which preparing it waits for everybody
MOST_POINTS = 20  # of one person on one agenda


def prepare_obstacles(trialogue: Trialogue) -> Iterable[Obstacle]:
    """One prepares until the coach opens the meeting: from then on all three read it."""
    yield from closed_obstacles(trialogue.placement)
    if trialogue.state == TrialogueState.CANCELLED:
        yield Obstacle(
            "cancelled", _("This meeting was cancelled. Nobody else reads what you prepared.")
        )
    elif trialogue.state != TrialogueState.PLANNED:
        yield Obstacle(
            "opened", _("The meeting is open: what was prepared lies on the table as it was.")
        )


def point_obstacles(present: int) -> Iterable[Obstacle]:
    """`present`: the points of this person that stand on the agenda."""
    if present >= MOST_POINTS:
        message = _("An hour is too short for more points of yours. Take one off first.")
        yield Obstacle("too-many-points", message, "text")


def agenda_obstacles(trialogue: Trialogue) -> Iterable[Obstacle]:
    """Points are added and taken off until somebody signs off the report."""
    if trialogue.state == TrialogueState.CANCELLED:
        yield Obstacle("cancelled", _("This meeting was cancelled."))
    elif trialogue.state == TrialogueState.PLANNED:
        yield from closed_obstacles(trialogue.placement)
    else:
        yield from edit_obstacles(trialogue)
