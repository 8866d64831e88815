"""Small groups stay hidden, also against subtraction.

Students form a tree: all of them, the parts of that whole (course units), the parts of those
(workplaces). A node may be shown when showing it, beside all that is shown already, leaves nothing
small to compute: in the node, *and in what remains of its parent when all shown parts are taken
away*, every kind of answer is given by nobody or by at least `SMALLEST` different students.

What is shown then consists of blocks, each of `SMALLEST` students or more, that do not overlap;
every number is a sum of whole blocks, and so is every sum or difference of numbers. The proof and
what it does not cover stand in docs/decisions/0020-small-groups-stay-hidden.md.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

SMALLEST = 5
Path = tuple[Hashable, ...]
TOTAL: Path = ()


@dataclass(frozen=True)
class Record:
    """One placement in the count: whose (`person`), where in the tree (`path`, from the root), and
    what is counted about it (`kind`). Somebody with two placements is one person."""

    person: Hashable
    path: Path
    kind: Hashable = None


def counts(records: Iterable[Record]) -> dict[Hashable, int]:
    """Kind -> number of records (placements)."""
    found: dict[Hashable, int] = defaultdict(int)
    for record in records:
        found[record.kind] += 1
    return dict(found)


def is_safe(records: Iterable[Record], smallest: int = SMALLEST) -> bool:
    """Whether each kind that occurs here, occurs with enough different people."""
    people: dict[Hashable, set[Hashable]] = defaultdict(set)
    for record in records:
        people[record.kind].add(record.person)
    return all(len(persons) >= smallest for persons in people.values())


def shown(
    records: Sequence[Record],
    *,
    among: Collection[Path] | None = None,
    smallest: int = SMALLEST,
) -> frozenset[Path]:
    """The paths whose counts by kind may be shown together; `TOTAL` is everybody.

    With `among` only those paths are considered: what is shown of one thing never goes deeper than
    the groups whose size is shown.
    """
    if not records or not is_safe(records, smallest) or (among is not None and TOTAL not in among):
        return frozenset()
    return frozenset([TOTAL]) | _below(TOTAL, records, among, smallest)


def _below(
    node: Path, records: Sequence[Record], among: Collection[Path] | None, smallest: int
) -> frozenset[Path]:
    """The paths to show below a node that is shown itself."""
    depth = len(node) + 1
    parts: dict[Path, list[Record]] = defaultdict(list)
    for record in records:
        # What ends here belongs to no part, and is part of what remains.
        parts[record.path[:depth] if len(record.path) >= depth else ()].append(record)
    rest = parts.pop((), [])
    open_: dict[Path, list[Record]] = {}
    for path, inside in parts.items():
        if (among is None or path in among) and is_safe(inside, smallest):
            open_[path] = inside
        else:
            rest = rest + inside
    # Complementary: what remains must be safe too, so the smallest shown part goes with it.
    for path in sorted(open_, key=lambda path: (len(open_[path]), str(path))):
        if is_safe(rest, smallest):
            break
        rest = rest + open_.pop(path)
    found = frozenset(open_)
    for path, inside in open_.items():
        found |= _below(path, inside, among, smallest)
    return found


def scope(
    sizes: Collection[Path], parts: Collection[Path], counted: Collection[Path]
) -> frozenset[Path]:
    """Of the first parts of the tree, those over which something may be summed that does not
    occur in all of them (a competence without a target in some course unit).

    Everybody knows in which parts it occurs (`counted`), so the sum must be over blocks: parts
    whose size is shown, and what remains beside them as a whole or not at all.
    """
    if TOTAL not in sizes:
        return frozenset()
    rest = {part for part in parts if part not in sizes}
    open_ = {part for part in counted if part in sizes}
    return frozenset(open_ | rest if rest <= set(counted) else open_)


def finest(
    ways: Sequence[Sequence[Record]], *, among: Collection[Path], smallest: int = SMALLEST
) -> tuple[int, frozenset[Path]]:
    """Which way of counting the same records tells most (its place in `ways`), and where.

    Ways that would show equally much: the first. Only one may be shown: two ways of counting the
    same people could be subtracted from each other.
    """
    best, found, most = 0, frozenset[Path](), 0
    for place, records in enumerate(ways):
        paths = shown(records, among=among, smallest=smallest)
        told = len(paths) * len({record.kind for record in records})
        if told > most:
            best, found, most = place, paths, told
    return best, found
