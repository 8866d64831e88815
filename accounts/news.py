"""The register of what happened: apps above turn the history of somebody's topics into lines."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class News:
    """One line of what happened; `said` holds somebody's words, with their `role` and `name`."""

    at: dt.datetime
    text: str
    url: str = ""
    said: str = ""
    role: str = ""
    name: str = ""


Source = Callable[[User, int], Iterable[News]]
_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Decorator: a function of person and limit that gives its newest lines, newest first, at a
    constant number of queries."""

    def register(function: Source) -> Source:
        _sources[name] = function
        return function

    return register


def registered() -> list[str]:
    return sorted(_sources)


def recent(user: User, limit: int = 6) -> list[News]:
    """The newest lines for this person over all sources."""
    found = [line for name in registered() for line in _sources[name](user, limit)]
    return sorted(found, key=lambda line: line.at, reverse=True)[:limit]
