"""Where three people agree, where not, what moved and what is missing, at one glance."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from accounts.enums import TRIAD
from competences.overviews.tracking import CompetenceRow, Spoken, Tracking

LATELY = dt.timedelta(days=28)


@dataclass(frozen=True)
class Glance:
    """The rows of a dossier by what is to be seen in them; `since`: moved after that day.

    Kinds: "" (all), "agree", "apart", "moved", "unseen" (never came up), "bare" (no workplace day
    and no evidence), "veiled" (the others are heard once the reader spoke).
    """

    kinds: dict[str, list[CompetenceRow]]
    since: dt.date

    def shown(self, kind: str) -> set[int]:
        """Competences (ids) of one kind; of a kind that does not exist, all."""
        return {row.competence.pk for row in self.kinds.get(kind, self.kinds[""])}

    def count(self, kind: str) -> int:
        return len(self.kinds[kind])


def glance(found: Tracking, *, since: dt.date, proven: Collection[int]) -> Glance:
    """`proven`: competences (ids) with a workplace day or evidence that the reader may see."""
    kinds = {
        "": found.rows,
        "agree": [row for row in found.rows if row.agrees],
        "apart": found.apart,
        "moved": found.moved_since(since),
        "unseen": found.never_came_up,
        "bare": [row for row in found.rows if row.competence.pk not in proven],
        "veiled": found.veiled,
    }
    return Glance(kinds, since)


@dataclass(frozen=True)
class Seat:
    """One of the three beside one competence: who speaks today, and what the voice says now.

    `is_veiled`: the reader hears it once they spoke themselves; nobody tells whether there is
    something to hear.
    """

    role: str
    person: str
    spoken: Spoken | None
    is_veiled: bool


def seats(found: Tracking, row: CompetenceRow, reader_role: str) -> list[Seat]:
    """Student, mentor, coach. A role without anybody today has an empty `person`."""
    holders = {
        one.role: one.person.first_name
        for one in found.voices
        if one.is_current and not one.is_deputy
    }
    return [
        Seat(
            role=role.value,
            person=holders.get(role.value, ""),
            spoken=row.voices[role.value],
            is_veiled=row.is_veiled and role != reader_role,
        )
        for role in TRIAD
    ]
