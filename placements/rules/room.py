"""What can be said and agreed in the room."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle


def agreed_obstacles(what: str, who: str) -> Iterable[Obstacle]:
    """Why these words do not say who does what."""
    if not what.strip():
        yield Obstacle("no-words", _("Say what was agreed."), "what")
    if who not in TRIAD:
        yield Obstacle("no-person", _("Say who will do it."), "who")


LONGEST_NOTE = 10_000  # characters
MOST_LINES = 2000


def note_obstacles(text: str) -> Iterable[Obstacle]:
    """`text`: the note as it would stand there, with what the others wrote."""
    if len(text) > LONGEST_NOTE or text.count("\n") >= MOST_LINES:
        message = _("This note becomes too long. Keep what matters, and save again.")
        yield Obstacle("note-too-long", message, "notes")


def speaks_for(role: str) -> tuple[str, ...]:
    """The voices that somebody in this role can enter: the own one, and the coach the mentor's."""
    return (role, Role.MENTOR.value) if role == Role.COACH else (role,)
