"""The order of a framework as an outline: headings in headings, competences under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

Place = tuple[int | None, int | None]
"""Under which heading (None: at the top), and before which neighbour (None: last)."""


@dataclass(frozen=True)
class Outline:
    """`parts`: heading (None: the top) -> the headings in it; `held`: heading -> its competences.

    All ids, in order. Nothing here changes: every move answers a new outline.
    """

    parts: Mapping[int | None, tuple[int, ...]]
    held: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(
        cls, headings: Iterable[tuple[int, int | None]], competences: Iterable[tuple[int, int]]
    ) -> Outline:
        """From (heading, the heading it is in) and (competence, its heading), each in order."""
        return cls(_grouped(headings), _grouped(competences))

    def headings(self, under: int | None = None) -> Iterator[tuple[int, int | None]]:
        """(heading, the heading it is in), from top to bottom."""
        for heading in self.parts.get(under, ()):
            yield heading, under
            yield from self.headings(heading)

    def competences(self) -> Iterator[tuple[int, int]]:
        """(competence, its heading), from top to bottom."""
        for heading, _under in self.headings():
            for competence in self.held.get(heading, ()):
                yield competence, heading

    def within(self, heading: int) -> set[int]:
        """A heading and all headings below it."""
        return {heading} | {below for below, _under in self.headings(heading)}

    def with_heading(self, heading: int, place: Place) -> Outline:
        """With this heading, and all that is in it, at `place`; it may be new."""
        return replace(self, parts=_placed(self.parts, heading, place))

    def with_competence(self, competence: int, place: Place) -> Outline:
        return replace(self, held=_placed(self.held, competence, place))

    def heading_step(self, heading: int, direction: int) -> Place | None:
        """One place up (-1) or down (1) between its neighbours; None at the end."""
        under = dict(self.headings())[heading]
        row = self.parts[under]
        if not 0 <= row.index(heading) + direction < len(row):
            return None
        return under, _neighbour(row, heading, direction)

    def competence_step(self, competence: int, direction: int) -> Place | None:
        """One place up or down; at the edge of its heading, over into the next one."""
        heading = dict(self.competences())[competence]
        row = self.held[heading]
        if 0 <= row.index(competence) + direction < len(row):
            return heading, _neighbour(row, competence, direction)
        order = [one for one, _under in self.headings()]
        beyond = order.index(heading) + direction
        if not 0 <= beyond < len(order):
            return None
        first = self.held.get(order[beyond], ())[:1] if direction > 0 else ()
        return order[beyond], first[0] if first else None


def _grouped(pairs: Iterable[tuple[int, int | None]]) -> dict:
    groups: dict[int | None, tuple[int, ...]] = {}
    for item, under in pairs:
        groups[under] = (*groups.get(under, ()), item)
    return groups


def _placed(groups: Mapping, item: int, place: Place) -> dict:
    under, before = place
    without = {key: tuple(one for one in row if one != item) for key, row in groups.items()}
    row = without.get(under, ())
    index = row.index(before) if before in row else len(row)
    return without | {under: (*row[:index], item, *row[index:])}


def _neighbour(row: tuple[int, ...], item: int, direction: int) -> int | None:
    """Before which of its neighbours an item stands after one step."""
    index = row.index(item) + (2 if direction > 0 else -1)
    return row[index] if index < len(row) else None
