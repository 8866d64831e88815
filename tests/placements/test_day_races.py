"""Fifty devices, or one that asks fifty times, at the same moment: real requests in real threads
on PostgreSQL. And the same without the guard, so that a green line here means something."""

import datetime as dt
import json
import threading
import uuid

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import HistoryEntry
from config import clock
from placements.models import DayConflict, Placement, Reflection, WorkplaceDay
from tests.accounts.factories import at_once
from tests.factories import make_placement, person

pytestmark = pytest.mark.django_db(transaction=True)

FRIDAY = dt.date(2026, 11, 20)
TIMES = 50


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def signed_in(placement: Placement) -> str:
    client = Client()
    client.force_login(person(placement, Role.STUDENT))
    return client.cookies.output(header="", sep=";")


def post(placement: Placement, cookies: str, **data: str) -> tuple[int, str]:
    client = Client()
    client.cookies.load(cookies)
    address = reverse("placements:day-sync", args=[placement.pk])
    sent = {
        "date": "2026-11-20",
        "part": "whole",
        "tasks": "Bank aangesloten",
        "reflection-text": "Ik durfde iets te vragen.",
        "reflection-audience": "private",
    }
    with clock.at(FRIDAY):
        answer = client.post(address, sent | data)
    return answer.status_code, json.dumps(answer.json(), sort_keys=True)


def test_fifty_posts_of_one_day_at_once_make_one_day_and_answer_the_same(
    placement, record_property
):
    cookies, key = signed_in(placement), str(uuid.uuid4())

    answers = at_once(lambda _: post(placement, cookies, key=key), TIMES)

    assert set(answers) == {answers[0]}
    assert answers[0][0] == 200
    assert WorkplaceDay.objects.filter(placement=placement).count() == 1
    assert Reflection.objects.count() == 1
    assert HistoryEntry.objects.filter(action="day-logged").count() == 1
    assert DayConflict.objects.count() == 0
    record_property("50 simultaneous posts of one day", "1 day, 1 answer")


def test_twenty_devices_with_one_date_make_one_day_and_lose_no_text(placement):
    cookies = signed_in(placement)

    def from_device(number: int) -> tuple[int, str]:
        return post(placement, cookies, key=str(uuid.uuid4()), tasks=f"Toestel {number}")

    answers = at_once(from_device, 20)

    texts = {one.content["tasks"] for one in DayConflict.objects.all()}
    day = WorkplaceDay.objects.get(placement=placement)
    assert {status for status, _said in answers} == {200}
    assert texts | {day.tasks} == {f"Toestel {number}" for number in range(20)}


def test_without_the_lock_all_look_before_anybody_writes(placement):
    """Red control: the constraint alone keeps one day, but the others get an error, no answer."""
    key = uuid.uuid4()
    all_have_looked = threading.Barrier(20)

    def log_unguarded(_: int) -> WorkplaceDay:
        found = WorkplaceDay.objects.filter(key=key).first()
        all_have_looked.wait()
        return found or WorkplaceDay.objects.create(placement=placement, date=FRIDAY, key=key)

    answers = at_once(log_unguarded, 20)

    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 19
