"""Who reads a reflection, who hears of a change, and how long a comment can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.refusal import Obstacle
from placements.enums import Audience, ReflectionDepth, ReflectionDimension

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import ReflectionComment

READERS = {
    Audience.PRIVATE.value: [Role.STUDENT.value],
    Audience.COACH.value: [Role.STUDENT.value, Role.COACH.value],
    Audience.TRIAD.value: [Role.STUDENT.value, Role.MENTOR.value, Role.COACH.value],
}
TAKE_BACK = dt.timedelta(hours=24)


def gained(before: str, after: str) -> list[str]:
    """The roles that read it from now on; `gained(after, before)` are those that no longer do."""
    return [role for role in READERS[after] if role not in READERS[before]]


def words_obstacles(text: str) -> Iterable[Obstacle]:
    if not text.strip():
        yield Obstacle("no-words", _("Write at least one sentence."), "text")


def audience_obstacles(audience: str) -> Iterable[Obstacle]:
    if audience not in Audience.values:
        yield Obstacle("no-audience", _("Choose who may read this."), "audience")


def map_obstacles(dimensions: Iterable[str], depth: str) -> Iterable[Obstacle]:
    if not set(dimensions) <= set(ReflectionDimension.values):
        yield Obstacle("no-side", _("That is no side to look at."), "dimensions")
    if depth and depth not in ReflectionDepth.values:
        yield Obstacle("no-depth", _("That is no way of asking on."), "depth")


def take_back_obstacles(
    comment: ReflectionComment, by: User, now: dt.datetime
) -> Iterable[Obstacle]:
    if comment.by_id != by.pk:
        yield Obstacle("not-yours", _("Only who said it can take it back."))
    elif now - comment.at > TAKE_BACK:
        yield Obstacle(
            "said-long-ago",
            _("You said this more than a day ago; it was read by now. Add what you want to say."),
        )
