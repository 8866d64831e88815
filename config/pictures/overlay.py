"""Voices overlay: all competences under each other, the three voices on one ruler of levels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config.pictures.fitting import fit, lines_of, voices_key, width_of
from config.pictures.mastery import DID_NOT_COME_UP, FAR_APART, MasteryPicture, level_in_words
from config.pictures.paint import (
    ROLES,
    PictureTable,
    fill,
    line,
    path,
    role_name,
    shape,
    svg,
    text,
)

WIDTH, PAD, APART = 360, 4, 30
HEAD, ROW, GROUP, LINE, KEY = 22, 43, 28, 18, 62
PART = {"student": 0.19, "mentor": 0.5, "coach": 0.81}


@dataclass(frozen=True)
class OverlayRow:
    """One competence. `target`: level index; `voices` as in `MasteryPicture`."""

    name: str
    target: int | None
    voices: Mapping[str, int | str | None] = field(default_factory=dict)
    attained: int | None = None

    def strip(self, levels: Sequence[tuple[str, str]]) -> MasteryPicture:
        target = len(levels) - 1 if self.target is None else self.target
        return MasteryPicture(self.name, levels, 0, target, self.voices, self.attained)


@dataclass(frozen=True)
class OverlayPicture:
    """`groups`: (heading, rows) in the framework's order; levels are the lowest first."""

    title: str
    levels: Sequence[tuple[str, str]]  # (code, name)
    groups: Sequence[tuple[str, Sequence[OverlayRow]]]

    @property
    def rows(self) -> list[OverlayRow]:
        return [row for _heading, rows in self.groups for row in rows]

    @property
    def strips(self) -> list[MasteryPicture]:
        return [row.strip(self.levels) for row in self.rows]


@dataclass(frozen=True)
class _Ruler:
    """A column for "did not come up", apart from the levels, then one for each level."""

    levels: int

    @property
    def column(self) -> float:
        return (WIDTH - 2 * PAD - APART) / (self.levels + 1)

    def left(self, level: int) -> float:
        """Level -1 is "did not come up"."""
        return PAD + (level + 1) * self.column

    def place(self, role: str, level: int) -> float:
        return self.left(level) + self.column * PART[role]

    @property
    def radius(self) -> float:
        return min(7.0, self.column / 8.2)

    @property
    def right(self) -> float:
        return self.left(self.levels)


def overlay(picture: OverlayPicture, *, pid: str, standalone: bool = False) -> SafeString:
    ruler = _Ruler(len(picture.levels))
    body, y = [], 2.0
    for heading, rows in picture.groups:
        for words in lines_of(heading, WIDTH - 2 * PAD, 14, serif=True):
            body.append(text(PAD, y + 19, words, "ink", 14, bold=True, serif=True))
            y += LINE
        y += GROUP - LINE if heading else 0
        body += _head(ruler, picture.levels, y)
        y += HEAD
        for row in rows:
            body += _row(ruler, row, row.strip(picture.levels), y)
            y += ROW
    body += _key(y + 6)
    return svg(
        "overlay",
        (WIDTH, round(y + KEY)),
        body,
        pid=pid,
        title=picture.title,
        desc=describe(picture),
        standalone=standalone,
    )


def _head(ruler: _Ruler, levels: Sequence[tuple[str, str]], y: float) -> list[str]:
    drawn = [_nothing(ruler.left(-1) + ruler.column / 2, y + 11)]
    for place, (code, _name) in enumerate(levels):
        middle = ruler.left(place) + ruler.column / 2
        drawn.append(
            text(
                middle, y + 15, fit(code, ruler.column - 2, 12.5), "ink", 12.5, "middle", bold=True
            )
        )
    return drawn


def _nothing(x: float, y: float) -> str:
    """The sign of "did not come up": an open, dashed shape of nobody."""
    ring = f"M{x - 5:.5g} {y:.5g}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"
    return path(ring, line("muted", 1.4, "2.5 2"))


