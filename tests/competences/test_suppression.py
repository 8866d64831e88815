"""No group of one to four people can be computed from what is published.

The attacker knows the whole structure (which course units and workplaces there are, where a
competence has a target), writes every published number as a sum of unknown cells, and looks at
*every* set of cells whose sum follows from them.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from competences.rules.suppression import (
    SMALLEST,
    TOTAL,
    Path,
    Record,
    counts,
    finest,
    is_safe,
    scope,
    shown,
)

KINDS = ("never", "on the way", "reached")
# A student: their number, course unit, workplace, and a kind for each of two competences.
Student = tuple[int, str, str, str, str]
Cell = tuple[str, str, str, str]


def inside(path: Path, unit: str, workplace: str) -> bool:
    return (unit, workplace)[: len(path)] == path


def records(cohort: list[Student], competence: int | None = None) -> list[Record]:
    return [
        Record(person, (unit, workplace), None if competence is None else kinds[competence])
        for person, unit, workplace, *kinds in cohort
    ]


def cells(cohort: list[Student], targets: tuple[set[str], set[str]]) -> list[Cell]:
    """Everything that is thinkable: the places that exist, with each kind that can occur there."""
    places = sorted({(unit, workplace) for _person, unit, workplace, *_kinds in cohort})
    return [
        (unit, workplace, *kinds)
        for unit, workplace in places
        for kinds in product(*(KINDS if unit in known else ("",) for known in targets))
    ]


def published(
    cohort: list[Student], targets: tuple[set[str], set[str]], hide=shown
) -> Iterable[set[Cell]]:
    """The set of cells behind each number on the page."""
    every = cells(cohort, targets)
    sizes = hide(records(cohort))
    for path in sizes:
        yield {cell for cell in every if inside(path, *cell[:2])}
    units = {(cell[0],) for cell in every}
    for number, known in enumerate(targets):
        counted = scope(sizes, units, {(unit,) for unit in known} & units)
        within = [one for one in cohort if (one[1],) in counted]
        chosen, ways = 0, [records(within, number), _joined(within, number)]
        if hide is shown:
            chosen, paths = finest(ways, among=sizes)
        else:
            paths = hide(ways[0])
        for path in paths:
            for kind in KINDS if chosen == 0 else ("reached", "else"):
                yield {
                    cell
                    for cell in every
                    if (cell[0],) in counted
                    and inside(path, *cell[:2])
                    and (
                        cell[2 + number] == kind
                        or (kind == "else" and cell[2 + number] not in ("reached", ""))
                    )
                }


def _joined(cohort: list[Student], number: int) -> list[Record]:
    return [
        Record(one.person, one.path, "reached" if one.kind == "reached" else "else")
        for one in records(cohort, number)
    ]


def basis(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The same equations, each with one cell that no other has (reduced row echelon form)."""
    rows, done = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


def computable(every: list[Cell], known: Iterable[set[Cell]]) -> Iterable[set[Cell]]:
    """Each set of cells whose sum follows: a 0/1 vector is fixed by its values at the pivots, so
    that all sums of basis rows with coefficients 0 and 1 are looked at, and there are no others."""
    rows = {tuple(int(cell in one) for cell in every) for one in known}
    solved = basis([[Fraction(value) for value in row] for row in sorted(rows)])
    sums = [[Fraction(0)] * len(every)]
    for row in solved:
        sums += [[a + b for a, b in zip(one, row, strict=True)] for one in sums]
    for one in sums:
        if set(one) <= {0, 1}:
            yield {cell for cell, value in zip(every, one, strict=True) if value}


def small_groups(cohort: list[Student], targets=None, hide=shown) -> list[set[int]]:
    """Groups of one to four people that an attacker can compute."""
    units = {one[1] for one in cohort}
    targets = targets or (units, units)
    told = [
        (
            person,
            (
                unit,
                workplace,
                *(
                    kind if unit in known else ""
                    for kind, known in zip(kinds, targets, strict=True)
                ),
            ),
        )
        for person, unit, workplace, *kinds in cohort
    ]
    groups = (
        {person for person, cell in told if cell in found}
        for found in computable(cells(cohort, targets), published(cohort, targets, hide))
    )
    return [group for group in groups if 0 < len(group) < SMALLEST]


def primary_only(rows: list[Record]) -> frozenset[Path]:
    """The rule that does not suffice: every node that is large enough by itself."""
    paths = {row.path[:depth] for row in rows for depth in range(3)}
    return frozenset(
        path for path in paths if is_safe([r for r in rows if r.path[: len(path)] == path])
    )


