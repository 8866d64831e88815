"""The training record of a mentor: what may be written in it, and taken out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from mentors.enums import TrainingKind

if TYPE_CHECKING:
    from accounts.models import User
    from mentors.models import TrainingEntry

MOST_HOURS = Decimal(200)
ONLY_MENTORS = _("A training record is kept for mentors, and you were not the mentor of anybody.")
ONLY_COORDINATORS = _(
    "Coordinators see the training of their mentors; you coordinate no programme."
)
NOT_YOURS = _("Only the mentor, and coordinators of a programme they guide in, write here.")


def entry_obstacles(
    *, kind: str, title: str, on: dt.date, hours: Decimal | None, today: dt.date
) -> Iterable[Obstacle]:
    if kind == TrainingKind.GUIDE:
        yield Obstacle("guides-by-themselves", _("A guide you read comes here by itself."), "kind")
    if not title.strip():
        yield Obstacle("no-title", _("Say in a few words what it was."), "title")
    if on > today:
        yield Obstacle("in-the-future", _("Write it down once it has taken place."), "on")
    if hours is not None and not 0 < hours <= MOST_HOURS:
        yield Obstacle("odd-hours", _("Fill in between half an hour and 200 hours."), "hours")


def remove_obstacles(entry: TrainingEntry, by: User) -> Iterable[Obstacle]:
    if entry.added_by_id != by.pk:
        yield Obstacle("not-added-by-you", _("Only who added a line can take it out."))
