"""Who can be given a voice in a dossier: nobody has two roles in it (rule 10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.refusal import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from competences.models import Voice

LONGEST_DEPUTY = dt.timedelta(days=2 * 366)
TWO_ROLES = _("One person cannot have two roles in the same placement; choose somebody else.")


def role_obstacles(
    voices: Iterable[Voice], role: str, person: User, field: str = ""
) -> Iterable[Obstacle]:
    """`voices`: the mandates of a dossier that hold today or later. A deputy who becomes the
    mentor keeps the same role."""
    if any(voice.person_id == person.pk and voice.role != role for voice in voices):
        yield Obstacle("two-roles", TWO_ROLES, field)


def deputy_obstacles(
    voices: Iterable[Voice], person: User, *, last_day: dt.date | None, today: dt.date
) -> Iterable[Obstacle]:
    """Why this person cannot speak beside the mentor until `last_day` (None: until further
    notice)."""
    voices = list(voices)
    yield from role_obstacles(voices, Role.MENTOR, person, "email")
    mentoring = [voice for voice in voices if voice.role == Role.MENTOR]
    if not any(not voice.is_deputy for voice in mentoring):
        yield Obstacle("no-mentor", _("First a mentor, then a deputy: nobody is the mentor now."))
    for voice in mentoring:
        if voice.person_id == person.pk:
            sentence = (
                _("This person is a deputy already.")
                if voice.is_deputy
                else _("This person is the mentor already.")
            )
            yield Obstacle("mentoring-already", sentence, "email")
    if last_day is not None and last_day < today:
        yield Obstacle("last-day-past", _("The last day cannot lie before today."), "last_day")
    elif last_day is not None and last_day > today + LONGEST_DEPUTY:
        message = _("Choose a last day within two years, or leave it empty.")
        yield Obstacle("last-day-too-far", message, "last_day")


def end_deputy_obstacles(voice: Voice, today: dt.date) -> Iterable[Obstacle]:
    if not voice.is_deputy:
        yield Obstacle("not-a-deputy", _("Only the mandate of a deputy ends this way."))
    elif voice.until is not None and voice.until <= today:
        yield Obstacle("ended-already", _("This mandate has already ended."))
