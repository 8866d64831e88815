"""Shares: how a group divides over a few answers, one bar for each row. No row has a name of a
person, and rows that are too small to be shown say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.pictures.fitting import fit, lines_of, width_of
from config.pictures.paint import PAINT, PictureTable, fill, line, path, svg, text

WIDTH, PAD, ROW, BAR = 360, 4, 40, 15
KEY = 29  # from the left of a sample in the key to its words


@dataclass(frozen=True)
class SharesPicture:
    """`parts`: the answers in order, from the one that lags most to the one reached; two to nine.
    `rows`: (name, how many gave each answer), or None for a row that may not be shown."""

    title: str
    parts: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int] | None]]


def shares(picture: SharesPicture, *, pid: str, standalone: bool = False) -> SafeString:
    body, y = [], 2.0
    for name, counts in picture.rows:
        body.append(text(PAD, y + 12, fit(name, WIDTH - 2 * PAD, 12.5), "ink", 12.5))
        body += _bar(counts, y + 17) if counts and sum(counts) else _hidden(y + 17)
        y += ROW
    key, y = _key(picture, y + 2)
    return svg(
        "shares",
        (WIDTH, round(y + 4)),
        body + key,
        pid=pid,
        title=picture.title,
        desc=describe(picture),
        standalone=standalone,
    )


def _bar(counts: Sequence[int], y: float) -> list[str]:
    x, drawn, all_ = float(PAD), [], sum(counts)
    for place, count in enumerate(counts):
        if not count:
            continue
        long = (WIDTH - 2 * PAD) * count / all_
        drawn += _piece(x, y, long, place, len(counts))
        drawn += _number(x + long / 2, y, count, long, place, len(counts))
        x += long
    return drawn


def _number(x: float, y: float, count: int, long: float, place: int, parts: int) -> list[str]:
    """The count in the middle of its piece, on a plain ground; left out where it has no room."""
    wide = width_of(str(count), 12)
    if wide + 4 > long:
        return []
    if place == parts - 1:
        return [text(x, y + 11.8, count, "on", 12, "middle", bold=True)]
    ground = f'x="{x - wide / 2 - 1:.5g}" y="{y + 1.5:.5g}" width="{wide + 2:.5g}" height="12"'
    number = text(x, y + 11.8, count, "ink", 12, "middle", bold=True)
    return [f"<rect {ground} {fill('card')}/>", number] if place else [number]


def _piece(x: float, y: float, long: float, place: int, parts: int) -> list[str]:
    """The first part is open and dashed, the last full, those between hatched ever denser."""
    box = f"M{x:.5g} {y:.5g}h{long:.5g}v{BAR}h-{long:.5g}z"
    if place == parts - 1:
        return [path(box, fill("ink"))]
    if place == 0:
        inner = f"M{x + 0.75:.5g} {y + 0.75:.5g}h{max(long - 1.5, 0.1):.5g}v{BAR - 1.5}"
        return [path(f"{inner}h-{max(long - 1.5, 0.1):.5g}z", line("edge", 1.3, "3 2"))]
    ground = f'class="p-step p-edge-line" fill="{PAINT["step"]}" stroke="{PAINT["edge"]}"'
    step, hatch, at = 12 / place, "", x
    while at < x + long:
        hatch += f"M{at:.5g} {y:.5g}v{BAR}"
        at += step
    return [path(box, ground, ' stroke-width="0.8"'), path(hatch, line("edge", 1))]


def _hidden(y: float) -> list[str]:
    words = fit(hidden_in_words(), WIDTH - 2 * PAD, 12)
    return [text(PAD, y + 11, words, "muted", 12)]


def hidden_in_words() -> str:
    return _("not shown: too few students")


def _key(picture: SharesPicture, y: float) -> tuple[list[str], float]:
    """The answers beside each other as long as they fit; a long one has lines of its own."""
    drawn, x = [], float(PAD)
    for place, part in enumerate(picture.parts):
        room = lines_of(part, WIDTH - PAD - 36, 12.5)
        wide = KEY + max(width_of(words, 12.5) for words in room)
        if x > PAD and (len(room) > 1 or x + wide > WIDTH - PAD):
            x, y = float(PAD), y + 20
        drawn += _piece(x, y, 22, place, len(picture.parts))
        for number, words in enumerate(room):
            drawn.append(text(x + KEY, y + 12 + 17 * number, words, "ink", 12.5))
        x += wide + 16
        if len(room) > 1:
            x, y = WIDTH, y + 17 * (len(room) - 1)
    return drawn, y + 20


def percent(count: int, all_: int) -> str:
    return f"{round(100 * count / all_)} %" if all_ else ""


def describe(picture: SharesPicture) -> str:
    sentences = []
    for name, counts in picture.rows:
        if not counts:
            sentences.append(f"{name}: {hidden_in_words()}.")
            continue
        said = ", ".join(
            f"{part} {count}" for part, count in zip(picture.parts, counts, strict=True)
        )
        sentences.append(f"{name}: {said}.")
    return " ".join(sentences)


def shares_table(picture: SharesPicture) -> PictureTable:
    rows = [
        (name, *(f"{count} ({percent(count, sum(counts))})" for count in counts))
        if counts
        else (name, hidden_in_words(), *[""] * (len(picture.parts) - 1))
        for name, counts in picture.rows
    ]
    return PictureTable(picture.title, (_("Group"), *picture.parts), rows)
