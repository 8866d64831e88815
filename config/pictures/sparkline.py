"""Sparkline: the way of one competence, day by day, for each voice that spoke."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pictures.paint import (
    LETTER,
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

WIDTH, LEFT, RIGHT, STEP, MARGIN = 132, 16, 108, 11, 6
DASH = {"student": "", "mentor": "5 2", "coach": "1.5 2"}
# One hair apart, so that equal ways never hide each other.
OFFSET = {"student": 2.2, "mentor": 0.0, "coach": -2.2}


@dataclass(frozen=True)
class WayPicture:
    """`ways`: role -> its ratings as (workplace day number, level index), oldest first.

    `last_day`: the day number at the right edge (the days logged so far).
    """

    name: str
    levels: Sequence[tuple[str, str]]  # (code, name), lowest first
    target: int
    ways: Mapping[str, Sequence[tuple[float, int]]]
    last_day: float

    @property
    def spoken(self) -> list[Role]:
        return [role for role in ROLES if self.ways.get(role)]


def sparkline(picture: WayPicture, *, pid: str, standalone: bool = False) -> SafeString:
    ground = MARGIN + 3 + (len(picture.levels) - 1) * STEP
    body = []
    for level, (code, _name) in enumerate(picture.levels):
        y, aim = ground - level * STEP, level == picture.target
        body.append(path(f"M{LEFT} {y}H{RIGHT + 10}", line("ink" if aim else "line", 1)))
        body.append(text(2, y + 3.6, code, "ink" if aim else "muted", 10.5, bold=aim))
    body += [
        path(_way(picture, role, ground), line(LETTER[role], 1.8, DASH[role]))
        for role in reversed(picture.spoken)
    ]
    ends: dict[int, list[Role]] = {}
    for role in picture.spoken:
        ends.setdefault(picture.ways[role][-1][1], []).append(role)
    for level, roles in ends.items():
        for i, role in enumerate(roles):
            x = RIGHT + 5 - (len(roles) - 1 - i) * 11 + 8
            body.append(shape(role, x, ground - level * STEP, 4.8, letter=False))
    return svg(
        "spark",
        (WIDTH, ground + MARGIN),
        body,
        pid=pid,
        title=_("Progress over time: %(name)s") % {"name": picture.name},
        desc=describe(picture),
        standalone=standalone,
    )


def _way(picture: WayPicture, role: Role, ground: float) -> str:
    last = max([picture.last_day, 1, *(day for way in picture.ways.values() for day, _l in way)])

    def x(day: float) -> str:
        return f"{LEFT + (RIGHT - LEFT) * day / last:.1f}"

    def y(level: int) -> str:
        return f"{ground - level * STEP + OFFSET[role]:.1f}"

    (day, level), *later = picture.ways[role]
    drawn = f"M{x(day)} {y(level)}"
    for day, level in later:
        drawn += f"H{x(day)}V{y(level)}"
    return drawn + f"H{x(last)}"


def describe(picture: WayPicture) -> str:
    sentences, step = [], _("day %(day)g level %(level)s")
    for role in picture.spoken:
        steps = ", ".join(
            step % {"day": day, "level": picture.levels[level][0]}
            for day, level in picture.ways[role]
        )
        sentences.append(f"{role_name(role).capitalize()}: {steps}.")
    sentences.append(_("Target %(level)s.") % {"level": picture.levels[picture.target][0]})
    return " ".join(sentences)


def sparkline_table(picture: WayPicture) -> PictureTable:
    rows = sorted(
        (
            (day, ROLES.index(role), role, level)
            for role in picture.spoken
            for day, level in picture.ways[role]
        ),
    )
    return PictureTable(
        picture.name,
        (_("Day"), _("Voice"), _("Level")),
        [
            (f"{day:g}", role_name(role), "{} ({})".format(*picture.levels[level]))
            for day, _order, role, level in rows
        ],
    )
