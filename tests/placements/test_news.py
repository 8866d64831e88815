"""What happened, as each reader is told; and the year as a picture."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import translation

from accounts import navigation, news, today
from accounts.enums import Role
from accounts.models import User
from competences.overviews.tracking import tracking
from config import clock
from placements.actions import days, placements, shortenings, trialogues
from placements.actions.days import DayContent
from placements.enums import Advice
from placements.models import Placement, PlacementPolicy
from placements.overviews import timeline
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    with clock.at(FRIDAY):
        return make_placement()


def told(user: User, limit: int = 20) -> list[str]:
    with clock.at(FRIDAY), translation.override("en"):
        return [line.text for line in news.recent(user, limit)]


def test_several_days_confirmed_at_once_are_one_line(placement):
    logged = work(placement, 3, confirm=False)
    with clock.at(dt.date(2026, 9, 24)):
        days.confirm(by=person(placement, Role.MENTOR), days=logged)

    lines = told(person(placement, Role.STUDENT))

    assert lines[0] == "Griet confirmed 3 days: Mon 21 Sep, Tue 22 Sep and Wed 23 Sep."


def test_nobody_reads_what_they_did_themselves(placement):
    work(placement, 1)

    mine, of_mentor = told(person(placement, Role.STUDENT)), told(person(placement, Role.MENTOR))

    assert [line for line in mine if "logged" in line] == []
    assert "Amina logged a day: Mon 21 Sep." in of_mentor
    assert [line for line in of_mentor if "confirmed" in line] == []


def test_the_words_of_the_mentor_stand_beside_the_line(placement):
    first, second = work(placement, 2, confirm=False)
    mentor = person(placement, Role.MENTOR)
    with clock.at(dt.date(2026, 9, 23)):
        days.confirm(by=mentor, days=[first], remark="Zelf nagekeken.")
    with clock.at(dt.date(2026, 9, 24)):
        days.give_back(by=mentor, day=second, reason="Klopt de datum?")

    with clock.at(FRIDAY):
        lines = [line for line in news.recent(person(placement, Role.STUDENT)) if line.said]

    assert [(line.said, line.role, line.name) for line in lines] == [
        ("Klopt de datum?", "mentor", "Griet Moerman"),
        ("Zelf nagekeken.", "mentor", "Griet Moerman"),
    ]


def test_the_story_of_a_shortening_is_told_step_by_step(placement):
    work(placement, 9)
    on = dt.date(2026, 10, 2)
    hold_trialogue(placement, on)
    student = person(placement, Role.STUDENT)
    with clock.at(on):
        rate(placement, Role.STUDENT, "V")
        competences = [row.competence for row in tracking(placement.dossier).rows]
        proposal = shortenings.propose(
            by=student,
            placement=placement,
            competences=competences,
            reason="Dit kan ik al.",
            freed_time_for="Aangiftes oefenen.",
        )
        proposal = shortenings.advise(
            by=person(placement, Role.MENTOR), proposal=proposal, advice=Advice.AGREES, words=""
        )
        shortenings.ratify(by=person(placement, Role.COACH), proposal=proposal)

    assert told(student)[:2] == [
        "Katrien agreed to 5 fewer days.",
        "Griet gave advice on the shortening.",
    ]
    assert "Amina proposed 5 fewer days." in told(person(placement, Role.COACH))


def test_a_former_mentor_hears_nothing_more(placement):
    before = person(placement, Role.MENTOR)
    work(placement, 1)
    with clock.at(dt.date(2026, 9, 24)):
        placements.change_person(
            by=person(placement, Role.COACH),
            placement=placement,
            role=Role.MENTOR,
            person=make_user("Hilde"),
        )

    assert told(before) == []
    assert "Hilde Peeters is the new mentor, after Griet Moerman." in told(
        person(placement, Role.STUDENT)
    )


def test_a_stranger_hears_nothing(placement):
    work(placement, 1)

    assert told(make_user("Bram")) == []


def test_a_planned_meeting_is_told_with_its_moment(placement):
    with clock.at(FRIDAY):
        moment = clock.now() + dt.timedelta(days=1, hours=2)
        trialogues.plan(by=person(placement, Role.COACH), placement=placement, starts_at=moment)

    assert told(person(placement, Role.STUDENT))[0] == (
        "Katrien planned a meeting: tomorrow, 14:00."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_cost_the_same_for_one_and_for_three(
    placement, count, django_assert_num_queries: Callable
):
    work(placement, count)
    student = person(placement, Role.STUDENT)
    with clock.at(FRIDAY), django_assert_num_queries(6):
        news.recent(student)


# --- the home page -----------------------------------------------------------------------------


def test_a_student_sees_workplace_and_year_and_the_others_do_not(placement):
    work(placement, 1)

    with clock.at(FRIDAY):
        shown = {
            role: [panel.template for panel in today.panels_for(person(placement, role), FRIDAY)]
            for role in (Role.STUDENT, Role.COACH)
        }

    assert shown[Role.STUDENT] == [
        "placements/_placement_panel.html",
        "placements/_year_panel.html",
        "mentors/student_panel.html",
    ]
    assert not set(shown[Role.STUDENT]) & set(shown[Role.COACH])


def test_the_menu_of_a_student_leads_to_the_placement_at_hand(placement):
    with clock.at(FRIDAY), translation.override("en"):
        items = navigation.items_for(person(placement, Role.STUDENT))
        voice = navigation.voice_of(person(placement, Role.STUDENT))

    assert [(str(item.label), item.url) for item in items] == [
        ("Days", f"/placements/{placement.pk}/days/"),
        ("Competences", f"/dossiers/{placement.dossier_id}/competences/"),
        ("Meetings", f"/placements/{placement.pk}/trialogues/"),
        ("My route", "/route/"),
    ]
    assert voice == "student"


# --- the year ----------------------------------------------------------------------------------


def year(placement: Placement):
    fresh = Placement.objects.with_people().with_days().get(pk=placement.pk)
    with clock.at(FRIDAY):
        return timeline.year(
            fresh,
            PlacementPolicy.objects.get(pk=fresh.course_unit_id),
            fresh.days.all(),
            fresh.trialogues.all(),
            title="Year",
        )


def test_the_year_shows_each_day_where_it_is_and_plans_what_is_left(placement):
    work(placement, 9)
    work(placement, 1, confirm=False)

    drawn = year(placement)

    states = [tick.state for tick in drawn.days]
    assert (states.count("confirmed"), states.count("logged"), states.count("planned")) == (
        9,
        1,
        30,
    )
    assert drawn.days[10].day == FRIDAY
    assert (drawn.first, drawn.last) == (dt.date(2026, 9, 1), dt.date(2027, 6, 30))


def test_the_windows_fall_where_their_days_fall(placement):
    work(placement, 10)

    trialogue, assessment = year(placement).windows

    assert (trialogue.first, trialogue.last) == (dt.date(2026, 9, 30), dt.date(2026, 10, 2))
    assert (assessment.first, assessment.last) == (dt.date(2026, 12, 3), dt.date(2026, 12, 7))


def test_a_shortening_drops_the_last_planned_days(placement):
    test_the_story_of_a_shortening_is_told_step_by_step(placement)

    drawn = year(placement)

    assert (drawn.required, drawn.required_before) == (35, 40)
    assert [tick.state for tick in drawn.days][-5:] == ["dropped"] * 5
    assert drawn.kept == 35


def test_a_half_day_leaves_half_a_day_to_plan(placement):
    with clock.at(FRIDAY):
        days.log(
            by=person(placement, Role.STUDENT),
            placement=placement,
            content=DayContent(date=FRIDAY, morning=False),
        )

    drawn = year(placement)

    assert [tick.state for tick in drawn.days].count("planned") == 40
