"""Lists that a workplace uses again: how they are written, and why one cannot be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.bilingual import pick
from config.refusal import Obstacle
from mentors.rules.onboarding import LONGEST

if TYPE_CHECKING:
    from mentors.models import WorkTemplate

MOST_LINES = 60
BETWEEN = "|"  # "Rondleiding | Tour"
ONLY_AUTHORS = _("Lists of a workplace are written by its mentors and coaches, and coordinators.")

NOT_TO_COPY = _("This list cannot be copied to this workplace.")


def parse(text: str) -> list[dict[str, str]]:
    """One line each: Dutch, or "Dutch | English"; empty lines are left out."""
    parts = (line.partition(BETWEEN) for line in text.splitlines())
    return [{"nl": nl.strip(), "en": en.strip()} for nl, _bar, en in parts if nl.strip()]


def written(lines: Iterable[Mapping[str, str]]) -> str:
    """The same as text; `parse(written(lines)) == lines`."""
    return "\n".join(
        f"{line['nl']} {BETWEEN} {line['en']}" if line["en"] else line["nl"] for line in lines
    )


def said(lines: Iterable[Mapping[str, str]], language: str | None = None) -> list[str]:
    """Each line in one language, by default the reader's."""
    return [pick(line["nl"], line["en"], language) for line in lines]


def line_obstacles(lines: Sequence[Mapping[str, str]]) -> Iterable[Obstacle]:
    if not lines:
        yield Obstacle("no-lines", _("Write at least one line."), "lines")
    if len(lines) > MOST_LINES:
        yield Obstacle("too-many-lines", _("Keep a list to sixty lines."), "lines")
    if any(len(text) > LONGEST for line in lines for text in line.values()):
        yield Obstacle("too-long", _("Keep each line to one or two sentences."), "lines")


def change_obstacles(template: WorkTemplate, seen: dt.datetime) -> Iterable[Obstacle]:
    """Nobody writes over what another changed: `seen` dates the text that the page held."""
    yield from retired_obstacles(template)
    if template.changed_at != seen:
        yield Obstacle(
            "template-changed",
            _("Somebody else changed this list meanwhile. Your text is still here: compare first."),
        )


def retired_obstacles(template: WorkTemplate) -> Iterable[Obstacle]:
    if template.retired_at is not None:
        yield Obstacle("template-retired", _("This list is no longer used. Copy it instead."))
