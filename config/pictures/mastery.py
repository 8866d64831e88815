"""Mastery strip: the levels as a stair, the flag on the target, the three voices standing on it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.pictures.fitting import fit, width_of
from config.pictures.paint import (
    PAINT,
    ROLES,
    PictureTable,
    Role,
    fill,
    line,
    path,
    role_name,
    shape,
    svg,
    text,
)

DID_NOT_COME_UP: Final = "did not come up"
WIDTH, LEFT, FOOT = 320, 2, 82
FIRST_STEP, RISE = 62, 9
FAR_APART = 2


@dataclass(frozen=True)
class MasteryPicture:
    """One competence. Levels are indexes in `levels`, lowest first.

    `voices`: role -> level, DID_NOT_COME_UP (a full answer) or None / absent (nothing said yet).
    `attained`: the level the coach validated, if any.
    """

    name: str
    levels: Sequence[tuple[str, str]]  # (code, name)
    start: int
    target: int
    voices: Mapping[str, int | str | None] = field(default_factory=dict)
    attained: int | None = None

    @property
    def said(self) -> dict[Role, int]:
        return {r: v for r in ROLES if isinstance(v := self.voices.get(r), int)}

    @property
    def apart(self) -> int:
        """How many levels lie between the lowest and the highest voice."""
        levels = self.said.values()
        return max(levels) - min(levels) if levels else 0


@dataclass(frozen=True)
class _Stair:
    steps: int

    @property
    def width(self) -> float:
        return (WIDTH - 2 * LEFT) / self.steps

    @property
    def rise(self) -> float:
        return RISE if self.steps <= 4 else RISE * 3 / (self.steps - 1)

    def x(self, level: int) -> float:
        return LEFT + level * self.width

    def y(self, level: int) -> float:
        return FIRST_STEP - level * self.rise

    @property
    def radius(self) -> float:
        return min(9.5, self.width / 8.3)

    def place(self, role: Role, level: int) -> float:
        """Each voice has its own place on a step, so that no voice ever hides another."""
        part = {"student": 0.304, "mentor": 0.57, "coach": 0.848}[role]
        return self.x(level) + self.width * part

    def outline(self) -> str:
        path_ = f"M{LEFT} {self.y(0):g}"
        for level in range(self.steps):
            path_ += f"H{self.x(level + 1):g}"
            if level < self.steps - 1:
                path_ += f"V{self.y(level + 1):g}"
        return path_


def mastery_strip(picture: MasteryPicture, *, pid: str, standalone: bool = False) -> SafeString:
    stair = _Stair(len(picture.levels))
    body = [*_steps(stair), *_target(stair, picture), *_letters(stair, picture)]
    height = FOOT + 2.0
    gap, height = _distance(stair, picture, height)
    body += gap
    for role, level in picture.said.items():
        r = stair.radius
        lift = {"student": r, "mentor": r * 0.9, "coach": r * 1.24}[role]
        body.append(shape(role, stair.place(role, level), stair.y(level) - lift - 2.2, r))
    silent, height = _silent(picture, height)
    body += silent
    if picture.attained is not None:
        x = stair.x(picture.attained) + stair.width - 15
        body.append(
            path(
                f"M{x:g} {FOOT - 10}l4 4l7.5 -8",
                line("ink", 2),
                ' stroke-linecap="round" stroke-linejoin="round"',
            )
        )
    return svg(
        "mastery",
        (WIDTH, math.ceil(height)),
        body,
        pid=pid,
        title=_("Mastery: %(name)s") % {"name": picture.name},
        desc=describe(picture),
        standalone=standalone,
    )


def _steps(stair: _Stair) -> list[str]:
    outline = stair.outline()
    walls = [
        path(f"M{stair.x(i):g} {stair.y(i):g}V{FOOT}", line("line", 1))
        for i in range(1, stair.steps)
    ]
    ground = outline.replace(f"M{LEFT} ", f"M{LEFT} {FOOT}V", 1) + f"V{FOOT}Z"
    return [path(ground, fill("step")), *walls, path(outline, line("edge", 1.25))]


def _target(stair: _Stair, picture: MasteryPicture) -> list[str]:
    x, y = stair.x(picture.target), stair.y(picture.target)
    return [
        path(f"M{x:g} {y:g}H{x + stair.width:g}", line("ink", 3)),
        path(f"M{x + 4:g} {y:g}V{y - 31:g}", line("ink", 1.5)),
        path(f"M{x + 4:g} {y - 31.5:g}l10 3.6l-10 3.6z", fill("ink")),
    ]


def _letters(stair: _Stair, picture: MasteryPicture) -> list[str]:
    drawn = []
    for level, (code, _name) in enumerate(picture.levels):
        x, starts = stair.x(level), level == picture.start
        code = fit(code, stair.width - (22 if starts else 12), 13.5)
        drawn.append(text(x + 8, FOOT - 6, code, "ink", 13.5, bold=True))
        after = x + max(22, 12 + width_of(code, 13.5))
        if starts:
            drawn.append(
                path(
                    f"M{after - 1.5:g} {FOOT - 15}v9l7 -4.5z",
                    f'class="p-card p-ink-line" fill="{PAINT["card"]}" stroke="{PAINT["ink"]}"',
                    ' stroke-width="1.2" stroke-linejoin="round"',
                )
            )
            after += 11
        word = _("target") if level == picture.target else _("start") if starts else ""
        if word and after + width_of(word, 13) <= x + stair.width:
            drawn.append(text(after, FOOT - 6, word, "muted"))
    return drawn


def _distance(stair: _Stair, picture: MasteryPicture, height: float) -> tuple[list[str], float]:
    """The bar under the stair: how far the voices stand from each other. Nothing is averaged."""
    if not picture.apart:
        return [], height
    places = [stair.place(role, level) for role, level in picture.said.items()]
    left, right, y = min(places), max(places), FOOT + 7
    far = picture.apart >= FAR_APART
    ink = line("warn", 2.5) if far else line("edge", 1.25)
    bar = f"M{left:g} {y - 4}V{y + 4}M{right:g} {y - 4}V{y + 4}M{left:g} {y}H{right:g}"
    if not far:
        return [path(bar, ink)], FOOT + 13
    middle = max(66, min(254, (left + right) / 2))
    label = text(middle, y + 17, apart_in_words(picture.apart), "warn", anchor="middle", bold=True)
    return [path(bar, ink), label], FOOT + 29


def _silent(picture: MasteryPicture, height: float) -> tuple[list[str], float]:
    roles = [role for role in ROLES if picture.voices.get(role) == DID_NOT_COME_UP]
    if not roles:
        return [], height
    y = height + 11
    drawn = [shape(role, 14 + i * 24, y, 9, open_=True) for i, role in enumerate(roles)]
    drawn.append(text(14 + len(roles) * 24 - 6, y + 4.5, _("did not come up"), "muted"))
    return drawn, y + 12


def apart_in_words(levels: int) -> str:
    return ngettext("%(n)d level apart", "%(n)d levels apart", levels) % {"n": levels}


def level_in_words(picture: MasteryPicture, level: int | str | None) -> str:
    if level == DID_NOT_COME_UP:
        return _("did not come up")
    if level is None:
        return _("not said yet")
    code, name = picture.levels[int(level)]
    return f"{code} ({name})"


def describe(picture: MasteryPicture) -> str:
    said = "; ".join(
        f"{role_name(role)}: {level_in_words(picture, picture.voices.get(role))}" for role in ROLES
    )
    sentences = [
        said + ".",
        _("Start %(start)s, target %(target)s.")
        % {"start": picture.levels[picture.start][0], "target": picture.levels[picture.target][0]},
    ]
    if picture.attained is not None:
        sentences.append(
            _("Attained: %(level)s, validated by the coach.")
            % {"level": picture.levels[picture.attained][0]}
        )
    if picture.apart >= FAR_APART:
        sentences.append(_("The voices are %(apart)s.") % {"apart": apart_in_words(picture.apart)})
    return " ".join(sentences)


def mastery_table(picture: MasteryPicture) -> PictureTable:
    rows = [(role_name(role), level_in_words(picture, picture.voices.get(role))) for role in ROLES]
    rows.append((_("start"), level_in_words(picture, picture.start)))
    rows.append((_("target"), level_in_words(picture, picture.target)))
    if picture.attained is not None:
        rows.append((_("attained"), level_in_words(picture, picture.attained)))
    return PictureTable(picture.name, (_("Voice"), _("Level")), rows)