def _row(ruler: _Ruler, row: OverlayRow, strip: MasteryPicture, y: float) -> list[str]:
    ground, r = y + 29, ruler.radius
    wide = ruler.right - ruler.left(0)
    band = f'x="{ruler.left(0):.5g}" y="{ground - 10:.5g}" width="{wide:.5g}" height="20"'
    walls = "".join(f"M{ruler.left(i):.5g} {ground - 10:.5g}v20" for i in range(1, ruler.levels))
    drawn = [
        text(PAD, y + 12, fit(row.name, WIDTH - 2 * PAD, 12.5), "ink", 12.5),
        f"<rect {band} {fill('step')}/>",
        path(walls, line("line", 1)),
        path(f"M{ruler.left(0):.5g} {ground - 10:.5g}v20", line("edge", 1)),
    ]
    if row.target is not None:
        x = ruler.left(row.target)
        drawn.append(path(f"M{x:.5g} {ground + 10:.5g}h{ruler.column:.5g}", line("ink", 2.5)))
    drawn += _between(ruler, strip, ground)
    for role in ROLES:
        said = row.voices.get(role)
        if said is None:
            continue
        silent = said == DID_NOT_COME_UP
        x = ruler.place(role, -1 if silent else int(said))
        drawn.append(shape(role, x, ground, r, open_=silent, letter=False))
    return drawn + _apart(strip, ground)


def _between(ruler: _Ruler, strip: MasteryPicture, y: float) -> list[str]:
    """A bar from the lowest voice to the highest, thick from two levels on."""
    if not strip.apart:
        return []
    places = [ruler.place(role, level) for role, level in strip.said.items()]
    ink = line("warn", 3) if strip.apart >= FAR_APART else line("edge", 1.5)
    return [path(f"M{min(places):.5g} {y:.5g}H{max(places):.5g}", ink)]


def _apart(strip: MasteryPicture, y: float) -> list[str]:
    """At the right: = where voices meet, the number of levels where they part."""
    if len(strip.said) < 2:
        return []
    far = strip.apart >= FAR_APART
    x, key = WIDTH - PAD - APART / 2 + 4, "warn" if far else "muted"
    return [text(x, y + 5, strip.apart or "=", key, 15 if far else 13.5, "middle", bold=far)]


def _key(y: float) -> list[str]:
    target, nothing = _("target"), _("did not come up")
    x = PAD + 26.0
    after = x + width_of(target, 12.5) + 18
    words = _("number: levels between the voices; = they meet")
    return [
        *voices_key(PAD, y + 7),
        path(f"M{PAD} {y + 27:.5g}h18", line("ink", 2.5)),
        text(x, y + 31, target, "ink", 12.5),
        _nothing(after, y + 26.5),
        text(after + 12, y + 31, nothing, "ink", 12.5),
        text(PAD, y + 50, fit(words, WIDTH - 2 * PAD, 12), "muted", 12),
    ]


def _meets(strip: MasteryPicture) -> bool:
    return len(strip.said) > 1 and not strip.apart


def describe(picture: OverlayPicture) -> str:
    strips = picture.strips
    far = [one for one in strips if one.apart >= FAR_APART]
    silent = [one for one in strips if one.voices and not one.said]
    sentences = [
        ngettext("%(n)d competence.", "%(n)d competences.", len(strips)) % {"n": len(strips)},
        _("The voices meet on %(meet)d and are apart on %(apart)d.")
        % {"meet": sum(map(_meets, strips)), "apart": sum(bool(one.apart) for one in strips)},
    ]
    sentences += _named(_("Two levels or more apart"), far)
    sentences += _named(_("Did not come up, who spoke said"), silent)
    return " ".join(sentences)


def _named(words: str, strips: Sequence[MasteryPicture]) -> Iterator[str]:
    if strips:
        yield f"{words}: {'; '.join(one.name for one in strips)}."


def overlay_table(picture: OverlayPicture) -> PictureTable:
    rows = [
        (
            one.name,
            *(level_in_words(one, one.voices.get(role)) for role in ROLES),
            level_in_words(one, row.target) if row.target is not None else "",
            str(one.apart) if len(one.said) > 1 else "",
        )
        for row, one in zip(picture.rows, picture.strips, strict=True)
    ]
    names: list[str] = [role_name(role) for role in ROLES]
    apart = pgettext("between voices", "Levels apart")
    return PictureTable(picture.title, (_("Competence"), *names, _("target"), apart), rows)


def in_parts(picture: OverlayPicture, most: int = 12) -> list[OverlayPicture]:
    """The same over several pictures of at most so many rows, for paper, where none may break."""
    found = []
    for heading, rows in picture.groups:
        for start in range(0, len(rows), most):
            part = (heading, rows[start : start + most])
            found.append(OverlayPicture(heading or picture.title, picture.levels, [part]))
    return found
