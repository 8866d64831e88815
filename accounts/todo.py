"""The register of what waits for a person.

Apps above add their sources in `todos.py`; the home page, the API and the reminders read them all.
A source is asked for one person and one date and may cost a constant number of queries.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Option:
    """One answer that a button sends: its words, and the field with its value."""

    verb: str
    name: str
    value: str


@dataclass(frozen=True)
class Todo:
    """One thing that waits for somebody, with one verb.

    `title` says what in words ("Confirm 3 days of Amina"), `detail` one line more, `verb` the
    button, `url` where it is done, `since` since when it waits, `due` by when (None: no date),
    `role` in which role it is asked. `done_in_place` may name a URL that a button can POST to;
    with `options` there is a button for each of them instead of one.
    """

    kind: str
    title: str
    verb: str
    url: str
    detail: str = ""
    since: dt.date | None = None
    due: dt.date | None = None
    role: str = ""
    done_in_place: str = ""
    done_in_place_verb: str = ""
    options: tuple[Option, ...] = ()

    @property
    def urgency(self) -> tuple[dt.date, dt.date]:
        return (self.due or dt.date.max, self.since or dt.date.max)


Source = Callable[[User, dt.date], Iterable[Todo]]
_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Decorator: add a source under a unique name."""

    def register(function: Source) -> Source:
        if name in _sources and _sources[name] is not function:
            raise ValueError(f"Two to-do sources are called {name!r}.")
        _sources[name] = function
        return function

    return register


def registered() -> list[str]:
    return sorted(_sources)


def waiting_for(user: User, today: dt.date) -> list[Todo]:
    """Everything that waits for this person, most urgent first."""
    found = [todo for name in registered() for todo in _sources[name](user, today)]
    return sorted(found, key=lambda todo: (*todo.urgency, todo.title))