@st.composite
def cohorts(draw) -> tuple[list[Student], tuple[set[str], set[str]]]:
    """Up to three course units and three workplaces, lopsided on purpose; some students twice."""
    cohort: list[Student] = []
    number = 0
    for unit in draw(st.sampled_from([("a",), ("a", "b"), ("a", "b", "c")])):
        for workplace in draw(st.sampled_from([("x",), ("x", "y"), ("x", "y", "z")])):
            number += draw(st.integers(-2, 1)) if cohort else 0
            usual = draw(st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)))
            for _ in range(draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 11]))):
                number += 1
                kinds = draw(st.one_of(st.just(usual), st.tuples(*[st.sampled_from(KINDS)] * 2)))
                cohort.append((number, unit, workplace, *kinds))
    units = sorted({one[1] for one in cohort})
    pick = st.sets(st.sampled_from(units)) if units else st.just(set())
    return cohort, (draw(pick), draw(pick))


@settings(max_examples=150, deadline=None)
@given(cohorts())
def test_no_small_group_can_be_computed_from_what_is_published(world):
    cohort, targets = world
    if not {unit for _p, unit, *_rest in cohort}:
        return

    assert small_groups(cohort, targets) == []


def students(unit: str, workplace: str, count: int, kind: str = "reached") -> list[tuple]:
    return [(unit, workplace, kind, kind)] * count


def cohort_of(*groups: list[tuple]) -> list[Student]:
    rows = [row for group in groups for row in group]
    return [(number, *row) for number, row in enumerate(rows)]


def test_primary_suppression_alone_is_found_guilty():
    """Twelve and three: fifteen minus twelve tells the three."""
    cohort = cohort_of(students("a", "x", 12), students("b", "x", 3))

    assert {12, 13, 14} in small_groups(cohort, hide=primary_only)
    assert small_groups(cohort) == []


def test_what_remains_is_protected_by_hiding_the_smallest_shown_part():
    cohort = cohort_of(students("a", "x", 12), students("b", "x", 6), students("c", "x", 3))

    assert shown(records(cohort)) == {TOTAL, ("a",), ("a", "x")}


def test_two_small_parts_hide_each_other_when_they_are_large_enough_together():
    cohort = cohort_of(students("a", "x", 12), students("b", "x", 4), students("c", "x", 4))

    assert shown(records(cohort)) == {TOTAL, ("a",), ("a", "x")}


def test_a_kind_of_answer_given_by_few_hides_the_counts_but_not_the_size():
    cohort = cohort_of(students("a", "x", 10), students("a", "x", 2, "never"))

    assert shown(records(cohort)) == {TOTAL, ("a",), ("a", "x")}
    assert shown(records(cohort, 0)) == frozenset()


def test_nothing_at_all_is_shown_of_fewer_than_five():
    assert shown(records(cohort_of(students("a", "x", 4)))) == frozenset()


def test_one_student_with_five_placements_is_one_person():
    rows = [Record("amina", ("a", str(n))) for n in range(5)]

    assert shown(rows) == frozenset()


def test_a_competence_without_a_target_everywhere_is_summed_over_whole_blocks():
    """b and c are hidden: only both together are a block, and c has no target."""
    sizes, units = {TOTAL, ("a",)}, {("a",), ("b",), ("c",)}

    assert scope(sizes, units, {("a",), ("b",)}) == {("a",)}
    assert scope(sizes, units, units) == units


def test_what_all_of_them_reached_is_shown():
    rows = records(cohort_of(students("a", "x", 6)), 0)

    assert finest([rows], among={TOTAL}) == (0, {TOTAL})


def test_the_way_of_counting_that_tells_most_is_taken():
    rows = [Record(n, ("a", "x"), kind) for n, kind in enumerate(KINDS[:1] * 3 + KINDS * 5)]
    coarse = [Record(row.person, row.path, row.kind == "reached") for row in rows]

    place, paths = finest([rows, coarse], among={TOTAL, ("a",), ("a", "x")})

    assert (place, len(paths)) == (0, 3)
    few = [row for row in rows if row.person < 13]  # two of them reached, or three with the next
    assert counts(few) == {"never": 7, "on the way": 3, "reached": 3}
    assert finest([few, coarse], among={TOTAL})[0] == 1
