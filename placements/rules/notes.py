"""How two texts that started from the same one become one text again, line by line.

Nothing that somebody added is ever dropped. What both changed differently stands twice, one under
the other, each under the name of who wrote it; a line only leaves when one side removed it and the
other left it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = list[str]
# Of comparing, at worst: a third of a second. The same few lines again and again take days.
MOST_STEPS = 4_000_000


@dataclass(frozen=True)
class Merged:
    """`clashed`: the same lines were changed on both sides, and now stand there twice."""

    text: str
    clashed: bool = False


@dataclass(frozen=True)
class Hunk:
    """Lines `start` to `end` (not included) of the base became `lines`; empty range: put there."""

    start: int
    end: int
    lines: Lines


def merge(base: str, mine: str, theirs: str, *, me: str = "", them: str = "") -> Merged:
    """`mine` and `theirs` both started from `base`. Names stand above what clashes, where given."""
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    found, names = [], (them, me)
    clashed, done = False, 0
    old = _lines(base)
    for start, end, ours, others in _regions(_hunks(old, mine), _hunks(old, theirs)):
        found += old[done:start]
        here, twice = _together(
            old[start:end], _apply(others, old, start, end), _apply(ours, old, start, end), names
        )
        found, clashed, done = [*found, *here], clashed or twice, end
    return Merged("\n".join([*found, *old[done:]]), clashed)


def _lines(text: str) -> Lines:
    return text.split("\n") if text else []


def _hunks(old: Lines, text: str) -> list[Hunk]:
    new = _lines(text)
    if _steps(old, new) > MOST_STEPS:
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
        return [Hunk(head, len(old) - tail, new[head : len(new) - tail])]
    found = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and a2 - a1 == b2 - b1:  # line by line: fewer of them clash
            found += [Hunk(a1 + n, a1 + n + 1, [new[b1 + n]]) for n in range(a2 - a1)]
        elif kind != "equal":
            found.append(Hunk(a1, a2, new[b1:b2]))
    return found


def _steps(old: Lines, new: Lines) -> int:
    """How long it takes at most to find what two texts have in common."""
    ours, theirs = Counter(old), Counter(new)
    pairs = sum(count * theirs[line] for line, count in ours.items())
    return pairs * min(len(old), len(new))


def _regions(
    mine: list[Hunk], theirs: list[Hunk]
) -> Iterator[tuple[int, int, list[Hunk], list[Hunk]]]:
    """Stretches of the base that at least one side changed, with the hunks of each side in them.
    Stretches that only touch stay apart."""
    waiting = sorted(
        [
            (hunk.start, hunk.end, side, hunk)
            for side, hunks in enumerate((mine, theirs))
            for hunk in hunks
        ],
        key=lambda one: one[:3],
    )
    while waiting:
        start, end, side, hunk = waiting.pop(0)
        sides: tuple[list[Hunk], list[Hunk]] = ([], [])
        sides[side].append(hunk)
        while waiting and _meets(start, end, waiting[0]):
            _start, other_end, side, hunk = waiting.pop(0)
            sides[side].append(hunk)
            end = max(end, other_end)
        yield start, end, *sides


def _meets(start: int, end: int, other: tuple[int, int, int, Hunk]) -> bool:
    """Whether a hunk that starts no earlier changes the same place."""
    if start == end:
        return other[:2] == (start, end)
    return other[0] < end


def _apply(hunks: list[Hunk], old: Lines, start: int, end: int) -> Lines:
    """How one side has lines `start` to `end` of the base."""
    found: Lines = []
    for hunk in hunks:
        found += [*old[start : hunk.start], *hunk.lines]
        start = hunk.end
    return [*found, *old[start:end]]


def _together(
    old: Lines, first: Lines, second: Lines, names: tuple[str, str]
) -> tuple[Lines, bool]:
    """Both versions of one stretch, the one that was there first on top; and whether they clash."""
    if second == old or (first != old and _contains(first, second)):
        return first, False
    if first == old or _contains(second, first):
        return second, False
    if not any(line.strip() for line in old):  # nothing was there: both only added
        return [*_filled(first), *second], False
    head = _alike(first, second)
    tail = _alike(first[head:][::-1], second[head:][::-1])
    blocks = [
        [*([f"{name}:"] if name else []), *lines[head : len(lines) - tail]]
        for name, lines in zip(names, (first, second), strict=True)
    ]
    return [*first[:head], *blocks[0], *blocks[1], *first[len(first) - tail :]], True


def _contains(all_lines: Lines, some: Lines) -> bool:
    """Whether `some` stand in `all_lines`, in this order; no lines stand in any."""
    rest = iter(all_lines)
    return all(line in rest for line in some)


def _filled(lines: Lines) -> Lines:
    """Without the empty line at the end that somebody was about to write on."""
    return lines[:-1] if lines and not lines[-1].strip() else lines


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both start with."""
    return next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
