"""Logging a day in the browser: one tap as planned, or all of it in one press."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts import todo
from accounts.enums import Role
from competences.models import Competence
from config import clock
from placements.actions import days
from placements.actions.days import DayContent
from placements.enums import Audience, DayState
from placements.models import Placement, Reflection, WorkplaceDay
from placements.overviews.days import (
    calendar,
    competences_last_used_first,
    passport,
    placements_of,
)
from tests.factories import make_placement, person
from tests.placements.stories import work

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def student(placement, client: Client) -> Client:
    client.force_login(person(placement, Role.STUDENT))
    return client


def said(**changes) -> dict:
    return {
        "date": "2026-11-20",
        "part": "whole",
        "tasks": "Bank aangesloten",
        "workload": "2",
        "learnt_something_new": "yes",
        "got_feedback": "no",
        "reflection-prompt": "felt",
        "reflection-text": "Ik durfde iets te vragen.",
        "reflection-audience": "private",
        **changes,
    }


def test_as_planned_is_one_press_on_the_home_page(placement, student):
    user = person(placement, Role.STUDENT)
    with clock.at(FRIDAY):
        waiting = [one for one in todo.waiting_for(user, FRIDAY) if one.kind == "log-today"]
        student.post(waiting[0].done_in_place)
        left = [one for one in todo.waiting_for(user, FRIDAY) if one.kind == "log-today"]

    day = placement.days.get()
    assert (day.date, day.portion, day.state) == (FRIDAY, 1, DayState.LOGGED)
    assert left == []


@pytest.mark.parametrize(
    "date",
    [dt.date(2026, 11, 21), dt.date(2026, 11, 11), dt.date(2026, 9, 18)],
    ids=["no day of the pattern week", "a public holiday", "before the start"],
)
def test_nothing_is_asked_on_a_day_without_work(placement, date):
    with clock.at(date):
        waiting = todo.waiting_for(person(placement, Role.STUDENT), date)

    assert [one for one in waiting if one.kind == "log-today"] == []


def test_pressing_twice_logs_once_and_says_why(placement, student):
    address = reverse("placements:day-as-planned", args=[placement.pk])
    with clock.at(FRIDAY):
        student.post(address)
        answer = student.post(address, follow=True)

    assert placement.days.count() == 1
    assert "20 november 2026" in str(list(answer.context["messages"])[-1])


def test_a_day_and_a_reflection_leave_in_one_press(placement, student):
    competences = Competence.objects.filter(version=placement.dossier.version_id)[:2]
    chosen = [competence.pk for competence in competences]
    with clock.at(FRIDAY):
        answer = student.post(
            reverse("placements:day-log", args=[placement.pk]), said(competences=chosen)
        )

    day, reflection = placement.days.get(), Reflection.objects.get(placement=placement)
    assert answer.url == reverse("placements:day", args=[day.pk]) + "?saved=1"
    assert [competence.pk for competence in day.competences.all()] == chosen
    assert (day.tasks, day.workload, day.learnt_something_new, day.got_feedback) == (
        "Bank aangesloten",
        2,
        True,
        False,
    )
    assert (reflection.day, reflection.prompt, reflection.audience, reflection.text) == (
        day,
        "felt",
        Audience.PRIVATE,
        "Ik durfde iets te vragen.",
    )


def test_a_refused_day_keeps_no_reflection_and_loses_no_word(placement, student):
    with clock.at(FRIDAY):
        days.log(
            by=person(placement, Role.STUDENT),
            placement=placement,
            content=DayContent(date=FRIDAY),
        )
        answer = student.post(reverse("placements:day-log", args=[placement.pk]), said())

    assert (placement.days.count(), Reflection.objects.count()) == (1, 0)
    assert answer.context["form"].errors.as_data()["date"][0].code == "day-already-logged"
    assert answer.context["form"]["tasks"].value() == "Bank aangesloten"
    assert answer.context["reflection"]["text"].value() == "Ik durfde iets te vragen."


def test_without_words_no_reflection_is_kept(placement, student):
    with clock.at(FRIDAY):
        student.post(
            reverse("placements:day-log", args=[placement.pk]), said(**{"reflection-text": " "})
        )

    assert (placement.days.count(), Reflection.objects.count()) == (1, 0)


def test_after_the_end_the_page_says_why_there_is_no_form(placement, student):
    Placement.objects.filter(pk=placement.pk).update(ended_at=clock.now())
    with clock.at(FRIDAY):
        answer = student.get(reverse("placements:day-log", args=[placement.pk]))

    assert [one.code for one in answer.context["obstacles"]] == ["placement-closed"]
    assert "data-draft-key" not in answer.content.decode()


def test_a_date_in_the_address_is_filled_in(placement, student):
    with clock.at(FRIDAY):
        answer = student.get(
            reverse("placements:day-log", args=[placement.pk]), {"date": "2026-11-18"}
        )

    assert answer.context["form"]["date"].value() == dt.date(2026, 11, 18)


def test_a_date_that_was_logged_is_not_offered_again(placement, student):
    with clock.at(FRIDAY):
        student.post(reverse("placements:day-log", args=[placement.pk]), said())
        answer = student.get(reverse("placements:day-log", args=[placement.pk]))

    assert answer.context["form"]["date"].value() is None


@pytest.mark.parametrize("date", ["gisteren", "2026-02-31", ""])
def test_a_date_that_is_none_becomes_today(placement, student, date):
    with clock.at(FRIDAY):
        answer = student.get(reverse("placements:day-log", args=[placement.pk]), {"date": date})

    assert answer.context["form"]["date"].value() == FRIDAY


def test_a_returned_day_goes_back_to_the_mentor_when_it_is_put_right(placement, student):
    day = work(placement, 1, confirm=False)[0]
    days.give_back(by=person(placement, Role.MENTOR), day=day, reason="Was je er ook 's middags?")
    with clock.at(FRIDAY):
        student.post(
            reverse("placements:day-change", args=[day.pk]),
            said(date=day.date.isoformat(), part="morning"),
        )

    day.refresh_from_db()
    assert (day.state, day.morning, day.afternoon) == (DayState.LOGGED, True, False)


def test_chips_that_were_used_last_stand_in_front(placement):
    first, second, third, fourth = Competence.objects.filter(version=placement.dossier.version_id)
    for date, practised in ((dt.date(2026, 9, 21), [second]), (dt.date(2026, 9, 22), [fourth])):
        with clock.at(FRIDAY):
            days.log(
                by=person(placement, Role.STUDENT),
                placement=placement,
                content=DayContent(date=date, competences=practised),
            )

    assert competences_last_used_first(placement) == [fourth, second, first, third]


def test_the_calendar_names_days_that_were_forgotten_and_holds_no_holidays(placement):
    work(placement, 35)  # up to and including 6 November
    with clock.at(dt.date(2026, 11, 13)):
        found = calendar(placement, list(placement.days.all()))

    assert [planned.date.day for planned in found.unlogged] == [12, 10, 9]
    assert [planned.date.day for planned in found.to_come] == [13, 16, 17, 18, 19]


def test_the_passport_shows_the_road_of_an_entry(placement):
    def road(day: WorkplaceDay) -> list[str]:
        return [where for _name, _when, where in passport(day)]

    day = work(placement, 1, confirm=False)[0]
    assert road(day) == ["done", "now", "", ""]
    days.mark_seen(by=person(placement, Role.MENTOR), placements=[placement])
    day.refresh_from_db()
    assert road(day) == ["done", "done", "now", ""]
    day = days.confirm(by=person(placement, Role.MENTOR), days=[day])[0]
    assert road(day) == ["done", "done", "done", "now"]


def test_pulses_are_for_student_and_coach(placement, client):
    with clock.at(FRIDAY):
        day = days.log(
            by=person(placement, Role.STUDENT),
            placement=placement,
            content=DayContent(date=FRIDAY, workload=3),
        )
        shown = {}
        for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
            client.force_login(person(placement, role))
            answer = client.get(reverse("placements:day", args=[day.pk]))
            shown[role] = "hoeveel werk" in answer.content.decode() or (
                "workload" in answer.content.decode()
            )

    assert shown == {Role.STUDENT: True, Role.MENTOR: False, Role.COACH: True}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_days_costs_the_same_for_one_and_for_three(
    placement, student, count, django_assert_num_queries: Callable
):
    work(placement, count)
    with clock.at(FRIDAY), django_assert_num_queries(18):
        student.get(reverse("placements:day-list", args=[placement.pk]))


def test_a_student_with_two_placements_finds_the_open_one_first(placement):
    user = person(placement, Role.STUDENT)
    second = make_placement(
        programme=placement.enrolment.programme,
        student=user,
        unit="deepening",
        starts_on=dt.date(2026, 10, 5),
    )
    Placement.objects.filter(pk=second.pk).update(ended_at=clock.now())

    with clock.at(FRIDAY):
        assert list(placements_of(user)) == [placement, second]
