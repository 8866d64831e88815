"""Two taps at the same moment, on PostgreSQL as it is: signed once, and signed together."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import HistoryEntry
from mentors.enums import TaskStage
from mentors.models import OnboardingSignature, OnboardingStep, TaskSignOff
from mentors.overviews.onboarding import onboarding
from mentors.overviews.tasks import take_over
from tests.accounts.factories import at_once
from tests.factories import make_placement, person
from tests.mentors.starts import add_task, begin, tick_all

pytestmark = pytest.mark.django_db(transaction=True)
TAPS = 10


def test_ten_taps_at_once_sign_the_onboarding_once():
    placement = make_placement()
    begin(placement, "Rondleiding")
    tick_all(placement)
    student, url = (
        person(placement, Role.STUDENT),
        reverse("mentors:onboarding-sign", args=[placement.pk]),
    )
    shown = onboarding(placement).edition

    def tap(_: int) -> int:
        client = Client()
        client.force_login(student)
        return client.post(url, {"shown": shown}).status_code

    assert at_once(tap, TAPS) == [302] * TAPS
    assert OnboardingSignature.objects.count() == 1
    assert HistoryEntry.objects.filter(action="onboarding-signed").count() == 1


def test_ten_taps_of_both_at_once_sign_a_step_off_once_each():
    placement = make_placement()
    task = add_task(placement)
    people = [person(placement, role) for role in (Role.STUDENT, Role.MENTOR)]

    def tap(number: int) -> int:
        client = Client()
        client.force_login(people[number % 2])
        return client.post(reverse("mentors:task-tap", args=[task.pk]), {"stage": "1"}).status_code

    assert at_once(tap, TAPS) == [302] * TAPS
    assert TaskSignOff.objects.count() == 2
    [line] = take_over(placement, people[0]).lines
    assert line.standing.reached == TaskStage.SHOWN
    reached = HistoryEntry.objects.filter(action="task-signed-off", data__reached=1)
    assert reached.count() == 1


def test_ten_taps_at_once_begin_one_list():
    placement = make_placement()
    student = person(placement, Role.STUDENT)

    def tap(_: int) -> int:
        client = Client()
        client.force_login(student)
        return client.post(reverse("mentors:onboarding-start", args=[placement.pk])).status_code

    assert at_once(tap, TAPS) == [302] * TAPS
    assert OnboardingStep.objects.count() == 11
