"""Placement timeline: days as ticks, windows as bands, meetings as the three shapes, today a line.

Wide it is one row; narrow (a phone) it is two, cut at the month in the middle.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pictures.paint import (
    fill,
    hollow,
    line,
    path,
    shape,
    svg,
    text,
)
from config.pictures.year import TimelinePicture, becomes, describe, fewer, state_name

PAD = 10
WIDE, NARROW = 720, 320
HIGH, MIDDLE, LOW = 104, 62, 40  # room above the ground line of a row, by what stands in it
BAND_TOP, LABEL_ROOM = 34, 92
WORDS = 92  # room for "40 becomes 35" and the line under it


@dataclass(frozen=True)
class _Row:
    first: dt.date
    last: dt.date
    width: float
    ground: float

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def has(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def x(self, day: dt.date, part: float = 0.5) -> float:
        along = ((day - self.first).days + part) / self.days
        return round(PAD + (self.width - 2 * PAD) * along, 1)


def placement_timeline(
    picture: TimelinePicture, *, pid: str, narrow: bool = False, standalone: bool = False
) -> SafeString:
    width = NARROW if narrow else WIDE
    spans = _halves(picture) if narrow else [(picture.first, picture.last)]
    body: list[str] = []
    top = 0.0
    for first, last in spans:
        row = _Row(first, last, width, top + _room(picture, first, last))
        body += [
            *_bands(picture, row, top),
            *_months(row),
            *_ticks(picture, row),
            *_today(picture, row),
            *_meetings(picture, row),
            *_shortening(picture, row),
        ]
        top = row.ground + 34
    key, height = _key(picture, top, narrow)
    return svg(
        "timeline pic-narrow" if narrow else "timeline",
        (width, height),
        body + key,
        pid=pid,
        title=picture.title,
        desc=describe(picture),
        standalone=standalone,
    )


def _months_between(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """(first day, first day of the next) of each month that the period touches."""
    month = first.replace(day=1)
    while month <= last:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        yield month, following
        month = following


def _halves(picture: TimelinePicture) -> list[tuple[dt.date, dt.date]]:
    months = [month for month, _next in _months_between(picture.first, picture.last)]
    if len(months) < 2:
        return [(picture.first, picture.last)]
    cut = months[len(months) // 2]
    return [(picture.first, cut - dt.timedelta(days=1)), (cut, picture.last)]


def _room(picture: TimelinePicture, first: dt.date, last: dt.date) -> float:
    def inside(day: dt.date) -> bool:
        return first <= day <= last

    marked = [window.first for window in picture.windows]
    marked += [meeting.day for meeting in picture.meetings]
    marked += [picture.today] if picture.today else []
    if any(inside(day) for day in marked):
        return HIGH
    return MIDDLE if any(inside(day) for day in picture.dropped) else LOW


def _bands(picture: TimelinePicture, row: _Row, top: float) -> list[str]:
    drawn, after = [], 0.0
    for window in sorted(picture.windows, key=lambda w: w.first):
        if not row.has(window.first):
            continue
        left, right = row.x(window.first) - 5, row.x(min(window.last, row.last)) + 5
        middle = (left + right) / 2
        if right - left < 24:
            left, right = middle - 12, middle + 12
        y = top + BAND_TOP
        drawn.append(
            f'<rect x="{left:.1f}" y="{y:g}" width="{right - left:.1f}" '
            f'height="{row.ground - y:g}" {fill("band")}/>'
        )
        edges = f"M{left:.1f} {y:g}V{row.ground:g}M{right:.1f} {y:g}V{row.ground:g}"
        drawn.append(path(edges, line("edge", 1, "3 2")))
        label = max(46, after, min(row.width - 46, middle))
        drawn.append(text(label, top + 14, window.name, "ink", 13, anchor="middle", bold=True))
        drawn.append(text(label, top + 28, window.when, "muted", 12.5, anchor="middle"))
        after = label + LABEL_ROOM
    return drawn


def _months(row: _Row) -> list[str]:
    ground = row.ground
    drawn = [path(f"M{PAD} {ground:g}H{row.width - PAD:g}", line("edge", 1.25))]
    for month, following in _months_between(row.first, row.last):
        left, right = max(month, row.first), min(following, row.last + dt.timedelta(days=1))
        if month > row.first:
            drawn.append(path(f"M{row.x(month, 0)} {ground:g}V{ground + 18:g}", line("line", 1)))
        middle = (row.x(left, 0) + row.x(right, 0)) / 2
        if row.x(right, 0) - row.x(left, 0) > 22:
            name = formats.date_format(month, "M").strip(".").lower()
            drawn.append(text(middle, ground + 15, name, "muted", 12.5, anchor="middle"))
    return drawn


def _tick(x: float, y: float, state: str, width: float = 4) -> str:
    left = x - width / 2
    if state == "confirmed":
        return f'<rect x="{left:.5g}" y="{y - 30:g}" width="{width:g}" height="30" {fill("s")}/>'
    low = (
        f'<rect x="{left + 0.5:.5g}" y="{y - 13.5:g}" width="{width - 1:g}" height="13" '
        f"{line('edge', 1, '1.5 1.5') if state == 'dropped' else hollow('edge')}/>"
    )
    if state == "logged":
        return (
            f'<rect x="{left + 0.5:.5g}" y="{y - 29.5:g}" width="{width - 1:g}" height="29" '
            f'{hollow("s")}/><rect x="{left:.5g}" y="{y - 15:g}" width="{width:g}" height="15" '
            f"{fill('s')}/>"
        )
    if state == "dropped":
        cross = f"M{x - width:.5g} {y - 3:g}L{x + width:.5g} {y - 11:g}"
        return low + path(cross, line("ink", 1.1))
    return low


def _ticks(picture: TimelinePicture, row: _Row) -> list[str]:
    drawn, names = [], []
    marks = {*picture.marks}
    if not _dropped_here(picture, row):  # else "40 becomes 35" says it, in the same place
        marks.add(picture.kept)
    for i, tick in enumerate(picture.days, 1):
        if not row.has(tick.day):
            continue
        drawn.append(_tick(row.x(tick.day), row.ground, tick.state))
        if i in marks:
            top = 34 if tick.state in ("confirmed", "logged") else 18
            names.append(
                text(row.x(tick.day), row.ground - top, i, "ink", 12.5, "middle", bold=True)
            )
    return drawn + names


def _trio(x: float, y: float, r: float = 5) -> str:
    return (
        shape("student", x - r * 1.5, y, r, letter=False)
        + shape("mentor", x, y, r, letter=False)
        + shape("coach", x + r * 1.6, y, r * 0.94, letter=False)
    )


def _meetings(picture: TimelinePicture, row: _Row) -> list[str]:
    return [_trio(row.x(m.day), row.ground - 50) for m in picture.meetings if row.has(m.day)]


def _dropped_here(picture: TimelinePicture, row: _Row) -> list[dt.date]:
    if picture.required_before is None:
        return []
    return [day for day in picture.dropped if row.has(day)]


def _shortening_words(left: float, right: float, row: _Row) -> tuple[float, str]:
    """(x, anchor): under the bracket's end, or from its start on when it is too short for that."""
    if right - left < WORDS and left + WORDS < row.width - PAD:
        return left, "start"
    return max(min(row.width - PAD, right + 1), PAD + WORDS), "end"


