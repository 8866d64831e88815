"""What two sequences have in common, in a time that whoever wrote them cannot stretch.

`difflib` compares everything with everything, again and again: of two texts of four thousand
characters it can take half an hour. Above `MOST_PAIRS` what stands once in each is lined up first,
and only the short stretches between are compared; a long one is taken for another altogether.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

MOST_PAIRS = 40_000

Opcode = tuple[str, int, int, int, int]


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Opcode]:
    """As those of `difflib.SequenceMatcher`, junk or not: how to make `new` of `old`."""
    if len(old) * len(new) <= MOST_PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return list(_merged(_between_anchors(old, new)))


def are_alike(old: Sequence[Hashable], new: Sequence[Hashable], *, least: float) -> bool:
    """Whether at least this part of both is the same; of long ones, whatever its order."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < least:
        return False
    return len(old) * len(new) > MOST_PAIRS or matcher.ratio() >= least


def _between_anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Opcode]:
    a = b = 0
    for here, there in [*_anchors(old, new), (len(old), len(new))]:
        yield from _stretch(old, new, a, here, b, there)
        if here < len(old):
            yield "equal", here, here + 1, there, there + 1
        a, b = here + 1, there + 1


def _stretch(
    old: Sequence[Hashable], new: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> Iterator[Opcode]:
    """What lies between two anchors: first what begins and ends alike."""
    head = 0
    while a + head < a_end and b + head < b_end and old[a + head] == new[b + head]:
        head += 1
    tail = 0
    while (
        a + head < a_end - tail
        and b + head < b_end - tail
        and old[a_end - tail - 1] == new[b_end - tail - 1]
    ):
        tail += 1
    if head:
        yield "equal", a, a + head, b, b + head
    yield from _middle(old, new, a + head, a_end - tail, b + head, b_end - tail)
    if tail:
        yield "equal", a_end - tail, a_end, b_end - tail, b_end


def _middle(
    old: Sequence[Hashable], new: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> Iterator[Opcode]:
    if a == a_end or b == b_end or (a_end - a) * (b_end - b) > MOST_PAIRS:
        if a < a_end or b < b_end:
            how = "insert" if a == a_end else "delete" if b == b_end else "replace"
            yield how, a, a_end, b, b_end
        return
    matcher = SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False)
    for how, i, j, k, m in matcher.get_opcodes():
        yield how, a + i, a + j, b + k, b + m


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of what stands exactly once in each, the most of them that keep their order."""
    once_old = {item for item, count in Counter(old).items() if count == 1}
    once = {item for item, count in Counter(new).items() if count == 1} & once_old
    where = {item: at for at, item in enumerate(new) if item in once}
    pairs = [(at, where[item]) for at, item in enumerate(old) if item in once]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_at, there) in enumerate(pairs):
        size = bisect_left(ends, there)
        before.append(last[size - 1] if size else -1)
        if size == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[size], last[size] = there, number
    return _back(pairs, before, last[-1] if last else -1)


def _back(pairs: list[tuple[int, int]], before: list[int], at: int) -> list[tuple[int, int]]:
    found = []
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _merged(codes: Iterator[Opcode]) -> Iterator[Opcode]:
    """What stays the same in one piece, and what does not."""
    waiting: Opcode | None = None
    for code in codes:
        if waiting is None:
            waiting = code
        elif (waiting[0] == "equal") == (code[0] == "equal"):
            how = "equal" if code[0] == "equal" else "replace"
            waiting = (
                code[0] if waiting[0] == code[0] else how,
                waiting[1],
                code[2],
                waiting[3],
                code[4],
            )
        else:
            yield waiting
            waiting = code
    if waiting is not None:
        yield waiting
