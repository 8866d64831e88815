"""Coverage: how often each competence came up; what never came up stands first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.pictures.fitting import fit
from config.pictures.paint import PictureTable, fill, line, path, svg, text

WIDTH, PAD, ROW, COUNT = 360, 4, 34, 40


@dataclass(frozen=True)
class CoveragePicture:
    """`rows`: (competence, on how many days it came up); the picture puts them in order."""

    title: str
    rows: Sequence[tuple[str, int]]

    @property
    def in_order(self) -> list[tuple[str, int]]:
        """What never came up first, then the rarest; else as given."""
        return sorted(self.rows, key=lambda row: row[1])

    @property
    def never(self) -> list[str]:
        return [name for name, times in self.rows if not times]


def coverage(picture: CoveragePicture, *, pid: str, standalone: bool = False) -> SafeString:
    most = max((times for _name, times in picture.rows), default=0)
    body, y = [], 2.0
    for name, times in picture.in_order:
        body.append(text(PAD, y + 12, fit(name, WIDTH - 2 * PAD, 12.5), "ink", 12.5))
        body += _bar(times, most, y + 17) if times else _never(y + 17)
        y += ROW
    return svg(
        "coverage",
        (WIDTH, round(y + 2)),
        body,
        pid=pid,
        title=picture.title,
        desc=describe(picture),
        standalone=standalone,
    )


def _bar(times: int, most: int, y: float) -> list[str]:
    """One tick for each day while ticks can be told apart, else a bar as long."""
    room = WIDTH - 2 * PAD - COUNT
    long = room * times / most
    if most <= room / 4:
        step = min(9.0, room / most)
        ticks = "".join(f"M{PAD + step * (i + 0.5):.5g} {y:.5g}v10" for i in range(times))
        drawn, long = path(ticks, line("ink", min(3.0, step * 0.55))), step * times
    else:
        drawn = f'<rect x="{PAD}" y="{y:.5g}" width="{long:.5g}" height="10" {fill("ink")}/>'
    return [drawn, text(PAD + long + 6, y + 9.5, times, "muted", 12.5)]


def _never(y: float) -> list[str]:
    frame = f"M{PAD} {y + 0.5:.5g}h14v9h-14z"
    words = fit(never_in_words(), WIDTH - 2 * PAD - 20, 12.5)
    return [
        path(frame, line("warn", 1.4, "2.5 2")),
        text(PAD + 20, y + 9.5, words, "warn", 12.5, bold=True),
    ]


def never_in_words() -> str:
    return _("never came up")


def times_in_words(times: int) -> str:
    if not times:
        return never_in_words()
    return ngettext("on %(n)d day", "on %(n)d days", times) % {"n": times}


def describe(picture: CoveragePicture) -> str:
    never = picture.never
    if not never:
        return _("Every competence came up at least once.")
    return ngettext(
        "%(n)d of %(all)d competences never came up: %(names)s.",
        "%(n)d of %(all)d competences never came up: %(names)s.",
        len(never),
    ) % {"n": len(never), "all": len(picture.rows), "names": "; ".join(never)}


def coverage_table(picture: CoveragePicture) -> PictureTable:
    rows = [(name, times_in_words(times)) for name, times in picture.in_order]
    return PictureTable(picture.title, (_("Competence"), _("How often it came up")), rows)
