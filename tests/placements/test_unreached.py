"""Somebody whom our mail does not reach: who is told, and who puts it right."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts import todo
from accounts.actions import bounces
from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.actions import placements
from placements.models import Placement
from placements.overviews.unreached import unreached
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    programme = make_programme("one")
    programme.coordinators.add(make_user("Els"))
    with clock.at(dt.date(2026, 9, 18)):
        return make_placement(
            programme=programme,
            student=make_user("Amina"),
            mentor=make_user("Wim"),
            coach=make_user("Katrien"),
        )


def comes_back(person: User) -> None:
    with clock.at(DAY):
        bounces.record(
            person=person,
            mail=None,
            address=person.email,
            status="5.1.1",
            detail="no such user",
            at=clock.now(),
        )


def told(person: User) -> list[str]:
    with clock.at(DAY):
        return [one.title for one in todo.waiting_for(person, DAY) if "mail-c" in one.kind]


def test_coach_and_coordinator_are_told_and_nobody_else(placement):
    comes_back(placement.mentor)
    coordinator = placement.enrolment.programme.coordinators.get()
    others = [placement.student, placement.mentor, make_user("Olga")]

    assert [len(told(one)) for one in (placement.coach, coordinator)] == [1, 1]
    assert [told(one) for one in others] == [[], [], []]


def test_mentor_who_was_replaced_is_no_concern_any_more(placement):
    before = placement.mentor
    comes_back(before)
    with clock.at(dt.date(2026, 11, 19)):
        placements.change_person(
            by=placement.coach, placement=placement, role=Role.MENTOR, person=make_user("Griet")
        )

    with clock.at(DAY):
        assert list(unreached(placement.coach)) == []


def test_try_again_lets_mail_leave_and_the_page_is_gone(placement):
    comes_back(placement.mentor)
    client = Client()
    client.force_login(placement.coach)
    address = reverse("placements:unreached", args=[placement.mentor.pk])

    with clock.at(DAY):
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 302
        assert client.get(address).status_code == 404

    placement.mentor.refresh_from_db()
    assert placement.mentor.mail_stopped_at is None


def test_new_address_in_the_administration_lets_mail_leave(placement):
    mentor = placement.mentor
    comes_back(mentor)
    boss = User.objects.create_superuser("boss@example.org", first_name="A", last_name="B")
    client = Client()
    client.force_login(boss)
    fields = {
        "email": "wim.new@example.org",
        "first_name": mentor.first_name,
        "last_name": mentor.last_name,
        "phone": "",
        "language": "nl",
        "is_active": "on",
    }

    answer = client.post(reverse("admin:accounts_user_change", args=[mentor.pk]), fields)

    assert answer.status_code == 302
    mentor.refresh_from_db()
    assert (mentor.email, mentor.mail_stopped_at) == ("wim.new@example.org", None)


def test_person_reads_on_today_that_messages_do_not_arrive(placement):
    comes_back(placement.mentor)
    client = Client()
    client.force_login(placement.mentor)

    with clock.at(DAY):
        page = client.get("/").content.decode()

    assert page.count(placement.mentor.email) == 1
