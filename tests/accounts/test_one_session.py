"""Fifty presses of one link at the same moment give one session, round after round; with the
guard taken out the same proof finds more. `make proof-door` plays a hundred rounds."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.actions import sign_in
from accounts.actions.limits import Asker
from accounts.models import SignInRequest, User
from accounts.sessions import BROWSER_COOKIE
from config import clock
from tests.accounts.factories import at_once, make_person

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("DOOR_ROUNDS", "3"))
PRESSES = 50
BROWSER = "b" * 43


def asked_by(person: User) -> sign_in.Secrets:
    """A link and code that were just sent."""
    asked = sign_in.ask(email=person.email, asker=Asker(BROWSER))
    request = SignInRequest.objects.get(reference=asked.reference)
    SignInRequest.objects.filter(pk=request.pk).update(sent_at=None)
    return sign_in.make_secrets(request_id=request.pk)


def press_the_button(secrets: sign_in.Secrets) -> bool:
    client = Client()
    client.cookies[BROWSER_COOKIE] = BROWSER
    client.post(reverse("accounts:sign-in-link", args=[secrets.token]))
    return settings.SESSION_COOKIE_NAME in client.cookies


def type_the_code_elsewhere(secrets: sign_in.Secrets) -> bool:
    client = Client()
    page = reverse("accounts:sign-in-link", args=[secrets.token])
    client.post(page, {"code": secrets.code})
    return settings.SESSION_COOKIE_NAME in client.cookies


def sessions_per_round(way_in: Callable[[sign_in.Secrets], bool], rounds: int) -> list[int]:
    """How many sessions fifty tries at once opened, in each round; and that no later one did."""
    found = []
    for number in range(rounds):
        secrets = asked_by(make_person(email=f"griet.{number}@example.org"))
        Session.objects.all().delete()
        entered = at_once(lambda _, secrets=secrets: way_in(secrets), PRESSES)
        assert Session.objects.count() == entered.count(True)
        assert way_in(secrets) is False
        found.append(entered.count(True))
    return found


@pytest.mark.parametrize("way_in", [press_the_button, type_the_code_elsewhere])
def test_fifty_at_once_open_one_session(way_in, record_property):
    found = sessions_per_round(way_in, ROUNDS)

    record_property(f"{PRESSES} at once x {ROUNDS} rounds, {way_in.__name__}: sessions", sum(found))
    assert found == [1] * ROUNDS


def test_without_the_conditional_update_the_same_proof_finds_more(monkeypatch, record_property):
    def look_then_write(request: SignInRequest, **proof: str) -> User | None:
        row = SignInRequest.objects.select_related("user").get(pk=request.pk)
        if row.used_at:
            return None
        row.used_at = clock.now()
        row.save()
        return row.user

    monkeypatch.setattr(sign_in, "_spend", look_then_write)

    rounds = min(ROUNDS, 10)
    found = sessions_per_round(press_the_button, rounds)

    record_property(f"red control, {rounds} rounds without the guard: sessions", sum(found))
    assert max(found) > 1
