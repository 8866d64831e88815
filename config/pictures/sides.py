"""Sides: at which sides of the work somebody looked, week by week, and where they asked on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pictures.fitting import fit
from config.pictures.paint import PictureTable, fill, hollow, line, path, short_day, svg, text

WIDTH, PAD, ROW, MARK = 360, 8, 46, 5.5
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class SidesPicture:
    """`first`: the Monday of the first of `weeks`. `seen`: (week, side, asked on), both from 0.

    A week and a side are marked or not: how often is nobody's business, not even the picture's.
    """

    title: str
    sides: Sequence[str]
    first: dt.date
    weeks: int
    seen: Sequence[tuple[int, int, bool]]

    def week(self, number: int) -> dt.date:
        return self.first + number * WEEK

    def of(self, side: int) -> list[tuple[int, bool]]:
        return sorted((week, deep) for week, at, deep in self.seen if at == side)


def sides(picture: SidesPicture, *, pid: str, standalone: bool = False) -> SafeString:
    step = (WIDTH - 2 * PAD) / max(picture.weeks, 1)
    size = min(MARK, max(step * 0.42, 1.6))
    body, y = [], 4.0
    for number, name in enumerate(picture.sides):
        body.append(text(PAD, y + 12, fit(name, WIDTH - 2 * PAD, 13), "ink", 13))
        body += _row(picture, number, y + 27, step, size)
        y += ROW
    last = picture.week(picture.weeks - 1)
    body.append(text(PAD, y + 10, short_day(picture.first), "muted", 12))
    if picture.weeks > 1:
        body.append(text(WIDTH - PAD, y + 10, short_day(last), "muted", 12, anchor="end"))
    return svg(
        "sides",
        (WIDTH, round(y + 16)),
        body,
        pid=pid,
        title=picture.title,
        desc=describe(picture),
        standalone=standalone,
    )


def _row(picture: SidesPicture, side: int, y: float, step: float, size: float) -> list[str]:
    ground = path(f"M{PAD} {y:.5g}h{WIDTH - 2 * PAD}", line("line", 1.5))
    weeks = "".join(
        f"M{PAD + step * (week + 0.5):.5g} {y - 3:.5g}v6" for week in range(picture.weeks)
    )
    marks = [
        f'<circle cx="{PAD + step * (week + 0.5):.5g}" cy="{y:.5g}" r="{size:.3g}" '
        f'stroke-width="2" {fill("s") if deep else hollow("s")}/>'
        for week, deep in picture.of(side)
    ]
    return [ground, path(weeks, line("line", 1)), *marks]


def _weeks(picture: SidesPicture, side: int) -> str:
    seen = [
        (_("%(week)s, asked on") if deep else "%(week)s") % {"week": short_day(picture.week(week))}
        for week, deep in picture.of(side)
    ]
    return "; ".join(seen) or _("not yet")


def describe(picture: SidesPicture) -> str:
    rows = (f"{name}: {_weeks(picture, side)}." for side, name in enumerate(picture.sides))
    return " ".join(rows)


def sides_table(picture: SidesPicture) -> PictureTable:
    rows = [(name, _weeks(picture, side)) for side, name in enumerate(picture.sides)]
    return PictureTable(picture.title, (_("Side"), _("In the week of")), rows)
