"""The board over all placements: what it gathers, at which cost, and what it never looks at."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from competences.models import Programme
from config import clock
from mentors.actions import onboarding
from placements.actions import days, reflections, trialogue_notes
from placements.actions.days import DayContent
from placements.enums import Attention, Audience
from placements.models import Placement
from placements.overviews.board import board
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, rate, sign_agreement, work

START = dt.date(2026, 9, 21)
BOARD_QUERIES = 25


@pytest.fixture
def programme(db) -> Programme:
    return make_programme()


@pytest.fixture
def coach(db):
    return make_user("Katrien", "Dhaeseleer")


def placement_of(programme: Programme, coach, name: str) -> Placement:
    return make_placement(programme=programme, coach=coach, student=make_user(name, "Bouzid"))


def test_the_board_gathers_every_fact_from_the_database(programme, coach):
    placement = placement_of(programme, coach, "Amina")
    work(placement, 9, confirm=False)
    rate(placement, Role.STUDENT, "A")
    rate(placement, Role.MENTOR, "K")
    meeting = hold_trialogue(placement, dt.date(2026, 10, 2))
    with clock.at(dt.date(2026, 10, 2)):
        trialogue_notes.agree(
            by=coach,
            trialogue=meeting,
            what="Samen nalezen",
            who=Role.MENTOR,
            due_on=dt.date(2026, 10, 9),
        )

    with clock.at(dt.date(2026, 10, 30)):
        row = board(coach).rows[0]

    assert [reason.kind for reason in row.reasons] == [
        Attention.SILENCE,
        Attention.MENTOR_SILENCE,
        Attention.AGREEMENT,
        Attention.APART,
        Attention.REPORT,
        Attention.ACTIONS,
    ]
    assert row.last_sign == dt.date(2026, 10, 1)
    assert row.reason(Attention.APART).said == (("student", "autonoom"), ("mentor", "verkent"))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_board_costs_the_same_number_of_queries_for_any_number_of_students(
    programme, coach, count, django_assert_num_queries
):
    for number in range(count):
        placement = placement_of(programme, coach, f"Student{number}")
        work(placement, 2)
        rate(placement, Role.STUDENT, "A", count=1)
        rate(placement, Role.MENTOR, "K", count=1)

    with clock.at(dt.date(2026, 10, 30)), django_assert_num_queries(BOARD_QUERIES):
        found = board(coach)

    assert len(found.rows) == count


def test_only_open_placements_of_this_coach_stand_on_the_board(programme, coach):
    mine = placement_of(programme, coach, "Amina")
    placement_of(programme, make_user("Ciska", "Nys"), "Bram")
    ended = placement_of(programme, coach, "Olga")
    Placement.objects.filter(pk=ended.pk).update(ended_at=clock.now())

    with clock.at(START):
        found = board(coach)

    assert [row.placement for row in found.rows + found.fine] == [mine]


def test_the_board_never_looks_into_reflections(client, programme, coach):
    placement = placement_of(programme, coach, "Amina")
    student = person(placement, Role.STUDENT)
    with clock.at(START):
        day = days.log(by=student, placement=placement, content=DayContent(date=START))
        reflections.write(
            by=student, placement=placement, day=day, text="heimwee", audience=Audience.COACH
        )
    client.force_login(coach)

    with clock.at(START), CaptureQueriesContext(connection) as asked:
        client.get(reverse("placements:board"))

    assert [query for query in asked if "placements_reflection" in query["sql"]] == []


def test_a_tab_shows_one_kind_of_reason(client, programme, coach):
    work(placement_of(programme, coach, "Amina"), 9)
    placement_of(programme, coach, "Bram")
    client.force_login(coach)

    with clock.at(dt.date(2026, 10, 2)):
        response = client.get(reverse("placements:board"), {"reason": Attention.WINDOW})

    shown = [line.row.placement.student.first_name for line in response.context["lines"]]
    assert shown == ["Amina"]
    assert [tab["count"] for tab in response.context["tabs"]] == [2, 1, 2]


def test_an_onboarding_without_signatures_reaches_the_board_from_the_app_above(programme, coach):
    placement = placement_of(programme, coach, "Amina")
    mentor = person(placement, Role.MENTOR)
    with clock.at(START):
        onboarding.start(by=mentor, placement=placement)

    with clock.at(START + dt.timedelta(days=15)):
        found = board(coach).rows[0].standing(Attention.ONBOARDING)

    assert found.asks == (Role.STUDENT, Role.MENTOR)


def test_who_is_fine_is_shown_with_the_facts(client, programme, coach):
    placement = placement_of(programme, coach, "Amina")
    sign_agreement(placement, START)
    work(placement, 3)
    client.force_login(coach)

    with clock.at(dt.date(2026, 9, 24)):
        page = client.get(reverse("placements:board"))

    assert [row.fine for row in page.context["fine"]] == ["laatst ingevuld gisteren en op schema"]