def _shortening(picture: TimelinePicture, row: _Row) -> list[str]:
    here = _dropped_here(picture, row)
    if not here:
        return []
    left, right, y = row.x(here[0]) - 4, row.x(here[-1]) + 4, row.ground
    bracket = f"M{left:.1f} {y - 17:g}V{y - 22:g}H{right:.1f}V{y - 17:g}"
    x, anchor = _shortening_words(left, right, row)
    return [
        path(bracket, line("ink", 1.25)),
        text(x, y - 41, becomes(picture), "ink", 13, anchor=anchor, bold=True),
        text(x, y - 28, fewer(picture), "muted", 12.5, anchor=anchor),
    ]


def _taken(picture: TimelinePicture, row: _Row) -> Iterator[tuple[float, float]]:
    """What else stands at the height of the word "today": (from, until) of each."""
    for meeting in picture.meetings:
        if row.has(meeting.day):
            yield row.x(meeting.day) - 14, row.x(meeting.day) + 14
    here = _dropped_here(picture, row)
    if here:
        x, anchor = _shortening_words(row.x(here[0]) - 4, row.x(here[-1]) + 4, row)
        yield (x, x + WORDS) if anchor == "start" else (x - WORDS, x)


def _today(picture: TimelinePicture, row: _Row) -> list[str]:
    """The line and its word: beside the line, or a storey higher where something stands already."""
    if picture.today is None or not row.has(picture.today):
        return []
    x, y, word = row.x(picture.today), row.ground, _("today")
    wide = 4 + 7 * len(word)
    leftward = x + wide > row.width
    left, right = (x - 3 - wide, x - 3) if leftward else (x + 3, x + 3 + wide)
    crowded = any(right > start and left < end for start, end in _taken(picture, row))
    top = y - (69 if crowded else 51)
    anchor, start = ("end", x - 5) if leftward else ("start", x + 5)
    return [
        path(f"M{x} {top + 1:g}V{y + 5:g}", line("ink", 1.75)),
        f'<rect x="{left:.1f}" y="{top:g}" width="{wide:g}" height="15" {fill("paper")}/>',
        text(start, top + 11, word, "ink", 13, anchor=anchor, bold=True),
    ]


def _key(picture: TimelinePicture, top: float, narrow: bool) -> tuple[list[str], float]:
    y, x = top + 4, PAD + 2.0
    states = ["confirmed", "logged", "planned"] + (["dropped"] if picture.dropped else [])
    drawn = []
    for state in states:
        tick = _tick(x, y + 12, state)
        if state in ("confirmed", "logged"):
            tick = f'<g transform="translate(0 {(y + 12) / 2:g}) scale(1 .5)">{tick}</g>'
        drawn += [tick, text(x + 8, y + 10.5, state_name(state), "ink")]
        x += 26 + 6.3 * len(state_name(state))
    if not picture.meetings:
        return drawn, top + 22
    if narrow:
        x, y = PAD + 2.0, y + 22
    drawn += [_trio(x + 8, y + 6, 4.6), text(x + 24, y + 10, _("trialogue meeting"), "ink")]
    return drawn, top + (42 if narrow else 22)
