"""Who moves and who stands still, as the coach hears it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from competences.models import CourseUnit
from config import clock
from placements.enums import Movement
from placements.overviews.movement import in_order, movement
from placements.rules.movement import MovementFacts, signs, stands_still
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import rate, work

TODAY = dt.date(2026, 11, 20)


def facts(**known) -> MovementFacts:
    usual = {
        "changed_on": dt.date(2026, 11, 2),
        "days_since": Decimal(8),
        "days_logged": Decimal(12),
        "moved": 0,
        "since": dt.date(2026, 10, 23),
        "apart": 0,
        "never": 0,
        "all_": 12,
    }
    return MovementFacts(**(usual | known))


@pytest.mark.parametrize(
    ("known", "after", "still"),
    [
        ({"days_since": Decimal("7.5")}, "d8", False),
        ({"days_since": Decimal(8)}, "d8", True),
        ({"changed_on": dt.date(2026, 11, 7)}, "w2", False),
        ({"changed_on": dt.date(2026, 11, 6)}, "w2", True),
        ({"days_logged": Decimal(2)}, "d8", False),
        ({"changed_on": None, "days_since": Decimal(3)}, "w8", True),
    ],
)
def test_standing_still_is_counted_in_workplace_days_or_in_weeks(known, after, still):
    assert stands_still(facts(**known), after, TODAY) is still


def test_the_most_telling_sign_comes_first_and_says_its_number():
    with translation.override("en"):
        found = signs(facts(apart=2, never=5, moved=1), "d8", TODAY)

    assert [sign.text for sign in found] == [
        "The voices are two levels or more apart on 2 competences",
        "Nothing new was said since 2 November, 8 workplace days ago",
        "5 of 12 competences never came up",
        "1 competence moved since 23 October",
    ]


@pytest.fixture
def world(db):
    """Amina moved and is far apart from her mentor; Bram said nothing since his first week."""
    programme, coach = make_programme(), make_user("Katrien", "Dhaeseleer")
    amina, bram = (
        make_placement(programme=programme, coach=coach, student=make_user(*name))
        for name in (("Amina", "Bouzid"), ("Bram", "Wouters"))
    )
    for placement in (amina, bram):
        with clock.at(dt.date(2026, 9, 22)):
            rate(placement, Role.STUDENT, "0", count=2)
        work(placement, 12)
    with clock.at(dt.date(2026, 11, 10)):
        rate(amina, Role.STUDENT, "V", count=2)
        rate(amina, Role.MENTOR, "0", count=1)
    return coach, amina, bram


def test_each_row_says_what_moved_and_what_stands_still(world):
    coach, amina, bram = world

    with clock.at(TODAY):
        rows = {row.placement.pk: row for row in movement(coach, after="d8")}

    first, second = rows[amina.pk].facts, rows[bram.pk].facts
    assert (first.moved, first.apart, first.never, first.days_since) == (2, 1, 2, 0)
    assert rows[amina.pk].kinds == {Movement.APART, Movement.NEVER, Movement.MOVES}
    assert (second.moved, second.apart, second.never, second.days_since) == (0, 0, 2, 10)
    assert rows[bram.pk].kinds == {Movement.STILL, Movement.NEVER}


def test_saying_the_same_again_is_no_movement(world):
    coach, _amina, bram = world
    with clock.at(dt.date(2026, 11, 18)):
        rate(bram, Role.STUDENT, "0", count=2)

    with clock.at(TODAY):
        row = next(row for row in movement(coach, after="d8") if row.placement.pk == bram.pk)

    assert row.facts.changed_on == dt.date(2026, 9, 22)


def test_a_blind_first_round_gives_nothing_away(world):
    coach, amina, _bram = world
    CourseUnit.objects.filter(pk=amina.course_unit_id).update(first_round_is_blind=True)

    with clock.at(TODAY):
        row = next(row for row in movement(coach, after="d8") if row.placement.pk == amina.pk)

    assert (row.facts.changed_on, row.facts.apart, row.facts.moved, row.facts.never) == (
        None,
        0,
        0,
        0,  # what the others say is covered, so nothing is known never to have come up
    )
    assert row.last_word is None


def test_rows_sort_by_what_the_head_says_and_back(world):
    coach, amina, bram = world
    with clock.at(TODAY):
        rows = movement(coach, after="d8")

    assert [row.placement.pk for row in in_order(rows, "moved")] == [bram.pk, amina.pk]
    assert [row.placement.pk for row in in_order(rows, "-moved")] == [amina.pk, bram.pk]
    assert in_order(rows, "nonsense") == rows


def test_the_page_filters_by_sign_and_by_how_long(world, client):
    coach, amina, bram = world
    client.force_login(coach)

    def shown(query: str) -> list[str]:
        with clock.at(TODAY):
            response = client.get(f"{reverse('placements:movement')}?{query}")
        return sorted(row.placement.student.first_name for row in response.context["rows"])

    assert shown("") == ["Amina", "Bram"]
    assert shown("kind=still") == ["Bram"]
    assert shown("kind=still&after=d12") == []
    assert shown("after=nonsense") == ["Amina", "Bram"]
    assert {person(amina, Role.COACH), person(bram, Role.COACH)} == {coach}


@pytest.mark.parametrize("more", [0, 2])
def test_the_number_of_queries_does_not_grow_with_the_students(
    world, more, django_assert_num_queries
):
    coach, amina, _bram = world
    for number in range(more):
        student = make_user(f"Extra{number}")
        programme = amina.enrolment.programme
        make_placement(programme=programme, coach=coach, student=student)

    with clock.at(TODAY), django_assert_num_queries(9):
        rows = movement(coach, after="d8")
        assert len(rows) == 2 + more
