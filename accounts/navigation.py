"""The register of the main menu, and of the voice with which somebody speaks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User


@dataclass(frozen=True)
class Item:
    """A word in the menu and the page it opens.

    Every page below that address counts as there; so does every page whose name in the URLs begins
    with one of `nouns`: "day" holds `day`, `day-change`, `day-confirm`. Where two apps share a
    noun, "placements:plan" means that of one.
    """

    label: str | Promise
    url: str
    nouns: tuple[str, ...] = ()


Source = Callable[[User], Iterable[Item]]
VoiceSource = Callable[[User], str]
_sources: dict[str, tuple[int, Source]] = {}
_voices: dict[str, VoiceSource] = {}


def source(name: str, *, order: int = 50) -> Callable[[Source], Source]:
    """Decorator: a function of a person that gives the pages this person has a use for."""

    def register(function: Source) -> Source:
        _sources[name] = (order, function)
        return function

    return register


def voice(name: str) -> Callable[[VoiceSource], VoiceSource]:
    """Decorator: a function of a person that gives "student", "mentor", "coach" or ""."""

    def register(function: VoiceSource) -> VoiceSource:
        _voices[name] = function
        return function

    return register


def registered() -> list[str]:
    return sorted(_sources, key=lambda name: (_sources[name][0], name))


def items_for(user: User) -> list[Item]:
    return [item for name in registered() for item in _sources[name][1](user)]


def voice_of(user: User) -> str:
    return next((found for name in sorted(_voices) if (found := _voices[name](user))), "")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation` for the menu, `my_voice` for colour and shape."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "my_voice": ""}
    return {
        "navigation": SimpleLazyObject(lambda: _menu(user, request)),
        "my_voice": voice_of(user),
    }


def _menu(user: User, request: HttpRequest) -> list[dict[str, Any]]:
    home = Item(_("Today"), reverse("home"))
    items = [home, *items_for(user)]
    here = home if request.path == home.url else _where(items[1:], request)
    return [{"label": item.label, "url": item.url, "current": item is here} for item in items]


def _where(items: list[Item], request: HttpRequest) -> Item | None:
    """The item of this very page, else the one that has its noun, else the nearest above it."""
    above = [item for item in items if request.path.startswith(item.url)]
    nearest = max(above, key=lambda item: len(item.url), default=None)
    if nearest and nearest.url == request.path:
        return nearest
    match = request.resolver_match
    noun = (match.url_name or "").split("-")[0] if match else ""
    names = {noun, f"{match.namespace}:{noun}"} if match else set()
    return next((item for item in items if names & set(item.nouns)), nearest)
