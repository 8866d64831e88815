"""A calendar of one's own to subscribe to: a secret address that can be ended."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.secrets import fingerprint
from config import clock
from placements.actions import feeds, placements, trialogues
from placements.models import CalendarFeed, Placement
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_user, person
from tests.placements.ics import lines_of, read

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 10, 1, 12, 0)


@pytest.fixture
def placement() -> Placement:
    return make_placement(weekdays=(0,), ends_on=dt.date(2026, 12, 18), required_days=10)


@pytest.fixture
def today():
    with clock.at(TODAY) as now:
        yield now


def plan(placement: Placement, days: int = 5, **fields):
    return trialogues.plan(
        by=person(placement, Role.COACH),
        placement=placement,
        starts_at=clock.now() + dt.timedelta(days=days),
        **fields,
    )


def ask(token: str, **headers):
    return Client(headers=headers).get(reverse("placements:feed-read", args=[token]))


def titles(token: str) -> list[str]:
    text = ask(token).content.decode()
    lines_of(text)
    return [event.summary.value for event in read(text).contents.get("vevent", [])]


def test_it_holds_ones_own_meetings_and_no_words(placement, today):
    plan(placement, place="Gentbrugge")
    plan(make_placement(student=make_user("Jonas", "Peeters")))
    token = feeds.make(by=placement.mentor)

    assert titles(token) == ["Trialoog: Amina Bouzid"]
    text = ask(token).content.decode()
    assert [word for word in ("DESCRIPTION", "ATTENDEE", "METHOD") if word in text] == []


def test_a_student_may_have_the_planned_days_in_it(placement, today):
    without = titles(feeds.make(by=placement.student))
    with_days = titles(feeds.make(by=placement.student, with_days=True))

    assert without == []
    # The two Mondays that went by, and from now on the ten that are required.
    assert with_days == ["Veldeman-Rys"] * 12


def test_a_moved_meeting_is_the_same_event_at_another_hour(placement, today):
    meeting = plan(placement)
    token = feeds.make(by=placement.student)
    before = read(ask(token).content.decode()).vevent
    moved = meeting.starts_at + dt.timedelta(days=1)
    trialogues.move(by=placement.coach, trialogue=meeting, starts_at=moved, place="", video_link="")
    after = read(ask(token).content.decode()).vevent

    assert after.uid.value == before.uid.value
    assert after.dtstart.value == moved


def test_a_cancelled_meeting_is_gone(placement, today):
    meeting = plan(placement)
    token = feeds.make(by=placement.student)
    trialogues.cancel(by=placement.coach, trialogue=meeting, reason="Griet is ziek.")

    assert titles(token) == []


def test_a_replaced_mentor_loses_the_meetings_at_once(placement, today):
    plan(placement)
    token = feeds.make(by=placement.mentor)
    placements.change_person(
        by=placement.coach, placement=placement, role=Role.MENTOR, person=make_user("Sofie")
    )

    assert titles(token) == []


def test_only_a_hash_is_kept_and_a_new_address_ends_the_one_before(placement, today):
    first, second = (feeds.make(by=placement.student) for _ in range(2))

    rows = CalendarFeed.objects.order_by("pk").values_list("token_hash", flat=True)
    assert list(rows) == [fingerprint("calendar", first), fingerprint("calendar", second)]
    assert [ask(token).status_code for token in (first, second)] == [404, 200]


def test_revoked_left_and_never_made_are_one_answer(placement, today):
    revoked = feeds.make(by=placement.student)
    feeds.revoke(by=placement.student)
    left = feeds.make(by=placement.mentor)
    User.objects.filter(pk=placement.mentor.pk).update(is_active=False)

    answers = {token: ask(token) for token in (revoked, left, "never-made-at-all")}
    pages = {
        # What differs between any two requests: the address itself, and the form's secret.
        re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode().replace(token, ""))
        for token, answer in answers.items()
    }
    assert [answer.status_code for answer in answers.values()] == [404] * 3
    assert len(pages) == 1


def test_a_program_that_asks_again_hears_that_nothing_changed(placement, today):
    meeting = plan(placement)
    token = feeds.make(by=placement.student)
    first = ask(token)

    with clock.at(TODAY + dt.timedelta(minutes=5)):
        again = ask(token, if_none_match=first["ETag"])
        trialogues.move(
            by=placement.coach,
            trialogue=meeting,
            starts_at=meeting.starts_at + dt.timedelta(hours=1),
            place="",
            video_link="",
        )
        changed = ask(token, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_that_it_was_read_is_noted_once_an_hour(placement, today):
    token = feeds.make(by=placement.student)
    ask(token)
    with clock.at(TODAY + dt.timedelta(minutes=59)):
        ask(token)
    assert CalendarFeed.objects.get().last_read_at == today
    with clock.at(TODAY + dt.timedelta(minutes=60)) as later:
        ask(token)
    assert CalendarFeed.objects.get().last_read_at == later


def test_who_reads_it_all_the_time_has_to_wait(placement, today):
    token = feeds.make(by=placement.student)

    answers = [ask(token).status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]


def test_it_costs_the_same_for_one_meeting_as_for_three(
    placement, today, django_assert_num_queries
):
    token = feeds.make(by=placement.coach)
    for count in (1, 3):
        while count > len(titles(token)):
            plan(make_placement(coach=placement.coach))
        with django_assert_num_queries(5):
            ask(token)


def test_the_address_is_shown_once_and_the_page_says_when_it_was_read(client, placement, today):
    client.force_login(placement.student)
    page = reverse("placements:feed")
    made = client.post(page, {"with_days": "on"})
    address = made.context["address"]
    ask(address.rpartition("/")[2].removesuffix(".ics"))
    again = client.get(page)

    assert made["Cache-Control"] == "no-store"
    assert address in made.content.decode()
    assert address not in again.content.decode()
    feed = again.context["feed"]
    assert (feed.with_days, feed.last_read_at) == (True, today)


def test_who_has_no_days_to_plan_is_not_asked_about_them(client, placement, today):
    client.force_login(placement.mentor)

    assert "with_days" not in client.get(reverse("placements:feed")).context["form"].fields


@pytest.mark.django_db(transaction=True)
def test_two_new_addresses_at_once_leave_one_alive(placement):
    student = placement.student
    at_once(lambda _: feeds.make(by=student), 4)

    assert CalendarFeed.objects.count() == 4
    assert CalendarFeed.objects.alive().count() == 1
