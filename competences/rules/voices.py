"""What a voice says now, who may hear it, and how far voices are apart; never an average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Dossier


@dataclass(frozen=True)
class Said:
    """What a voice says now: `position` on the scale (0 = lowest), None when it did not come up."""

    position: int | None

    @property
    def came_up(self) -> bool:
        return self.position is not None


def distance(voices: Mapping[str, Said | None]) -> int:
    """Levels between the lowest and the highest voice that saw the competence; never an average."""
    seen = [said.position for said in voices.values() if said and said.position is not None]
    return max(seen) - min(seen) if len(seen) > 1 else 0


def may_hear(*, is_blind: bool, listener: str, speaker: str, has_spoken: bool) -> bool:
    """Whether the voice `listener` hears what `speaker` said about one competence.

    Roles; "" for a reader without a voice, who listens without being swayed. While a first round
    is blind, a voice hears the others on a competence once it `has_spoken` on it itself; telling
    the starting situation is not speaking. `Assessment.objects.heard_by` says the same in SQL.
    """
    return not is_blind or listener not in TRIAD or listener == speaker or has_spoken


def opening_obstacles(dossier: Dossier, *, is_coach: bool) -> Iterable[Obstacle]:
    """Why the voices cannot be laid open to each other by this person."""
    if not is_coach:
        yield Obstacle("not-the-coach", _("Only the coach opens the voices to each other."))
    if dossier.closed_at is not None:
        yield Obstacle(
            "dossier-closed", _("This placement has ended; what was said stays as it is.")
        )
