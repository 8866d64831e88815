"""The plan in hand: who proposes, who agrees, what one date or one week changes."""

import datetime as dt

import pytest

from accounts.actions.notifications import gather
from accounts.enums import Role
from accounts.models import Notification
from config import clock
from config.refusal import Refusal
from placements.actions import closures, plans
from placements.documents.agreement import agreement_document
from placements.models import Agreement, Placement
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_user, person
from tests.placements.planning import (
    NOW,
    code_of,
    lines_for,
    mondays_and_tuesdays,
    planned,
    propose,
    who,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement() -> Placement:
    return mondays_and_tuesdays()


# --- the pattern week


def test_a_week_holds_once_the_mentor_agrees_and_from_its_first_day(placement):
    week = propose(placement)
    before = planned(placement, "10-01", "10-14")
    with clock.at(NOW):
        plans.answer_week(**who(placement, "mentor"), week=week, agrees=True)

    assert before == ["10-05", "10-06", "10-12", "10-13"]
    assert planned(placement, "09-28", "10-14") == [
        "09-28",
        "09-29",
        "10-05",
        "10-07 m",
        "10-12",
        "10-14 m",
    ]


def test_only_one_proposal_waits_and_only_the_student_makes_it(placement):
    propose(placement)

    asked = {"placement": placement, "since": dt.date(2026, 10, 5)}
    halves = {"mornings": [3], "afternoons": []}
    again = code_of(plans.propose_week, **who(placement, "student"), **asked, **halves)
    mentors = code_of(plans.propose_week, **who(placement, "mentor"), **asked, **halves)

    assert (again, mentors) == (["week-proposed-already"], ["not-your-role"])


def test_a_mentor_who_declines_says_why_and_the_student_reads_it(placement):
    week = propose(placement)
    mentor = who(placement, "mentor")

    silent = code_of(plans.answer_week, **mentor, week=week, agrees=False, reason=" ")
    with clock.at(NOW):
        plans.answer_week(**mentor, week=week, agrees=False, reason="Liever op donderdag.")

    assert silent == ["reason-missing"]
    assert planned(placement, "10-05", "10-09") == ["10-05", "10-06"]
    assert lines_for(placement, "student")[-1] == (
        "Your mentor suggests another week than you proposed",
        "Liever op donderdag.",
    )
    assert lines_for(placement, "mentor") == []


def test_a_proposal_taken_back_asks_the_mentor_nothing(placement):
    week = propose(placement)
    asked = lines_for(placement, "mentor")
    with clock.at(NOW):
        plans.withdraw_week(**who(placement, "student"), week=week)

    assert asked == [("Amina Bouzid proposes another week", "It would start on Monday 5 October.")]
    assert lines_for(placement, "mentor") == []
    assert code_of(plans.answer_week, **who(placement, "mentor"), week=week, agrees=True) == [
        "week-answered"
    ]


def test_former_mentors_agree_to_nothing(placement):
    week = propose(placement)

    assert code_of(plans.answer_week, by=make_user("Geert"), week=week, agrees=True) == [
        "not-your-role"
    ]


# --- one date, one week


def test_a_date_is_halved_dropped_added_and_follows_the_week_again(placement):
    student = who(placement, "student") | {"placement": placement}
    with clock.at(NOW):
        for date, morning, afternoon in ((5, True, False), (6, False, False), (8, False, True)):
            plans.set_exception(
                **student, date=dt.date(2026, 10, date), morning=morning, afternoon=afternoon
            )
        changed = planned(placement, "10-05", "10-11")
        plans.clear_exception(**student, date=dt.date(2026, 10, 6))

    assert changed == ["10-05 m", "10-08 a"]
    assert planned(placement, "10-05", "10-11") == ["10-05 m", "10-06", "10-08 a"]


def test_a_date_moves_with_its_half_and_only_to_a_free_day(placement):
    student = who(placement, "student") | {"placement": placement}
    with clock.at(NOW):
        plans.set_exception(**student, date=dt.date(2026, 10, 5), morning=True, afternoon=False)
        plans.move_date(**student, date=dt.date(2026, 10, 5), to=dt.date(2026, 10, 9))

    assert planned(placement, "10-05", "10-11") == ["10-06", "10-09 m"]
    assert code_of(
        plans.move_date, **student, date=dt.date(2026, 10, 7), to=dt.date(2026, 10, 6)
    ) == ["nothing-planned", "planned-already"]


def test_a_copied_week_takes_over_what_differs_and_leaves_holidays_alone():
    placement = make_placement(weekdays=(0, 2), ends_on=dt.date(2026, 11, 27))
    student = who(placement, "student") | {"placement": placement}
    with clock.at(NOW):
        plans.move_date(**student, date=dt.date(2026, 11, 2), to=dt.date(2026, 11, 6))
        # The week of Armistice Day, a Wednesday.
        count = plans.copy_week(**student, source=dt.date(2026, 11, 4), target=dt.date(2026, 11, 9))
        again = plans.copy_week(**student, source=dt.date(2026, 11, 4), target=dt.date(2026, 11, 9))

    assert (count, again) == (2, 0)
    assert planned(placement, "11-02", "11-15") == ["11-04", "11-06", "11-13"]


def test_a_week_is_not_copied_onto_itself_nor_outside_the_placement(placement):
    student = who(placement, "student") | {"placement": placement}
    asked = {"call": plans.copy_week, **student, "source": dt.date(2026, 10, 5)}

    assert code_of(**asked, target=dt.date(2026, 10, 9)) == ["same-week"]
    assert code_of(**asked, target=dt.date(2026, 11, 9)) == ["week-outside"]


def test_dates_far_away_are_one_line_a_day_and_a_date_at_hand_is_said_at_once(placement):
    student = who(placement, "student") | {"placement": placement}
    sunday = dt.datetime(2026, 10, 4, 20, 0)
    with clock.at(sunday):
        for date in (12, 13, 19):
            plans.set_exception(
                **student, date=dt.date(2026, 10, date), morning=False, afternoon=False
            )
        plans.set_exception(**student, date=dt.date(2026, 10, 5), morning=False, afternoon=False)
        made = gather(clock.now())

    assert lines_for(placement, "mentor") == [
        ("Amina Bouzid changed dates in the plan", ""),
        ("Amina Bouzid does not come on Monday 5 October", ""),
    ]
    assert made >= 1
    urgent = Notification.objects.get(rule="plan-date-at-hand")
    assert (urgent.urgent, urgent.mail_id is not None) == (True, True)
    assert Notification.objects.get(rule="plan-dates-changed").due_on == dt.date(2026, 10, 5)


def test_a_date_that_changed_twice_is_told_as_it_is_now(placement):
    student = who(placement, "student") | {"placement": placement}
    monday = dt.date(2026, 10, 5)
    for minute, morning in ((0, False), (5, True)):
        with clock.at(dt.datetime(2026, 10, 4, 20, minute)):
            plans.set_exception(**student, date=monday, morning=morning, afternoon=False)

    assert lines_for(placement, "mentor") == [
        ("Amina Bouzid comes on Monday 5 October, in the morning only", "")
    ]


# --- the agreement


def test_the_annex_of_the_agreement_is_the_plan_with_its_halves(placement):
    week = propose(placement, since=dt.date(2026, 9, 21))
    with clock.at(NOW):
        plans.answer_week(**who(placement, "mentor"), week=week, agrees=True)
        agreement = Agreement(placement=placement, version=1, language="en")
        document = agreement_document(agreement)

    first = document.plan[0].weeks[0]
    assert document.schedule == "on Monday and Wednesday morning"
    assert (first.days, first.mornings, first.afternoons) == (
        (dt.date(2026, 9, 21), dt.date(2026, 9, 23)),
        (dt.date(2026, 9, 23),),
        (),
    )
    # Ten required days at one and a half a week take seven weeks; the plan holds six.
    halves = [len(week.mornings) for phase in document.plan for week in phase.weeks]
    assert halves == [1, 1, 1, 1, 1, 1]


# --- closures


def test_a_closure_frees_the_programmes_days_and_nobody_elses(placement):
    other = make_placement(weekdays=(0, 1), ends_on=dt.date(2026, 10, 30), required_days=10)
    programme, wim = placement.enrolment.programme, make_user("Wim")
    programme.coordinators.add(wim)
    with clock.at(NOW):
        closure = closures.add(
            by=wim,
            programme=programme,
            first=dt.date(2026, 10, 5),
            last=dt.date(2026, 10, 5),
            name_nl="Studiedag",
        )
        free = planned(placement, "10-05", "10-06"), planned(other, "10-05", "10-06")
        closures.remove(by=wim, closure=closure)
        closures.remove(by=wim, closure=closure)

    assert free == (["10-06"], ["10-05", "10-06"])
    assert planned(placement, "10-05", "10-06") == ["10-05", "10-06"]
    wrong = {"by": wim, "programme": programme, "first": dt.date(2026, 10, 5), "name_nl": " "}
    assert code_of(closures.add, **wrong, last=dt.date(2026, 10, 4)) == [
        "end-before-start",
        "name-missing",
    ]
    wrong |= {"by": make_user("Dries"), "name_nl": "Brug"}
    assert code_of(closures.add, **wrong, last=dt.date(2026, 10, 5)) == ["not-your-role"]


# --- races


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts():
    placement = make_placement()
    week = propose(placement)
    mentor = person(placement, Role.MENTOR)

    def answer(number: int) -> str:
        with clock.at(NOW):
            try:
                plans.answer_week(by=mentor, week=week, agrees=number % 2 == 0, reason="Nee.")
            except Refusal as refusal:
                return refusal.code
        return "answered"

    assert sorted(at_once(answer, 4)) == ["answered"] + ["week-answered"] * 3
    week.refresh_from_db()
    assert (week.agreed_at is None) != (week.declined_at is None)


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_one_week_is_proposed_and_one_date_changed():
    placement = make_placement()
    student = person(placement, Role.STUDENT)

    def press(_number: int) -> str:
        with clock.at(NOW):
            plans.set_exception(
                by=student,
                placement=placement,
                date=dt.date(2026, 10, 7),
                morning=True,
                afternoon=False,
            )
        try:
            propose(placement)
        except Refusal as refusal:
            return refusal.code
        return "proposed"

    assert sorted(at_once(press, 4)) == ["proposed"] + ["week-proposed-already"] * 3
    assert (placement.weeks.count(), placement.plan_exceptions.count()) == (1, 1)
