"""Radar of a workplace scan: three views over each other, told apart by shape and dash."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pictures.paint import (
    LETTER,
    PAINT,
    ROLES,
    PictureTable,
    Role,
    line,
    number,
    path,
    role_name,
    shape,
    svg,
    text,
)

WIDTH, HEIGHT, CX, CY, REACH = 320, 312, 160, 142, 92
DASH = {"student": "", "mentor": "7 3", "coach": "2 2.5"}
LINE_LETTERS = 14


@dataclass(frozen=True)
class RadarPicture:
    """`axes`: names, three or more; `views`: role -> a value from 0 to `top` for each axis, or
    None: "cannot say".

    A role that did not answer yet is left out of `views`.
    """

    title: str
    axes: Sequence[str]
    views: Mapping[str, Sequence[float | None]]
    top: int = 4

    @property
    def answered(self) -> list[Role]:
        return [role for role in ROLES if self.views.get(role)]


@dataclass(frozen=True)
class _Web:
    axes: int
    top: int

    def angle(self, i: int) -> float:
        return -math.pi / 2 + i * 2 * math.pi / self.axes

    def at(self, i: int, value: float) -> tuple[float, float]:
        r = REACH * value / self.top
        return CX + math.cos(self.angle(i)) * r, CY + math.sin(self.angle(i)) * r

    def polygon(self, values: Sequence[float | None]) -> str:
        """Closed where all is known; between neighbours alone where something is not."""
        known = [(i, value) for i, value in enumerate(values) if value is not None]
        points = {i: "{:.1f} {:.1f}".format(*self.at(i, value)) for i, value in known}
        if len(points) == self.axes:
            return "M" + "L".join(points.values()) + "Z"
        pairs = ((i, (i + 1) % self.axes) for i in points)
        return "".join(f"M{points[i]}L{points[j]}" for i, j in pairs if j in points)


def radar(picture: RadarPicture, *, pid: str, standalone: bool = False) -> SafeString:
    web = _Web(len(picture.axes), picture.top)
    body = [*_ground(web), *_views(web, picture), *_points(web, picture)]
    for i, name in enumerate(picture.axes):
        body += _axis_name(web, i, name)
    body += _key(picture)
    return svg(
        "radar",
        (WIDTH, HEIGHT),
        body,
        pid=pid,
        title=picture.title,
        desc=describe(picture),
        standalone=standalone,
    )


def _ground(web: _Web) -> list[str]:
    drawn = []
    for ring in range(web.top, 0, -1):
        outer = ring == web.top
        css, paint = ("p-step p-edge-line", PAINT["step"]) if outer else ("p-edge-line", "none")
        drawn.append(
            path(
                web.polygon([ring] * web.axes),
                f'class="{css}" fill="{paint}" stroke="{PAINT["edge"]}"',
                f' stroke-width="{1 if outer else 0.6}"',
            )
        )
    for i in range(web.axes):
        x, y = web.at(i, web.top)
        drawn.append(path(f"M{CX} {CY}L{x:.1f} {y:.1f}", line("edge", 0.6)))
    for ring in range(1, web.top + 1):
        y = CY + REACH * ring / web.top * math.cos(math.pi / web.axes) - 3
        drawn.append(text(CX, y, ring, "muted", 10.5, anchor="middle"))
    return drawn


def _views(web: _Web, picture: RadarPicture) -> list[str]:
    ways = [(role, web.polygon(picture.views[role])) for role in reversed(picture.answered)]
    return [
        path(way, line(LETTER[role], 2.2, DASH[role]), ' stroke-linejoin="round"')
        for role, way in ways
        if way
    ]


def _points(web: _Web, picture: RadarPicture) -> list[str]:
    """Equal answers stand beside each other on their axis, so that each shape is seen."""
    drawn = []
    for i in range(web.axes):
        side = -math.sin(web.angle(i)), math.cos(web.angle(i))
        together: dict[float, list[Role]] = {}
        for role in picture.answered:
            value = picture.views[role][i]
            if value is not None:
                together.setdefault(value, []).append(role)
        for value, roles in together.items():
            x, y = web.at(i, value)
            for k, role in enumerate(roles):
                off = (k - (len(roles) - 1) / 2) * 10.5
                drawn.append(shape(role, x + side[0] * off, y + side[1] * off, 5.2, letter=False))
    return drawn


def _in_lines(name: str) -> list[str]:
    if len(name) <= LINE_LETTERS or " " not in name:
        return [name]
    words = name.split()
    cuts = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    return list(min(cuts, key=lambda pair: max(len(part) for part in pair)))


def _axis_name(web: _Web, i: int, name: str) -> list[str]:
    cos, sin = math.cos(web.angle(i)), math.sin(web.angle(i))
    x, y = CX + cos * (REACH + 14), CY + sin * (REACH + 14)
    lines = _in_lines(name)
    anchor = "middle" if abs(cos) < 0.2 else ("start" if cos > 0 else "end")
    if abs(cos) > 0.9:
        x, anchor = (316, "end") if cos > 0 else (4, "start")
        y -= 16 + 14 * (len(lines) - 1)
    elif sin > 0.5:
        x, y = CX + cos * REACH + (26 if cos > 0 else -26) * (abs(cos) > 0.2), y + 10
        anchor = "middle"
    else:
        y -= 8 * (len(lines) - 1)
    return [
        text(x, y + 14 * k, part, "ink", 12.5, anchor, bold=True) for k, part in enumerate(lines)
    ]


def _key(picture: RadarPicture) -> list[str]:
    drawn = []
    for role, x in zip(ROLES, (30, 136, 240), strict=True):
        if role in picture.answered:
            sample = path(f"M{x - 22} {HEIGHT - 12}H{x + 22}", line(LETTER[role], 2.2, DASH[role]))
            drawn += [sample, shape(role, x, HEIGHT - 12, 7.5)]
            drawn.append(text(x + 27, HEIGHT - 7.5, role_name(role), "ink", 12.5))
    return drawn


def _said(value: float | None) -> str:
    return _("cannot say") if value is None else number(value)


def describe(picture: RadarPicture) -> str:
    sentences = [_("Scale from 0 to %(top)d.") % {"top": picture.top}]
    for i, name in enumerate(picture.axes):
        said = ", ".join(
            f"{role_name(role)} {_said(picture.views[role][i])}" for role in picture.answered
        )
        sentences.append(f"{name}: {said or _('not said yet')}.")
    return " ".join(sentences)


def radar_table(picture: RadarPicture) -> PictureTable:
    columns = [_("Theme"), *(role_name(role) for role in picture.answered)]
    rows = [
        [name, *(_said(picture.views[role][i]) for role in picture.answered)]
        for i, name in enumerate(picture.axes)
    ]
    return PictureTable(picture.title, columns, rows)
