"""Short guides: how their plain text reads, which ones fit the moment, what may be written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from competences.rules.differences import Piece, word_diff
from config.refusal import Obstacle
from mentors.enums import GuideMoment

NEAR = dt.timedelta(days=14)  # the start and a meeting cast their shadow this far
END_NEAR = dt.timedelta(days=28)
LAST_DAYS = Decimal(5)  # this few workplace days left: the end is near, whatever the calendar says
WORDS_A_MINUTE = 200
LONGEST = 4000  # characters in one body: two phone screens and some room
ORDER = {moment: place for place, moment in enumerate(GuideMoment.values)}
NUMBERED = re.compile(r"\d+\. ")
ONLY_COORDINATORS = _("Coordinators keep the guides; you coordinate no programme.")


@dataclass(frozen=True)
class Block:
    """A piece of a guide. `kind`: "heading", "paragraph", "bullets" or "steps"; a list has a line
    per item, the others have one."""

    kind: str
    lines: tuple[str, ...]


def blocks(body: str) -> list[Block]:
    """The plain text of a guide as pieces to set: "# " begins a heading, "- " an item of a list,
    "1. " a numbered step; an empty line ends a paragraph. Nothing else means anything."""
    found: list[Block] = []
    for line in body.splitlines():
        kind, text = _read(line.strip())
        last = found[-1] if found else None
        if last and last.kind == kind == "paragraph":
            found[-1] = Block(kind, (f"{last.lines[0]} {text}".strip(),))
        elif last and last.kind == kind and kind in ("bullets", "steps"):
            found[-1] = Block(kind, (*last.lines, text))
        else:
            found.append(Block(kind, (text,)))
    return [block for block in found if block.kind]


def _read(line: str) -> tuple[str, str]:
    """("", "") for an empty line, which separates what stands around it."""
    if line.startswith("# "):
        return "heading", line[2:].strip()
    if line.startswith("- "):
        return "bullets", line[2:].strip()
    if numbered := NUMBERED.match(line):
        return "steps", line[numbered.end() :].strip()
    return ("paragraph", line) if line else ("", "")


def minutes(body: str) -> int:
    """How long reading takes, at least one minute."""
    return max(1, round(len(body.split()) / WORDS_A_MINUTE))


@dataclass(frozen=True)
class ChangedLine:
    """A line of a guide with what went from it and what came; headings without their mark."""

    is_heading: bool
    pieces: tuple[Piece, ...]


def changed_lines(old: str, new: str) -> list[ChangedLine]:
    """The whole text with its changes, word by word; nothing where nothing changed."""
    if old == new:
        return []
    lines: list[list[Piece]] = [[]]
    for op, text in word_diff(old, new):
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((op, part))
    return [_changed_line(line) for line in lines if line]


def _changed_line(pieces: list[Piece]) -> ChangedLine:
    op, first = pieces[0]
    is_heading = first.startswith("# ")
    if is_heading:
        pieces = [(op, first[2:]), *pieces[1:]]
    return ChangedLine(is_heading, tuple(pieces))


@dataclass(frozen=True)
class Course:
    """How far one open placement is. `meets_on`: days of meetings that were not cancelled;
    `window_open`: a meeting should be planned by now; `days_left`: workplace days."""

    starts_on: dt.date
    ends_on: dt.date
    meets_on: tuple[dt.date, ...] = ()
    window_open: bool = False
    days_left: Decimal = Decimal(0)


def moments(course: Course, today: dt.date) -> set[str]:
    """The moments in which this placement is today, besides `any`."""
    if today < course.starts_on:
        return {GuideMoment.BEFORE}
    found: set[str] = set()
    if today < course.starts_on + NEAR:
        found.add(GuideMoment.START)
    if course.window_open or any(abs(date - today) <= NEAR for date in course.meets_on):
        found.add(GuideMoment.TRIALOGUE)
    if course.ends_on - today <= END_NEAR or course.days_left <= LAST_DAYS:
        found.add(GuideMoment.END)
    return found


def word_obstacles(words: Mapping[str, str]) -> Iterable[Obstacle]:
    """`words`: title_nl, title_en, body_nl, body_en. A guide speaks both languages."""
    for name, text in words.items():
        if not text.strip():
            yield Obstacle("no-words", _("A guide is read in Dutch and in English."), name)
        elif name.startswith("body") and len(text) > LONGEST:
            yield Obstacle("too-long", _("Keep a guide to two screens of a phone."), name)


def change_obstacles(
    *, current: int, seen: int, before: Mapping[str, str], words: Mapping[str, str]
) -> Iterable[Obstacle]:
    """Nobody writes over what another changed: `seen` is the version that the page held."""
    if current != seen:
        yield Obstacle(
            "guide-changed",
            _(
                "Somebody else changed this guide meanwhile. Your text is still here; read their"
                " version first, then save again."
            ),
        )
    elif before == words:
        yield Obstacle("nothing-changed", _("Nothing was changed yet."))
    yield from word_obstacles(words)
