"""What the app above knows around a dossier: whose story it is part of, and the work behind it.

Competences stand below placements, so they ask instead of importing: one app above registers one
function in its own `surroundings.py`. Without it tracking stands on its own.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from accounts.models import User
from competences.models import Dossier


@dataclass(frozen=True)
class Work:
    """One thing a student did that shows a competence: when, what in words, and its page."""

    date: dt.date
    text: str
    url: str = ""


@dataclass(frozen=True)
class Surroundings:
    """`topic`: under which history keeps this dossier's story; `title`: what it belongs to;
    `student`: their first name; `worked`: (date, portion) of each workplace day in order of date;
    `behind`: competence id -> the work that shows it, newest first; `workplace`: the name of the
    organisation; `period`: its first day and its last, None while it is still going on; `met_on`:
    the day of the last meeting of the three."""

    topic: str = ""
    title: str = ""
    student: str = ""
    workplace: str = ""
    period: tuple[dt.date, dt.date | None] | None = None
    met_on: dt.date | None = None
    worked: Sequence[tuple[dt.date, float]] = ()
    behind: Mapping[int, Sequence[Work]] = field(default_factory=dict)

    def day_number(self, date: dt.date) -> float:
        """How many workplace days lay behind on that date; half days count 0.5."""
        return self._totals[bisect_right(self.worked, date, key=itemgetter(0))]

    @cached_property
    def _totals(self) -> list[float]:
        return list(accumulate((portion for _day, portion in self.worked), initial=0))


Source = Callable[[Dossier, User], Surroundings]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Decorator: this function answers for a dossier and a reader, at a constant number of
    queries, with what this reader may see."""
    _sources[:] = [function]
    return function


def around(dossier: Dossier, user: User) -> Surroundings:
    return _sources[0](dossier, user) if _sources else Surroundings()
