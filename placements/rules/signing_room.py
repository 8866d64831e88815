"""Signing on the own phone in the room: a code shown by a witness, for one person and one paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from placements.rules.access import may_change_placement

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Placement

CODE_LASTS = dt.timedelta(minutes=15)
OVER = _("This code does not work any more. Ask for a new one in the room.")


def witness_obstacles(
    placement: Placement, person: User, witness: User | None
) -> Iterable[Obstacle]:
    """Why this person's signature cannot have this witness: who showed the code must still be the
    coach or a coordinator, and nobody is their own witness."""
    if witness is None:
        return
    if witness == person:
        yield Obstacle("own-witness", _("You sign your own part on your own page."))
    elif not may_change_placement(witness, placement):
        yield Obstacle("code-over", OVER)
