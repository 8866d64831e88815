"""Words that stay inside their place: pictures cannot wrap, and no name may run over another."""

import unicodedata

from config.pictures.paint import ROLES, role_name, shape, text

# Advances of the letters from space to ~ in Source Sans 3 SemiBold, in hundredths of an em.
# fmt: off
ADVANCES = (
    20, 32, 49, 52, 52, 85, 64, 28, 33, 33, 44, 52, 28, 33, 28, 35, 52, 52, 52, 52, 52, 52, 52, 52,
    52, 52, 28, 28, 52, 52, 52, 45, 88, 56, 60, 58, 63, 54, 51, 63, 67, 29, 50, 60, 51, 75, 66, 68,
    59, 68, 60, 55, 55, 66, 54, 80, 55, 51, 54, 33, 35, 33, 52, 50, 55, 52, 57, 47, 57, 51, 32, 52,
    56, 27, 27, 53, 28, 85, 57, 55, 57, 57, 38, 44, 37, 56, 50, 75, 49, 50, 45, 33, 26, 33, 52,
)
# fmt: on
OTHER, FULL_WIDTH, SERIF = 1.0, 1.15, 1.35  # upper bounds, in em, and serif against sans


def width_of(words: str, size: float, *, serif: bool = False) -> float:
    """An upper bound, in px, of how wide these words are drawn."""
    return size * (SERIF if serif else 1) * sum(_em(letter) for letter in words)


def _em(letter: str) -> float:
    if " " <= letter <= "~":
        return ADVANCES[ord(letter) - 32] / 100
    return FULL_WIDTH if unicodedata.east_asian_width(letter) in "WF" else OTHER


def fit(words: str, room: float, size: float, *, serif: bool = False) -> str:
    """These words, cut at the end with an ellipsis where they would not fit in `room` px."""
    words = " ".join(words.split())
    if width_of(words, size, serif=serif) <= room:
        return words
    kept = words
    while kept and width_of(f"{kept}…", size, serif=serif) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines_of(
    words: str, room: float, size: float, most: int = 2, *, serif: bool = False
) -> list[str]:
    """The words over at most so many lines, a word that is too long broken with a hyphen; the last
    line is cut where it does not fit."""
    left, lines = words.split(), []
    while left and len(lines) < most - 1:
        line = left.pop(0)
        if width_of(line, size, serif=serif) > room:
            head = fit(line, room, size, serif=serif).rstrip("…")
            lines.append(f"{head}-" if len(head) > 2 else head)
            left.insert(0, line[len(head) :])
            continue
        while left and width_of(f"{line} {left[0]}", size, serif=serif) <= room:
            line += f" {left.pop(0)}"
        lines.append(line)
    return [*lines, fit(" ".join(left), room, size, serif=serif)] if left else lines


def voices_key(x: float, y: float) -> list[str]:
    """One line of legend: the three shapes with their names, y in the middle of it."""
    drawn = []
    for role in ROLES:
        drawn += [shape(role, x + 7, y, 6.4), text(x + 20, y + 4.4, role_name(role), "ink", 12.5)]
        x += 34 + width_of(role_name(role), 12.5)
    return drawn
