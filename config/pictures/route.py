"""Route: the level of one competence from course unit to course unit, as each voice saw it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pictures.fitting import fit, lines_of, width_of
from config.pictures.mastery import DID_NOT_COME_UP, MasteryPicture, level_in_words
from config.pictures.paint import (
    LETTER,
    PAINT,
    ROLES,
    PictureTable,
    Role,
    line,
    path,
    role_name,
    shape,
    svg,
    text,
)
from config.pictures.sparkline import DASH

SCHOOL_YEAR = re.compile(r"(\d{4})-\d\d(\d\d)")  # 2026-2027 is 2026-27 where there is no room
WIDTH, LEFT, RIGHT, TOP, RISE, FEET = 360, 34, 356, 14, 24, 44
PART = {"student": 0.36, "mentor": 0.6, "coach": 0.84}


@dataclass(frozen=True)
class RouteStop:
    """One course unit in one year. Levels are indexes; None: nothing said, no target, not (yet)
    validated. `voices` as in `MasteryPicture`."""

    name: str
    when: str
    start: int | None = None
    target: int | None = None
    voices: Mapping[str, int | str | None] = field(default_factory=dict)
    attained: int | None = None


@dataclass(frozen=True)
class RoutePicture:
    """`stops` in order of time, six at most are drawn (the last ones); the table has them all."""

    name: str
    levels: Sequence[tuple[str, str]]  # (code, name), lowest first
    stops: Sequence[RouteStop]

    @property
    def drawn(self) -> Sequence[RouteStop]:
        return self.stops[-6:]


@dataclass(frozen=True)
class _Field:
    levels: int
    stops: int

    @property
    def column(self) -> float:
        return (RIGHT - LEFT) / max(self.stops, 1)

    def left(self, stop: int) -> float:
        return LEFT + stop * self.column

    def y(self, level: int) -> float:
        return TOP + (self.levels - 1 - level) * RISE + 8

    @property
    def silent(self) -> float:
        """The line under the lowest level, where "did not come up" stands."""
        return self.y(0) + RISE

    def x(self, role: Role, stop: int) -> float:
        return self.left(stop) + self.column * PART[role]

    @property
    def radius(self) -> float:
        return min(7.0, self.column * 0.24 / 2.3)


def route(picture: RoutePicture, *, pid: str, standalone: bool = False) -> SafeString:
    ground = _Field(len(picture.levels), len(picture.drawn))
    body = _levels(ground, picture)
    for place, stop in enumerate(picture.drawn):
        body += _stop(ground, place, stop)
    body += _ways(ground, picture)
    for place, stop in enumerate(picture.drawn):
        body += _voices(ground, place, stop)
    return svg(
        "route",
        (WIDTH, round(ground.silent + 12 + FEET)),
        body,
        pid=pid,
        title=_("Route: %(name)s") % {"name": picture.name},
        desc=describe(picture),
        standalone=standalone,
    )


def _levels(ground: _Field, picture: RoutePicture) -> list[str]:
    drawn = []
    for level, (code, _name) in enumerate(picture.levels):
        y = ground.y(level)
        drawn.append(path(f"M{LEFT} {y:.5g}H{RIGHT}", line("line", 1)))
        drawn.append(text(2, y + 4.4, fit(code, LEFT - 5, 12), "ink", 12, bold=True))
    y = ground.silent
    ring = f"M4 {y:.5g}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"
    return [*drawn, path(ring, line("muted", 1.4, "2.5 2"))]


def _stop(ground: _Field, place: int, stop: RouteStop) -> list[str]:
    left, foot = ground.left(place), ground.silent + 12
    room = ground.column - 6
    drawn = [path(f"M{left:.5g} {TOP - 6}V{foot + FEET - 4:.5g}", line("line", 1))]
    if stop.target is not None:
        y = ground.y(stop.target)
        drawn.append(
            path(f"M{left + 2:.5g} {y:.5g}H{left + ground.column - 2:.5g}", line("ink", 2.5))
        )
    if stop.start is not None:
        y, x = ground.y(stop.start), left + 4
        ink = f'class="p-card p-ink-line" fill="{PAINT["card"]}" stroke="{PAINT["ink"]}"'
        drawn.append(path(f"M{x:.5g} {y - 4.5:.5g}v9l7 -4.5z", ink, ' stroke-width="1.2"'))
    lines = lines_of(stop.name, room, 11.5)
    for i, words in enumerate(lines):
        drawn.append(text(left + 4, foot + 10 + 13 * i, words, "ink", 11.5))
    when = stop.when if width_of(stop.when, 11.5) <= room else SCHOOL_YEAR.sub(r"\1-\2", stop.when)
    drawn.append(text(left + 4, foot + 10 + 13 * len(lines), fit(when, room, 11.5), "muted", 11.5))
    return drawn


def _ways(ground: _Field, picture: RoutePicture) -> list[str]:
    """A line for each voice from stop to stop; a stop where it said no level breaks it."""
    drawn = []
    for role in ROLES:
        last: tuple[float, float] | None = None
        for place, stop in enumerate(picture.drawn):
            level = stop.voices.get(role)
            if not isinstance(level, int):
                last = None
                continue
            here = ground.x(role, place), ground.y(level)
            if last:
                way = f"M{last[0]:.5g} {last[1]:.5g}L{here[0]:.5g} {here[1]:.5g}"
                drawn.append(path(way, line(LETTER[role], 1.6, DASH[role])))
            last = here
    return drawn


def _voices(ground: _Field, place: int, stop: RouteStop) -> list[str]:
    drawn = []
    for role in ROLES:
        level = stop.voices.get(role)
        if level is None:
            continue
        silent = level == DID_NOT_COME_UP
        y = ground.silent if silent else ground.y(int(level))
        x = ground.x(role, place)
        drawn.append(shape(role, x, y, ground.radius, open_=silent, letter=ground.radius > 6))
    if stop.attained is not None:
        x, y = ground.x("coach", place) - 5, ground.y(stop.attained) - ground.radius * 1.24 - 6
        more = ' stroke-linecap="round" stroke-linejoin="round"'
        drawn.append(path(f"M{x:.5g} {y:.5g}l3.2 3.2l6 -6.4", line("ink", 2), more))
    return drawn


def _strip(picture: RoutePicture, stop: RouteStop) -> MasteryPicture:
    return MasteryPicture(picture.name, picture.levels, 0, 0, stop.voices, stop.attained)


def _said(picture: RoutePicture, stop: RouteStop) -> str:
    one = _strip(picture, stop)
    return "; ".join(f"{role_name(r)}: {level_in_words(one, one.voices.get(r))}" for r in ROLES)


def describe(picture: RoutePicture) -> str:
    sentences = []
    for stop in picture.stops:
        said = f"{stop.name} {stop.when}: {_said(picture, stop)}."
        if stop.attained is not None:
            code = picture.levels[stop.attained][0]
            said += " " + _("Attained: %(level)s, validated by the coach.") % {"level": code}
        sentences.append(said)
    return " ".join(sentences)


def route_table(picture: RoutePicture) -> PictureTable:
    def level(stop: RouteStop, at: int | None) -> str:
        return level_in_words(_strip(picture, stop), at) if at is not None else ""

    rows = [
        (
            f"{stop.name}, {stop.when}",
            level(stop, stop.start),
            level(stop, stop.target),
            *(level_in_words(_strip(picture, stop), stop.voices.get(role)) for role in ROLES),
            level(stop, stop.attained),
        )
        for stop in picture.stops
    ]
    names = [role_name(role) for role in ROLES]
    columns = (_("Course unit"), _("start"), _("target"), *names, _("attained"))
    return PictureTable(picture.name, columns, rows)
