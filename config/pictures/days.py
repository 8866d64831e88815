"""Days as ticks: low and hollow is planned, half full is logged, tall and full is confirmed."""

import math
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.pictures.paint import PictureTable, line, number, path, svg, text


@dataclass(frozen=True)
class DaysPicture:
    """Workplace days, halves as .5. `planned` counts what stands in the calendar and is to come."""

    required: float
    confirmed: float
    logged: float  # logged and not confirmed yet
    planned: float = 0

    @property
    def done(self) -> float:
        return self.confirmed + self.logged

    @property
    def left(self) -> float:
        return max(self.required - self.done, 0)

    @property
    def ticks(self) -> tuple[int, int, int]:
        """Whole ticks confirmed, logged and to come; a day that is half done is shown as logged."""
        total = math.ceil(self.required)
        confirmed = min(math.floor(self.confirmed), total)
        logged = min(math.ceil(self.done), total) - confirmed
        return confirmed, logged, total - confirmed - logged


def days_ring(
    picture: DaysPicture, *, pid: str, standalone: bool = False, size: int = 168
) -> SafeString:
    """One tick for each required day."""
    c = size / 2
    confirmed, logged, to_come = picture.ticks
    total = confirmed + logged + to_come
    body = []
    for i in range(total):
        angle = -math.pi / 2 + (i + 0.5) * 2 * math.pi / total
        kind = "confirmed" if i < confirmed else "logged" if i < confirmed + logged else "planned"
        body += _ring_tick(c, angle, kind, thick=min(6.0, 240 / total))
    body.append(
        text(c, c + 6, number(picture.done), "ink", 44, anchor="middle", bold=True, serif=True)
    )
    body.append(text(c, c + 26, of_days(picture.required), "muted", 13.5, anchor="middle"))
    return svg(
        "ring",
        (size, size),
        body,
        pid=pid,
        title=_("%(done)s of %(required)s workplace days")
        % {"done": number(picture.done), "required": number(picture.required)},
        desc=describe(picture),
        standalone=standalone,
    )


def _ring_tick(c: float, angle: float, kind: str, thick: float) -> list[str]:
    ca, sa = math.cos(angle), math.sin(angle)

    def at(r: float, side: float = 0) -> str:
        return f"{c + ca * r - sa * side:.1f} {c + sa * r + ca * side:.1f}"

    if kind == "confirmed":
        return [path(f"M{at(c - 24)}L{at(c - 3)}", line("s", thick))]
    if kind == "planned":
        return [path(f"M{at(c - 24)}L{at(c - 16)}", line("edge", min(1.5, thick)))]
    half = thick * 5 / 12
    corners = (at(c - 14, half), at(c - 3.5, half), at(c - 3.5, -half), at(c - 14, -half))
    return [
        path(f"M{at(c - 24)}L{at(c - 13.5)}", line("s", thick)),
        path(f"M{'L'.join(corners)}", line("s", 1.2)),
    ]


def days_row(picture: DaysPicture, *, pid: str, standalone: bool = False) -> SafeString:
    """The same ticks in one line of text, for a table."""
    confirmed, logged, to_come = picture.ticks
    height, step = 14, 3
    bands = (
        (0, confirmed, 13, line("s", 2)),
        (confirmed, confirmed + logged, 8, line("s", 2)),
        (confirmed + logged, confirmed + logged + to_come, 4, line("edge", 1)),
    )
    body = []
    for first, last, tall, ink in bands:
        side = 1 if tall > 4 else 1.5
        ticks = "".join(f"M{i * step + side:g} {height}v-{tall}" for i in range(first, last))
        if ticks:
            body.append(path(ticks, ink))
    return svg(
        "dayrow",
        (sum(picture.ticks) * step + 1, height),
        body,
        pid=pid,
        title=_("%(done)s of %(required)s days")
        % {"done": number(picture.done), "required": number(picture.required)},
        desc=describe(picture),
        standalone=standalone,
    )


def of_days(required: float) -> str:
    plural = 1 if required == 1 else 2
    return ngettext("of %(n)s day", "of %(n)s days", plural) % {"n": number(required)}


def describe(picture: DaysPicture) -> str:
    return _(
        "Days confirmed by the mentor: %(confirmed)s; logged and to be confirmed: %(logged)s; "
        "still to work: %(left)s, of which planned: %(planned)s."
    ) % {
        "confirmed": number(picture.confirmed),
        "logged": number(picture.logged),
        "left": number(picture.left),
        "planned": number(picture.planned),
    }


def days_table(picture: DaysPicture) -> PictureTable:
    rows = (
        (_("required"), number(picture.required)),
        (_("confirmed"), number(picture.confirmed)),
        (_("logged, to be confirmed"), number(picture.logged)),
        (_("planned"), number(picture.planned)),
        (_("still to work"), number(picture.left)),
    )
    return PictureTable(_("Workplace days"), (_("What"), _("Days")), rows)
