"""Letting a line of the board rest for a while, with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from config.refusal import Obstacle
from placements.enums import Attention

LONGEST = dt.timedelta(weeks=6)
NEVER = {Attention.TALK, Attention.DECISION}  # somebody waits for the coach's own word


def snooze_obstacles(
    *, kind: Attention, stands: bool, until: dt.date, reason: str, today: dt.date
) -> Iterable[Obstacle]:
    """Why this reason cannot rest until that date; `stands`: it is on the board now."""
    if not stands:
        yield Obstacle("not-on-the-board", _("This does not stand on your board any more."))
    if kind in NEVER:
        yield Obstacle("waits-for-you", _("Somebody waits for your own word; this cannot rest."))
    if until <= today:
        yield Obstacle("not-later", _("Choose a date after today."), "until")
    elif until > today + LONGEST:
        yield Obstacle("too-far", _("Let it rest for six weeks at most."), "until")
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why it can rest, for yourself later."), "reason")
