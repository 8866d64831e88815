"""What changed from one version of a framework to another, over two plain structures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from competences.rules.editing import CompetenceWords, HeadingWords, LevelWords, Words
from config.sequences import opcodes

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
Key = TypeVar("Key", UUID, str)


@dataclass(frozen=True)
class PlainHeading:
    identifier: UUID
    words: HeadingWords
    under: UUID | None = None


@dataclass(frozen=True)
class PlainCompetence:
    """`targets`: course unit -> level, by code; `came_from`: identifiers in the other version."""

    identifier: UUID
    words: CompetenceWords
    under: UUID
    targets: Mapping[str, str] = field(default_factory=dict)
    came_from: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class PlainVersion:
    """Everything in the order in which it stands."""

    levels: tuple[LevelWords, ...] = ()
    headings: tuple[PlainHeading, ...] = ()
    competences: tuple[PlainCompetence, ...] = ()


Plain = TypeVar("Plain", PlainHeading, PlainCompetence, LevelWords)


class Op(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


Piece = tuple[Op, str]


@dataclass(frozen=True)
class Rewording:
    """One field whose words changed: pieces of text, or whole lines where it is a list."""

    field: str
    pieces: tuple[Piece, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Retarget:
    """Another level to reach in one course unit; "" for none."""

    unit: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """Something that stands in both versions, but not the same. `moved` is "" when it stands where
    it stood, "heading" under another heading, "order" at another place among its neighbours."""

    old: PlainHeading | PlainCompetence | LevelWords
    new: PlainHeading | PlainCompetence | LevelWords
    rewordings: tuple[Rewording, ...] = ()
    moved: str = ""
    targets: tuple[Retarget, ...] = ()

    @property
    def is_real(self) -> bool:
        return bool(self.rewordings or self.moved or self.targets)


@dataclass(frozen=True)
class Part:
    """New, gone and changed among things of one kind."""

    new: tuple = ()
    gone: tuple = ()
    changed: tuple[Changed, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.gone or self.changed)


@dataclass(frozen=True)
class Difference:
    """`splits`: (old, its parts); `merges`: (old ones, what they became)."""

    competences: Part
    splits: tuple[tuple[PlainCompetence, tuple[PlainCompetence, ...]], ...]
    merges: tuple[tuple[tuple[PlainCompetence, ...], PlainCompetence], ...]
    headings: Part
    levels: Part

    @property
    def is_empty(self) -> bool:
        parts = (self.competences, self.headings, self.levels)
        return all(part.is_empty for part in parts) and not (self.splits or self.merges)


def compare(old: PlainVersion, new: PlainVersion) -> Difference:
    """What somebody has to know who worked with `old` and is to work with `new`."""
    family = Family.of(old.competences, new.competences)
    kept = [(one, family.heirs[one.identifier][0]) for one in old.competences if family.kept(one)]
    return Difference(
        competences=Part(
            new=tuple(one for one in new.competences if not family.origins[one.identifier]),
            gone=tuple(one for one in old.competences if not family.heirs[one.identifier]),
            changed=_changed_competences(kept, new.competences),
        ),
        splits=tuple(
            (one, tuple(family.heirs[one.identifier]))
            for one in old.competences
            if len(family.heirs[one.identifier]) > 1
        ),
        merges=tuple(
            (tuple(family.origins[one.identifier]), one)
            for one in new.competences
            if len(family.origins[one.identifier]) > 1
        ),
        headings=_headings(old.headings, new.headings),
        levels=_levels(old.levels, new.levels),
    )


@dataclass(frozen=True)
class Family:
    """Which competences of the old version live on in which of the new one."""

    heirs: dict[UUID, list[PlainCompetence]]
    origins: dict[UUID, list[PlainCompetence]]

    @classmethod
    def of(cls, old: Iterable[PlainCompetence], new: Iterable[PlainCompetence]) -> Family:
        new = list(new)
        heirs: dict[UUID, list[PlainCompetence]] = {}
        origins: dict[UUID, list[PlainCompetence]] = {one.identifier: [] for one in new}
        for before in old:
            heirs[before.identifier] = [
                one for one in new if before.identifier in {one.identifier, *one.came_from}
            ]
            for one in heirs[before.identifier]:
                origins[one.identifier].append(before)
        return cls(heirs, origins)

    def kept(self, old: PlainCompetence) -> bool:
        """One that lives on as one, alone."""
        heirs = self.heirs[old.identifier]
        return len(heirs) == 1 and len(self.origins[heirs[0].identifier]) == 1


def _changed_competences(
    kept: Sequence[tuple[PlainCompetence, PlainCompetence]], order: Sequence[PlainCompetence]
) -> tuple[Changed, ...]:
    stayed = [(old, new) for old, new in kept if old.under == new.under]
    moved = _out_of_order(stayed, order)
    return _real(
        Changed(
            old,
            new,
            rewordings(old.words, new.words),
            "heading" if old.under != new.under else "order" if new.identifier in moved else "",
            _retargets(old.targets, new.targets),
        )
        for old, new in kept
    )


def _headings(old: Sequence[PlainHeading], new: Sequence[PlainHeading]) -> Part:
    before, after = ({one.identifier: one for one in side} for side in (old, new))
    kept = [(one, after[one.identifier]) for one in old if one.identifier in after]
    moved = _out_of_order([(one, now) for one, now in kept if one.under == now.under], new)
    return Part(
        new=tuple(one for one in new if one.identifier not in before),
        gone=tuple(one for one in old if one.identifier not in after),
        changed=_real(
            Changed(
                one,
                now,
                rewordings(one.words, now.words),
                "heading" if one.under != now.under else "order" if now.identifier in moved else "",
            )
            for one, now in kept
        ),
    )


def _levels(old: Sequence[LevelWords], new: Sequence[LevelWords]) -> Part:
    """Levels are paired by code, and by name where the code is another one now."""
    pairs = {one.code: now for one in old for now in new if one.code == now.code}
    taken = {now.code for now in pairs.values()}
    for one in old:
        namesake = next((now for now in new if now.name_nl == one.name_nl), None)
        if one.code not in pairs and namesake and namesake.code not in taken:
            pairs[one.code] = namesake
            taken.add(namesake.code)
    kept = [(one, pairs[one.code]) for one in old if one.code in pairs]
    places = {one.code: place for place, one in enumerate(new)}
    steady = _longest_rising([places[now.code] for _one, now in kept])
    return Part(
        new=tuple(one for one in new if one.code not in taken),
        gone=tuple(one for one in old if one.code not in pairs),
        changed=_real(
            Changed(one, now, rewordings(one, now), "" if places[now.code] in steady else "order")
            for one, now in kept
        ),
    )


def _real(found: Iterable[Changed]) -> tuple[Changed, ...]:
    return tuple(one for one in found if one.is_real)


def _out_of_order(kept: Sequence[tuple[Plain, Plain]], order: Sequence[Plain]) -> set[UUID]:
    """As few as possible whose move explains the new order, heading by heading."""
    places = {one.identifier: place for place, one in enumerate(order)}
    groups: dict[UUID | None, list[int]] = {}
    for _old, new in kept:
        groups.setdefault(new.under, []).append(places[new.identifier])
    steady = {place for group in groups.values() for place in _longest_rising(group)}
    return {new.identifier for _old, new in kept if places[new.identifier] not in steady}


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The longest rising subsequence of different numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        index = bisect_left(tails, number)
        before[number] = tails[index - 1] if index else None
        tails[index : index + 1] = [number]
    found: set[int] = set()
    number = tails[-1] if tails else None
    while number is not None:
        found.add(number)
        number = before[number]
    return found


def _retargets(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Retarget, ...]:
    return tuple(
        Retarget(unit, old.get(unit, ""), new.get(unit, ""))
        for unit in dict.fromkeys((*old, *new))
        if old.get(unit) != new.get(unit)
    )


def rewordings(old: Words, new: Words) -> tuple[Rewording, ...]:
    """The fields that say something else now, in the order of the fields."""
    found = []
    for name, before in vars(old).items():
        after = getattr(new, name)
        if before == after:
            continue
        if isinstance(before, tuple):
            found.append(Rewording(name, line_diff(before, after), is_list=True))
        else:
            found.append(Rewording(name, word_diff(before, after)))
    return tuple(found)


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Word by word; a space between two changed words belongs to the change."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[Piece] = []
    gone = added = ""
    codes = opcodes(before, after)
    for number, (op, a, b, c, d) in enumerate(codes):
        text = "".join(before[a:b])
        inside = 0 < number < len(codes) - 1
        if op == "equal" and not (inside and text.isspace()):
            pieces += _pair(gone, added)
            pieces.append((Op.SAME, text))
            gone = added = ""
        else:
            gone, added = gone + text, added + "".join(after[c:d])
    return (*pieces, *_pair(gone, added))


def line_diff(old: Sequence[str], new: Sequence[str]) -> tuple[Piece, ...]:
    """Lines that went and lines that came, in order; what stayed is left out."""
    pieces: list[Piece] = []
    for op, a, b, c, d in opcodes(old, new):
        if op != "equal":
            pieces += [(Op.GONE, line) for line in old[a:b]]
            pieces += [(Op.NEW, line) for line in new[c:d]]
    return tuple(pieces)


def _pair(gone: str, added: str) -> list[Piece]:
    return [(op, text) for op, text in ((Op.GONE, gone), (Op.NEW, added)) if text]
