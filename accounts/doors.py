"""Why an address that somebody could open before shows nothing now. Apps above say so in their
`doors.py`; whoever never could open it reads the plain "not here"."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class Gone:
    """What happened, and what that means for the reader; nothing of anybody else."""

    title: str | Promise
    text: str | Promise


Source = Callable[[User, ResolverMatch], Gone | None]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Decorator: this function may know why."""
    _sources.append(function)
    return function


def why_gone(user: User, path: str) -> Gone | None:
    """Why this path, which answers 404 to this person, did not always do so; None if it did."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return next((gone for known in _sources if (gone := known(user, match))), None)
