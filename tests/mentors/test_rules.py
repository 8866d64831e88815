"""Which three questions a mentor gets in a week, out of all there could be."""

from decimal import Decimal

from competences.enums import GapKind
from competences.rules.gaps import Gap, about_competence
from mentors.rules.desk import questions

APART, GOAL, NEVER = GapKind.VOICES_APART, GapKind.GOAL_UNTOUCHED, GapKind.NEVER_CAME_UP


def gap(competence: int | None, dossier: int = 1, kind: GapKind = NEVER, size: int = 9, **known):
    return Gap(
        kind=kind,
        dossier=dossier,
        size=Decimal(size),
        competence=competence,
        position=competence or 0,
        **known,
    )


def asked(*found: Gap, **known) -> list[tuple[int, int | None]]:
    return [(item.dossier, item.competence) for item in questions(found, **known)]


def test_far_apart_comes_before_never_came_up_before_a_little_apart():
    found = [gap(1, kind=APART, size=1), gap(2), gap(3, kind=APART, size=2)]

    assert asked(*found) == [(1, 3), (1, 2), (1, 1)]


def test_the_voices_furthest_apart_are_asked_first():
    assert asked(gap(1, kind=APART, size=2), gap(2, kind=APART, size=3)) == [(1, 2), (1, 1)]


def test_never_more_than_three_and_students_take_turns():
    amina = [gap(number) for number in range(5)]
    jonas = [gap(number, dossier=2) for number in range(5)]

    assert asked(*amina, *jonas) == [(1, 0), (2, 0), (1, 1)]


def test_three_a_week_whatever_the_number_of_visits():
    found = [gap(number) for number in range(5)]

    assert asked(*found, answered=2) == [(1, 0)]
    assert asked(*found, answered=3) == []
    assert asked(*found, answered=12) == []


def test_what_the_mentor_spoke_about_rests():
    assert asked(gap(1), gap(2), rested={about_competence(1, 1)}) == [(1, 2)]


def test_a_goal_is_asked_about_only_through_its_competence():
    assert asked(gap(None, kind=GOAL, goal=1), gap(4, kind=GOAL, goal=2)) == [(1, 4)]
