"""How the placements of a cohort are counted for one competence: coarser where finer would show
too few."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

NEVER, ON_THE_WAY, REACHED = "never", "on the way", "reached"
KINDS = (NEVER, ON_THE_WAY, REACHED)
NO_LEVEL, NOT_REACHED, CAME_UP = "no level", "not reached", "came up"
BY_LEVEL, IN_THREE, BY_TARGET, BY_COVERAGE = range(4)


@dataclass(frozen=True)
class Fact:
    """One placement: whether the competence `never` came up for anybody; the coach's `level` now
    and the `target`, as places on the `scale` (codes, lowest first)."""

    never: bool
    level: int | None
    target: int
    scale: tuple[str, ...]

    @property
    def kind(self) -> str:
        if self.level is not None and self.level >= self.target:
            return REACHED
        return NEVER if self.never else ON_THE_WAY


def ways(facts: Sequence[Fact]) -> list[list[Hashable]]:
    """The kinds of all placements, counted in up to four ways (`BY_LEVEL` first).

    By level only where everybody has the same scale and the same target: else the target tells the
    levels of the course units apart, and the counts of one could be taken from those of another.
    """
    alike = len({(fact.scale, fact.target) for fact in facts}) <= 1
    return [
        [_by_level(fact) if alike else fact.kind for fact in facts],
        [fact.kind for fact in facts],
        [REACHED if fact.kind == REACHED else NOT_REACHED for fact in facts],
        [NEVER if fact.kind == NEVER else CAME_UP for fact in facts],
    ]


def _by_level(fact: Fact) -> Hashable:
    if fact.level is not None:
        return (fact.level, fact.kind)
    return NEVER if fact.never else NO_LEVEL


@dataclass(frozen=True)
class Counted:
    """How many placements are where, counted in one of the `ways`."""

    way: int
    kinds: Mapping[Hashable, int]

    @property
    def size(self) -> int:
        return sum(self.kinds.values())

    @property
    def in_three(self) -> dict[str, int] | None:
        """Never came up, on the way, reached; None where that is too fine to show."""
        if self.way not in (BY_LEVEL, IN_THREE):
            return None
        found = dict.fromkeys(KINDS, 0)
        for kind, count in self.kinds.items():
            found[_in_three(kind)] += count
        return found

    @property
    def reached(self) -> int | None:
        if self.way == BY_TARGET:
            return self.kinds.get(REACHED, 0)
        return self.in_three[REACHED] if self.in_three else None

    @property
    def never(self) -> int | None:
        if self.way == BY_COVERAGE:
            return self.kinds.get(NEVER, 0)
        return self.in_three[NEVER] if self.in_three else None

    @property
    def levels(self) -> dict[int, int] | None:
        """Place on the scale -> how many; None unless counted by level."""
        if self.way != BY_LEVEL:
            return None
        found: dict[int, int] = {}
        for kind, count in self.kinds.items():
            if isinstance(kind, tuple):
                found[kind[0]] = found.get(kind[0], 0) + count
        return found or None


def _in_three(kind: Hashable) -> str:
    if isinstance(kind, tuple):
        return kind[1]
    return ON_THE_WAY if kind == NO_LEVEL else str(kind)
