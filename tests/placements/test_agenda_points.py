"""What the three put on the agenda, what else waits there, and how the time is shared out."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import Role
from competences.enums import GapKind
from competences.rules.gaps import Gap
from config import clock
from config.refusal import Refusal
from placements.actions import agenda_points, plans, trialogue_notes, trialogues
from placements.enums import Workload
from placements.models import Placement, Trialogue
from placements.overviews.trialogue import Meeting
from placements.rules.agenda import AgendaFacts, Decision, Point, Topic, agenda
from placements.rules.pulses import Pulse, wellbeing_in_words
from placements.rules.time_boxes import time_boxes
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, work

DAY_NINE = dt.date(2026, 10, 1)
HEAVY, RIGHT, LIGHT = Workload.HEAVY, Workload.RIGHT, Workload.LIGHT
STILL = Gap(GapKind.GOAL_UNTOUCHED, 1, Decimal(24), goal=5, competence=3)


def facts(**given) -> AgendaFacts:
    quiet = {
        "student": "Amina",
        "topics": (),
        "gaps": (),
        "gaps_now": (),
        "noted": (),
        "open_actions": 0,
        "days_logged": Decimal(9),
        "planned_by_now": Decimal(9),
        "pulses": (),
        "shortening": None,
    }
    return AgendaFacts(**(quiet | given))


def keys(**given) -> list[str]:
    return [item.key for item in agenda(facts(**given))]


# --- pure: order, reasons, time


def test_follow_up_comes_first_then_peoples_own_points_and_decisions_last():
    assert keys(
        topics=[Topic(2, "Btw", 2, 2)],
        gaps=[STILL],
        gaps_now=[STILL],
        open_actions=1,
        days_logged=Decimal(7),
        shortening=5,
        unshown=[6],
        unshown_now=[6],
        points=[Point(4, "Vakantie", "mentor", 8, "Griet")],
        decisions=[Decision("Een andere week", "voorgesteld")],
    ) == [
        "wellbeing",
        "actions",
        "p4",
        "c2",
        "goals",
        "unshown",
        "days",
        "decisions",
        "shortening",
        "close",
    ]


def test_a_goal_that_lies_still_is_not_named_again_as_one_without_evidence():
    assert "unshown" not in keys(gaps=[STILL], gaps_now=[STILL], unshown=[5], unshown_now=[5])


@pytest.mark.parametrize(
    ("logged", "stands"), [("8", True), ("8.5", False), ("9.5", False), ("10", True)]
)
def test_plan_and_days_stand_there_when_they_differ_by_a_day_either_way(logged, stands):
    assert ("days" in keys(days_logged=Decimal(logged))) is stands


@pytest.mark.parametrize(
    ("pulses", "said"),
    [
        ([], "hardly a day says how it was: everybody describes one moment"),
        ([Pulse(HEAVY)], "hardly a day says how it was: everybody describes one moment"),
        ([Pulse(RIGHT), *[Pulse(HEAVY)] * 3], "three days in a row too much work"),
        ([Pulse(HEAVY), Pulse(RIGHT), Pulse(HEAVY)], "too much work on 2 of the last 3 days"),
        ([Pulse(RIGHT, feedback=False)] * 3, "no feedback on the last 3 days"),
        ([Pulse(RIGHT, learnt=False, feedback=True)] * 4, "nothing new learnt on the last 4 days"),
        ([Pulse(LIGHT), Pulse(RIGHT)], "too little work on 1 of the last 2 days"),
        ([Pulse(RIGHT)] * 5, "the work was just right on the last 5 days"),
    ],
)
def test_the_taps_on_the_last_days_are_one_sentence_with_the_fact(pulses, said):
    with override("en"):
        assert wellbeing_in_words(pulses) == said


@pytest.mark.parametrize(
    ("weights", "minutes", "boxes"),
    [
        ([5, 5], 60, [30, 30]),
        ([5, 8, 10, 5], 60, [11, 17, 21, 11]),
        ([5, 5, 5], 20, [7, 7, 6]),
        ([5] * 4, 3, [1, 1, 1, 1]),
    ],
)
def test_the_minutes_of_the_meeting_are_shared_out(weights, minutes, boxes):
    assert time_boxes(weights, minutes) == boxes


def test_every_agenda_fills_the_meeting():
    found = agenda(facts(topics=[Topic(n, "x", n, n) for n in (3, 2, 1)], shortening=5, minutes=45))

    assert sum(item.minutes for item in found) == 45
    assert max(found, key=lambda item: item.minutes).key == "shortening"


# --- with people


@pytest.fixture
def placement() -> Placement:
    found = make_placement(
        student=make_user("Amina", "Bouzid", language="en"),
        mentor=make_user("Griet", "Moerman", language="en"),
    )
    work(found, 9)
    return found


@pytest.fixture
def meeting(placement) -> Trialogue:
    with clock.at(DAY_NINE):
        starts_at = clock.now() + dt.timedelta(days=1)
        return trialogues.plan(by=placement.coach, placement=placement, starts_at=starts_at)


def add(meeting: Trialogue, role: str, text: str, on: dt.date = DAY_NINE):
    with clock.at(on):
        by = person(meeting.placement, role)
        return agenda_points.add(by=by, trialogue=meeting, text=text)


def points(meeting: Trialogue) -> list[tuple[str, str]]:
    with clock.at(DAY_NINE + dt.timedelta(days=1)), override("en"):
        items = Meeting(Trialogue.objects.get(pk=meeting.pk)).items
    return [(item.title, item.reason) for item in items if item.point]


@pytest.mark.django_db
def test_a_point_stands_on_the_agenda_of_all_three_with_who_added_it(meeting):
    add(meeting, Role.MENTOR, "De vakantie")
    add(meeting, Role.STUDENT, "Mijn werkplek")
    client = Client()
    client.force_login(person(meeting.placement, Role.COACH))
    with clock.at(DAY_NINE):
        said = client.get(reverse("placements:preparation", args=[meeting.pk])).content.decode()

    assert points(meeting) == [
        ("De vakantie", "added by Griet"),
        ("Mijn werkplek", "added by Amina"),
    ]
    assert "De vakantie" in said


@pytest.mark.django_db
def test_the_same_words_pressed_twice_are_one_point(meeting):
    assert add(meeting, Role.MENTOR, "De vakantie") == add(meeting, Role.MENTOR, " De  vakantie ")


@pytest.mark.django_db
def test_only_who_added_a_point_takes_it_off(meeting):
    point = add(meeting, Role.MENTOR, "De vakantie")

    with pytest.raises(Refusal) as refused:
        agenda_points.remove(by=person(meeting.placement, Role.COACH), point=point)
    agenda_points.remove(by=person(meeting.placement, Role.MENTOR), point=point)

    assert refused.value.code == "not-your-point"
    assert points(meeting) == []


@pytest.mark.django_db
def test_a_point_with_a_note_stays_when_it_is_taken_off(placement):
    held = hold_trialogue(placement, DAY_NINE)
    point = add(held, Role.MENTOR, "De vakantie")
    with clock.at(DAY_NINE):
        trialogue_notes.note(
            by=placement.coach, trialogue=held, item=f"p{point.pk}", notes="Ja.", seen_version=0
        )
        agenda_points.remove(by=person(placement, Role.MENTOR), point=point)

    assert points(held) == [("De vakantie", "added by Griet")]


@pytest.mark.django_db
def test_nothing_is_added_to_a_cancelled_meeting(meeting):
    with clock.at(DAY_NINE):
        trialogues.cancel(by=meeting.placement.coach, trialogue=meeting, reason="Ziek.")

    with pytest.raises(Refusal) as refused:
        add(Trialogue.objects.get(pk=meeting.pk), Role.MENTOR, "De vakantie")

    assert refused.value.code == "cancelled"


@pytest.mark.django_db
def test_a_week_that_waits_for_an_answer_is_a_decision_until_it_has_one(placement):
    with clock.at(DAY_NINE):
        week = plans.propose_week(
            by=placement.student,
            placement=placement,
            since=DAY_NINE + dt.timedelta(days=14),
            mornings=[0],
            afternoons=[0, 1],
        )
    held = hold_trialogue(placement, DAY_NINE + dt.timedelta(days=1))
    with clock.at(DAY_NINE + dt.timedelta(days=1)), override("en"):
        before = {item.key: item for item in Meeting(held).items}["decisions"]
    with clock.at(dt.datetime.combine(held.held_on, dt.time(20))), override("en"):
        plans.answer_week(by=person(placement, Role.MENTOR), week=week, agrees=True)
        table = Meeting(held)
        after = {item.key: item for item in table.items}["decisions"]
        [line] = table.lines(after)

    assert (before.reason, before.settled) == ("1 thing is not decided", False)
    assert after.settled is True
    assert line.reason == "proposed on Thursday 1 October, and not answered"
