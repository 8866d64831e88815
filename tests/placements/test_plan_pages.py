"""The plan in the browser: a calendar of weeks, one tap for the mentor, and clocks that change."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import news, todo
from accounts.enums import Role
from accounts.models import User
from config import clock
from placements import todos
from placements.actions import plans
from placements.models import Placement, WeekPattern
from tests.cast import TODAY, make_cast
from tests.cast_plan import REASON
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import work

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 9, 21)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
PLAN_QUERIES = 21
TODO_QUERIES = 3


@pytest.fixture
def placement() -> Placement:
    return make_placement(weekdays=(0, 1), ends_on=dt.date(2026, 12, 18))


def browser(placement: Placement, role: str) -> Client:
    return signed_in(person(placement, Role(role)))


def signed_in(user: User) -> Client:
    """With the pages in English."""
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user)
    return client


def placed(first: dt.date, last: dt.date, weekdays: tuple[int, ...]) -> Placement:
    """Of another year, with the people who speak then."""
    made = make_placement(weekdays=weekdays, starts_on=first, ends_on=last)
    with clock.at(first):
        return Placement.objects.with_people().get(pk=made.pk)


def calendar(placement: Placement, on: dt.date, role: str = "student") -> dict[str, str]:
    """'2026-09-21' -> what its cell says, of every date that the page of the plan names."""
    with clock.at(on):
        page = browser(placement, role).get(reverse("placements:plan", args=[placement.pk]))
    found = {}
    for month in re.findall(r'<table class="plan">.*?</table>', page.content.decode(), re.S):
        for date, cell in re.findall(r'\?date=([\d-]+)">(.*?)</a>', month, re.S):
            hidden = re.search(r'visually-hidden">[^:<]*:?\s*(.*?)</span>', cell, re.S)
            found[date] = html.unescape(hidden[1].strip())
    return found


def post(placement: Placement, role: str, name: str, key: int | None = None, **data):
    address = reverse(f"placements:{name}", args=[key or placement.pk])
    return browser(placement, role).post(address, data)


# --- the calendar


def test_the_calendar_shows_the_plan_beside_what_was_logged(placement):
    work(placement, 1)
    work(placement, 1, confirm=False)

    cells = calendar(placement, dt.date(2026, 9, 23))

    assert {date: cells[date] for date in sorted(cells)[:4]} == {
        "2026-09-21": "planned: the whole day, confirmed",
        "2026-09-22": "planned: the whole day, logged",
        "2026-09-23": "",
        "2026-09-24": "",
    }
    assert (min(cells), max(cells)) == ("2026-09-21", "2026-12-18")
    assert len(cells) == 89


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 10, 19), dt.date(2026, 10, 31)),
        (dt.date(2027, 3, 22), dt.date(2027, 4, 4)),
        (dt.date(2028, 2, 21), dt.date(2028, 3, 5)),
    ],
    ids=["clocks go back", "clocks go forward", "29 February"],
)
@pytest.mark.parametrize("hour", [0, 2, 23])
def test_every_date_stands_once_in_the_calendar_whatever_the_clock_does(first, last, hour):
    placement = placed(first, last, EVERY_DAY)
    dates = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]

    cells = calendar(
        placement, dt.datetime.combine(first + dt.timedelta(days=6), dt.time(hour, 30))
    )

    assert list(cells) == [date.isoformat() for date in dates]


@pytest.mark.parametrize("date", ["2026-10-25", "2027-03-28", "2028-02-29"])
def test_a_day_of_change_is_planned_logged_and_copied_like_any_other(date):
    day = dt.date.fromisoformat(date)
    first = day - dt.timedelta(days=day.weekday() + 7)
    placement = placed(first, first + dt.timedelta(days=34), (0,))
    with clock.at(dt.datetime.combine(day, dt.time(0, 30))):
        post(placement, "student", "plan-date", date=date, part="morning", instead="", note="")
        post(placement, "student", "day-as-planned")
        post(
            placement,
            "student",
            "plan-copy",
            source=(first + dt.timedelta(days=7)).isoformat(),
            target=first.isoformat(),
        )

    cells = calendar(placement, day)

    assert cells[date] == "planned: the morning, half a day logged"
    assert cells[(day - dt.timedelta(days=7)).isoformat()] == "planned: the morning"
    assert placement.days.get().date == day


def test_holidays_and_closures_are_named_in_the_week(placement):
    cells = calendar(placement, MONDAY)
    with clock.at(MONDAY):
        page = browser(placement, "coach").get(reverse("placements:plan", args=[placement.pk]))

    assert cells["2026-11-11"] == "Armistice Day"
    assert "Armistice Day: 11 November" in page.content.decode()


# --- changing it


def test_the_student_proposes_and_the_mentor_agrees_with_one_tap(placement):
    with clock.at(MONDAY):
        post(
            placement,
            "student",
            "week-propose",
            since="2026-10-05",
            mornings=["0", "2"],
            afternoons=["0"],
        )
        week = WeekPattern.objects.get()
        with translation.override("en"):
            waiting = todo.waiting_for(person(placement, Role.MENTOR), MONDAY)
        asked = next(one for one in waiting if one.kind == "week-proposed")
        answer = browser(placement, "mentor").post(asked.done_in_place)
        again = browser(placement, "mentor").post(asked.done_in_place, follow=True)

    assert (asked.title, asked.detail, asked.done_in_place_verb) == (
        "Amina Bouzid proposes another week",
        "Monday and Wednesday morning, from Mon 5 Oct on.",
        "Agree",
    )
    assert answer.url == reverse("placements:plan", args=[placement.pk])
    assert "This proposal has been answered or taken back." in again.content.decode()
    assert calendar(placement, MONDAY)["2026-10-07"] == "planned: the morning"
    week.refresh_from_db()
    assert week.agreed_by == person(placement, Role.MENTOR)


def test_a_refused_form_comes_back_with_its_words_and_says_why(placement):
    with clock.at(MONDAY):
        answer = post(
            placement,
            "student",
            "plan-date",
            date="2026-09-22",
            part="not",
            instead="2026-09-28",
            note="Rijexamen",
        )

    words = html.unescape(answer.content.decode())
    assert "You are expected on that day already." in words
    assert 'value="Rijexamen"' in words
    assert not placement.plan_exceptions.exists()


@pytest.mark.parametrize("date", ["2026-02-31", "gisteren", ""])
def test_an_address_with_a_date_that_is_none_opens_today(placement, date):
    with clock.at(MONDAY):
        address = reverse("placements:plan-date", args=[placement.pk])
        page = browser(placement, "student").get(f"{address}?date={date}")

    assert page.context["date"] == MONDAY


def test_as_planned_logs_the_half_that_was_planned(placement):
    with clock.at(MONDAY):
        plans.set_exception(
            by=person(placement, Role.STUDENT),
            placement=placement,
            date=MONDAY,
            morning=False,
            afternoon=True,
        )
        post(placement, "student", "day-as-planned")

    day = placement.days.get()
    assert (day.morning, day.afternoon) == (False, True)


def test_a_day_takes_over_the_words_of_another_but_not_how_it_felt(placement):
    day = work(placement, 1)[0]
    with clock.at(MONDAY + dt.timedelta(days=1)):
        type(day).objects.filter(pk=day.pk).update(tasks="Bank geboekt", workload=3)
        address = reverse("placements:day-log", args=[placement.pk])
        page = browser(placement, "student").get(f"{address}?copy={day.pk}")
        strange = browser(placement, "student").get(f"{address}?copy=999999")

    initial = page.context["form"].initial
    assert (initial["tasks"], initial["date"]) == ("Bank geboekt", dt.date(2026, 9, 22))
    assert "workload" not in initial
    assert "tasks" not in strange.context["form"].initial


# --- who reads what


def test_why_amina_is_away_reaches_nobody_but_her_and_her_coach():
    cast = make_cast()
    pages = [
        reverse("home"),
        *(
            reverse(f"placements:{name}", args=[cast.placement.pk])
            for name in ("plan", "placement", "day-list", "trialogue-list")
        ),
        reverse("mentors:desk"),
        reverse("placements:board"),
        reverse("placements:placement-list"),
        reverse("placements:closure-list"),
    ]
    read = {}
    with clock.at(TODAY):
        for name in ("student", "coach", "mentor", "coordinator", "teacher", "former_mentor"):
            client = signed_in(cast.actor(name))
            words = "".join(client.get(page).content.decode() for page in pages)
            words += str([(line.text, line.said) for line in news.recent(cast.actor(name), 50)])
            read[name] = (REASON in words, "Illness" in words)

    assert read == {
        "student": (True, True),
        "coach": (True, True),
        "mentor": (False, False),
        "coordinator": (False, False),
        "teacher": (False, False),
        "former_mentor": (False, False),
    }


# --- what it costs


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_however_much_departs_from_it(
    placement, count, django_assert_num_queries: Callable
):
    student = person(placement, Role.STUDENT)
    work(placement, count)
    with clock.at(dt.date(2026, 10, 1)):
        for number in range(count):
            date = dt.date(2026, 10, 7) + dt.timedelta(weeks=number)
            plans.set_exception(
                by=student, placement=placement, date=date, morning=True, afternoon=False
            )
            away = dt.date(2026, 11, 3) + dt.timedelta(weeks=number)
            plans.report_away(by=student, placement=placement, kind="leave", first=away, last=away)
    client = browser(placement, "student")
    address = reverse("placements:plan", args=[placement.pk])

    with clock.at(dt.date(2026, 10, 1)), django_assert_num_queries(PLAN_QUERIES):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_proposed_weeks_wait_in_the_same_number_of_queries(
    count, django_assert_num_queries: Callable
):
    mentor = make_user("Griet")
    for number in range(count):
        placement = make_placement(programme=make_programme(f"p-{number}"), mentor=mentor)
        with clock.at(MONDAY):
            plans.propose_week(
                by=person(placement, Role.STUDENT),
                placement=placement,
                since=dt.date(2026, 10, 5),
                mornings=[0],
                afternoons=[],
            )

    with django_assert_num_queries(TODO_QUERIES):
        assert len(list(todos.days.weeks_to_answer(mentor, MONDAY))) == count
