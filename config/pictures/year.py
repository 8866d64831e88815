"""What stands in a placement's year, and the same in words: for the picture, its table and readers
who do not see it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config.pictures.paint import PictureTable, long_day, number, short_day

DayState = Literal["planned", "logged", "confirmed", "dropped"]


@dataclass(frozen=True)
class Tick:
    """One workplace day; `dropped` when a ratified shortening made it unnecessary."""

    day: dt.date
    state: DayState


@dataclass(frozen=True)
class Window:
    """From and until (both included), its name, and when in words: 'day 8 to 10'."""

    first: dt.date
    last: dt.date
    name: str
    when: str = ""


@dataclass(frozen=True)
class Meeting:
    day: dt.date
    name: str


@dataclass(frozen=True)
class TimelinePicture:
    """`days` in order of date; `marks` are day numbers (from 1) to write above their tick."""

    title: str
    first: dt.date
    last: dt.date
    today: dt.date | None  # None on paper, where there is no today
    days: Sequence[Tick]
    required: float
    required_before: float | None = None  # before a ratified shortening
    windows: Sequence[Window] = ()
    meetings: Sequence[Meeting] = ()
    marks: Sequence[int] = field(default_factory=tuple)

    @property
    def kept(self) -> int:
        return sum(1 for tick in self.days if tick.state != "dropped")

    @property
    def dropped(self) -> list[dt.date]:
        return [tick.day for tick in self.days if tick.state == "dropped"]


def state_name(state: str) -> str:
    return {
        "confirmed": _("confirmed"),
        "logged": _("logged"),
        "planned": _("planned"),
        "dropped": pgettext("workplace day", "dropped"),
    }[state]


def becomes(picture: TimelinePicture) -> str:
    return _("%(before)s becomes %(after)s") % {
        "before": number(picture.required_before),
        "after": number(picture.required),
    }


def fewer(picture: TimelinePicture) -> str:
    less = float(picture.required_before or 0) - float(picture.required)
    return ngettext("%(n)s day fewer", "%(n)s days fewer", 1 if less == 1 else 2) % {
        "n": number(less)
    }


def describe(picture: TimelinePicture) -> str:
    counts = Counter(tick.state for tick in picture.days)
    days = ", ".join(
        f"{state_name(state)}: {counts[state]}"
        for state in ("confirmed", "logged", "planned", "dropped")
        if counts[state]
    )
    sentences = [_("Days: %(days)s.") % {"days": days}] if days else []
    sentences += [f"{what}: {when}." for what, when in _events(picture)]
    if picture.today:
        sentences.append(_("Today is %(day)s.") % {"day": long_day(picture.today)})
    return " ".join(sentences)


def _events(picture: TimelinePicture) -> Iterator[tuple[str, str]]:
    for window in picture.windows:
        between = _("%(first)s to %(last)s") % {
            "first": short_day(window.first),
            "last": short_day(window.last),
        }
        yield window.name, f"{window.when}, {between}" if window.when else between
    for meeting in picture.meetings:
        yield meeting.name or _("trialogue meeting"), short_day(meeting.day)
    if picture.required_before is not None:
        yield _("required days"), becomes(picture)


def timeline_table(picture: TimelinePicture) -> PictureTable:
    rows = [(what, when) for what, when in _events(picture)]
    rows += [
        (_("day %(n)d") % {"n": i}, f"{long_day(tick.day)}, {state_name(tick.state)}")
        for i, tick in enumerate(picture.days, 1)
    ]
    return PictureTable(picture.title, (_("What"), _("When")), rows)
