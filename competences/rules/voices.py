"""What a voice says now, and how far voices are apart; never an average."""

from collections.abc import Mapping
from dataclasses import dataclass


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
