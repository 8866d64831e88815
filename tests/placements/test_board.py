"""Who needs the coach, and why: each rule alone, then the board over all placements."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from competences.models import Programme
from config import clock
from placements.actions import days, reflections, trialogue_notes
from placements.actions.days import DayContent
from placements.enums import Attention, Audience, TrialogueKind, TrialogueState, Workload
from placements.models import Placement, PlacementPolicy, Trialogue
from placements.overviews.board import board
from placements.rules.attention import Apart, DayFact, Facts, Proposal, attention
from placements.rules.plan import PlannedDay, Span
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, rate, work

START = dt.date(2026, 9, 21)
BOARD_QUERIES = 16


def mondays(count: int) -> list[dt.date]:
    return [START + dt.timedelta(weeks=week) for week in range(count)]


def planned(count: int) -> list[PlannedDay]:
    return [PlannedDay(date) for date in mondays(count)]


def worked(count: int, **fields) -> list[DayFact]:
    return [
        DayFact(
            date=date,
            portion=Decimal(1),
            logged_on=fields.get("logged_on", date),
            waiting=fields.get("waiting", False),
            workload=fields.get("workload"),
        )
        for date in mondays(count)
    ]


def facts(**changes) -> Facts:
    """All goes well: five Mondays planned and logged, the agreement signed, a day later."""
    plain = {
        "today": dt.date(2026, 10, 20),
        "policy": PlacementPolicy(),
        "student": "Amina",
        "mentor": "Griet",
        "starts_on": START,
        "planned": planned(30),
        "days": worked(5),
        "trialogues": (),
        "agreement_signed": True,
    }
    return Facts(**plain | changes)


def kinds(found: Facts) -> list[str]:
    return [reason.kind for reason in attention(found)]


def test_nobody_is_bothered_when_all_goes_well():
    assert attention(facts()) == []


def test_who_is_away_is_not_silent():
    ill = facts(today=dt.date(2026, 12, 1), away=[Span(dt.date(2026, 11, 3), None)])
    back = facts(
        today=dt.date(2026, 12, 1), away=[Span(dt.date(2026, 11, 3), dt.date(2026, 11, 27))]
    )

    assert kinds(facts(today=dt.date(2026, 12, 1))) == [Attention.SILENCE]
    assert kinds(ill) == []
    assert kinds(back) == []


def test_ten_working_days_without_a_planned_day_being_logged_is_silence():
    after_nine = facts(today=dt.date(2026, 10, 31))
    after_ten = facts(today=dt.date(2026, 11, 3))

    assert kinds(after_nine) == []
    assert kinds(after_ten) == [Attention.SILENCE]


def test_no_planned_days_is_no_silence():
    quiet = facts(planned=planned(5), today=dt.date(2026, 12, 24))

    assert Attention.SILENCE not in kinds(quiet)


def test_days_that_wait_longer_than_seven_working_days_are_the_mentors_silence():
    waiting = worked(5, waiting=True, logged_on=dt.date(2026, 10, 8))

    assert kinds(facts(days=waiting, today=dt.date(2026, 10, 19))) == []
    assert kinds(facts(days=waiting, today=dt.date(2026, 10, 20))) == [Attention.MENTOR_SILENCE]


def test_a_new_mentor_is_not_silent_for_the_time_of_the_one_before():
    waiting = worked(5, waiting=True, logged_on=dt.date(2026, 10, 8))
    new = facts(days=waiting, today=dt.date(2026, 10, 20), mentor_since=dt.date(2026, 10, 20))

    assert kinds(new) == []


@pytest.mark.parametrize(("count", "late"), [(8, False), (10, False), (11, True)])
def test_a_trialogue_is_due_after_day_8_and_overdue_after_day_10(count, late):
    found = attention(facts(days=worked(count), today=mondays(count)[-1]))

    assert [(reason.kind, reason.late) for reason in found] == [(Attention.WINDOW, late)]


def test_a_planned_trialogue_closes_its_window():
    planned = Trialogue(kind=TrialogueKind.PROGRESS, state=TrialogueState.PLANNED)

    assert kinds(facts(days=worked(9), today=mondays(9)[-1], trialogues=[planned])) == []


def test_the_assessment_meeting_is_due_after_day_20():
    held = Trialogue(kind=TrialogueKind.PROGRESS, state=TrialogueState.SIGNED)

    found = attention(facts(days=worked(21), today=mondays(21)[-1], trialogues=[held]))

    assert [reason.rank for reason in found] == [80]


@pytest.mark.parametrize(("levels", "expected"), [(1, []), (2, [Attention.APART])])
def test_voices_two_levels_apart_need_a_talk(levels, expected):
    said = (("student", "autonoom"), ("mentor", "verkent"))

    assert kinds(facts(apart=Apart("Btw", levels, said))) == expected


@pytest.mark.parametrize(("advised", "expected"), [(False, []), (True, [Attention.DECISION])])
def test_a_shortening_waits_for_the_coach_once_the_mentor_advised(advised, expected):
    proposal = Proposal(dt.date(2026, 10, 12), before=40, after=35, advised=advised)

    assert kinds(facts(proposal=proposal)) == expected


def test_a_placement_without_signed_agreement_is_named_from_its_first_day():
    unsigned = {"agreement_signed": False, "days": ()}

    assert kinds(facts(today=START - dt.timedelta(days=1), **unsigned)) == []
    assert kinds(facts(today=START, **unsigned)) == [Attention.AGREEMENT]


@pytest.mark.parametrize(
    ("workloads", "expected"),
    [
        ([Workload.LIGHT] * 3, [Attention.WELLBEING]),
        ([Workload.HEAVY] * 3, [Attention.WELLBEING]),
        ([Workload.RIGHT] * 3, []),
        ([Workload.LIGHT, Workload.HEAVY, Workload.LIGHT], []),
        ([Workload.LIGHT, Workload.LIGHT], []),
        ([Workload.RIGHT, Workload.HEAVY, Workload.HEAVY, Workload.HEAVY], [Attention.WELLBEING]),
    ],
)
def test_three_times_in_a_row_too_little_or_too_much_work(workloads, expected):
    told = [
        DayFact(date, Decimal(1), date, waiting=False, workload=workload)
        for date, workload in zip(mondays(len(workloads)), workloads, strict=True)
    ]

    assert kinds(facts(days=told, today=told[-1].date)) == expected


def test_an_agreed_action_counts_from_the_day_after_its_date():
    due = dt.date(2026, 10, 20)

    assert kinds(facts(overdue=[due])) == []
    assert kinds(facts(overdue=[due], today=due + dt.timedelta(days=1))) == [Attention.ACTIONS]


def test_the_most_urgent_reason_stands_first():
    proposal = Proposal(dt.date(2026, 10, 12), before=40, after=35, advised=True)
    many = facts(
        proposal=proposal,
        agreement_signed=False,
        ready=True,
        apart=Apart("Btw", 3, ()),
        days=worked(2),
        today=dt.date(2026, 10, 20),
    )

    assert kinds(many) == [
        Attention.DECISION,
        Attention.SILENCE,
        Attention.AGREEMENT,
        Attention.APART,
        Attention.READY,
    ]


# --- the board, from the database


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
        Attention.ACTIONS,
    ]
    assert row.last_sign == dt.date(2026, 10, 1)
    assert row.reason(Attention.APART).said == (("student", "autonoom"), ("mentor", "verkent"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_number_of_queries_for_any_number_of_students(
    programme, coach, count, django_assert_num_queries
):
    for number in range(count):
        placement = placement_of(programme, coach, f"Student{number}")
        work(placement, 3)
        rate(placement, Role.STUDENT, "A")
        rate(placement, Role.MENTOR, "K")

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
