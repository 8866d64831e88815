"""Ink, lines, letters and the three shapes that all pictures are made of."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Role = Literal["student", "mentor", "coach"]
ROLES: tuple[Role, ...] = ("student", "mentor", "coach")
LETTER = {"student": "s", "mentor": "m", "coach": "c"}

# Paper values of the tokens in tokens.css; a picture in a PDF has nothing else.
PAINT = {
    "ink": "#16242C",
    "muted": "#51626B",
    "line": "#E3DED3",
    "step": "#F1EDE3",
    "band": "#F1EDE3",
    "card": "#FFFFFF",
    "paper": "#FFFFFF",
    "edge": "#8B8778",
    "s": "#0B6B6B",
    "m": "#9A5B00",
    "c": "#7A3E7E",
    "warn": "#8A5A00",
    "on": "#FFFFFF",
}
SANS = "Source Sans 3, Source Sans Pro, sans-serif"
SERIF = "Source Serif 4, Source Serif Pro, serif"
_CLASSES = re.compile(r' class="p-[^"]*"')


@dataclass(frozen=True)
class PictureTable:
    """What a picture shows, in words: the first cell of each row names the row."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def role_name(role: Role) -> str:
    return {"student": _("student"), "mentor": _("mentor"), "coach": _("coach")}[role]


def number(value: Any) -> str:
    """Days and steps as the reader writes them: '12', '9,5' in Dutch, '9.5' in English."""
    value = float(value)
    return formats.number_format(value, decimal_pos=0 if value.is_integer() else 1)


def long_day(day: dt.date) -> str:
    return formats.date_format(day, pgettext("date in full", "j F Y"))


def short_day(day: dt.date) -> str:
    return formats.date_format(day, pgettext("date within a year", "j F"))


def fill(key: str) -> str:
    return f'class="p-{key}" fill="{PAINT[key]}"'


def line(key: str, width: float = 1.5, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'class="p-{key}-line" fill="none" stroke="{PAINT[key]}" stroke-width="{width:g}"{dashes}'
    )


def hollow(key: str) -> str:
    return f'class="p-card p-{key}-line" fill="{PAINT["card"]}" stroke="{PAINT[key]}"'


def path(d: str, ink: str, more: str = "") -> str:
    return f'<path d="{d}" {ink}{more}/>'


def text(
    x: float,
    y: float,
    words: Any,
    key: str = "muted",
    size: float = 13,
    anchor: str = "start",
    bold: bool = False,
    serif: bool = False,
) -> str:
    css = f"p-{key} p-serif" if serif else f"p-{key}"
    family = f' font-family="{SERIF}"' if serif else ""
    return (
        f'<text x="{x:.5g}" y="{y:.5g}" class="{css}" fill="{PAINT[key]}"{family} '
        f'font-size="{size:g}" font-weight="{600 if bold else 400}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def shape(
    role: Role, x: float, y: float, r: float = 9.5, *, open_: bool = False, letter: bool = True
) -> str:
    """One voice, centred on x, y: circle, square or diamond; open and dashed when not rated."""
    key = LETTER[role]
    ink = fill(key)
    if open_:
        ink = (
            f'class="p-{key}-line p-hollow" fill="{PAINT["card"]}" stroke="{PAINT[key]}" '
            'stroke-width="1.6" stroke-dasharray="2.5 2"'
        )
    if role == "student":
        drawn = f'<circle cx="{x:.5g}" cy="{y:.5g}" r="{r:g}" {ink}/>'
    elif role == "mentor":
        h = r * 0.9
        drawn = (
            f'<rect x="{x - h:.5g}" y="{y - h:.5g}" width="{2 * h:.4g}" height="{2 * h:.4g}" '
            f'rx="{r * 0.16:.2g}" {ink}/>'
        )
    else:
        d = r * 1.24
        drawn = path(
            f"M{x:.5g} {y - d:.5g}L{x + d:.5g} {y:.5g}L{x:.5g} {y + d:.5g}L{x - d:.5g} {y:.5g}Z",
            ink,
        )
    if letter:
        colour = key if open_ else "on"
        drawn += text(
            x, y + r * 0.4, key.upper(), colour, round(r * 1.16, 1), anchor="middle", bold=True
        )
    return drawn


def svg(
    kind: str,
    size: tuple[float, float],
    body: Sequence[str],
    *,
    pid: str,
    title: str,
    desc: str,
    standalone: bool,
) -> SafeString:
    """The frame of a picture, `size` in px; named by its title, described by its description.

    A screen reader says them in one breath: the title ends as a sentence.
    """
    width, height = size
    title = title if title.endswith((".", "?", "!", "…")) else f"{title}."
    drawn = "\n".join(body)
    css = f' class="pic pic-{kind}"'
    if standalone:
        drawn, css = _CLASSES.sub("", drawn), ""
    return mark_safe(  # noqa: S308 every text above went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg"{css} viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" '
        f'aria-labelledby="{escape(pid)}-t {escape(pid)}-d" '
        f'font-family="{SANS}" color="{PAINT["ink"]}">\n'
        f'<title id="{escape(pid)}-t">{escape(title)}</title>\n'
        f'<desc id="{escape(pid)}-d">{escape(desc)}</desc>\n{drawn}\n</svg>'
    )


# Circle, square and diamond, each over one and under another: nobody on top.
LOGO = (
    (
        "s",
        (
            "M20.9 4.0L19.4 3.4L18.2 3.0L16.9 2.7L15.6 2.6L14.4 2.6L13.1 2.7L11.8 3.0L10.6 3."
            "4L9.4 3.8L8.3 4.4L7.3 5.2L6.3 6.0L5.4 6.9L4.6 7.9L3.8 8.9L3.2 10.0L2.8 11.2L2.4 "
            "12.4L2.1 13.7L2.0 15.0L2.0 16.2L2.1 17.5L2.4 18.8L2.8 20.0L3.2 21.2L3.8 22.3L4.6"
            " 23.3L5.4 24.3L6.3 25.2L7.3 26.0L8.3 26.8L9.4 27.4L10.6 27.8L11.8 28.2L13.1 28.5"
            "L13.7 28.5L15.0 28.6L16.3 28.5L17.5 28.4L18.2 28.2L19.4 27.8L20.9 27.2Z"
        ),
    ),
    ("m", ("M45.8 26.4L45.8 2.6L22.0 2.6L22.0 17.6L26.2 13.4L39.2 26.4Z")),
    (
        "c",
        (
            "M10.6 30.6L26.2 46.2L41.8 30.6L28.9 17.7L28.7 19.0L28.5 19.7L28.0 21.0L27.4 22.2"
            "L26.7 23.4L25.9 24.5L25.0 25.6L24.0 26.5L22.9 27.3L21.7 28.0L20.4 28.6L19.1 29.1"
            "L17.7 29.4L16.4 29.6L15.0 29.7L13.6 29.6L11.9 29.3Z"
        ),
    ),
)


def logo(pid: str = "logo", *, standalone: bool = True) -> SafeString:
    return svg(
        "logo",
        (48, 48),
        [path(d, fill(key)) for key, d in LOGO],
        pid=pid,
        title="Trialoog",
        desc=_("A circle, a square and a diamond: each lies over one and under another."),
        standalone=standalone,
    )
