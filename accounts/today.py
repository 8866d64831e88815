"""The register of sections on the home page, each supplied by the app that knows about it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from accounts.models import User

Place = Literal["main", "aside", "wide"]


@dataclass(frozen=True)
class Panel:
    """A template that reads `panel.<key>` of its context. `place`: in the wide column, in the
    narrow one beside it, or over the full width below."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    place: Place = "main"


Source = Callable[[User, dt.date], Panel | None]
_sources: dict[str, tuple[int, Source]] = {}


def panel(name: str, *, order: int = 50) -> Callable[[Source], Source]:
    """Decorator: a function of person and date that gives a section or None."""

    def register(function: Source) -> Source:
        _sources[name] = (order, function)
        return function

    return register


def registered() -> list[str]:
    return sorted(_sources, key=lambda name: (_sources[name][0], name))


def panels_for(user: User, today: dt.date) -> list[Panel]:
    found = [_sources[name][1](user, today) for name in registered()]
    return [panel for panel in found if panel is not None]
