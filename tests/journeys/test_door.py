"""Invited = able to act within a minute, on a phone, with a mailbox or without one."""

import re
import time
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page

from accounts.actions.invitations import invite
from accounts.models import User
from config import sms
from tests import axe
from tests.accounts.factories import code_in, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = 60


@pytest.fixture
def griet(settings, live_server, monkeypatch) -> User:
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(sms.LocmemBackend, "outbox", [])
    return make_person("Griet", phone="0470 12 34 56")


def by_sms(page: Page) -> None:
    """Two taps and eight digits; no mailbox is opened."""
    page.locator("button[value=sms]").tap()
    page.wait_for_url("**/sign-in/code/**")
    assert axe.faults(page) == []
    page.locator("input[name=code]").fill(code_in(sms.LocmemBackend.outbox[0].text))
    page.locator("main form button").first.tap()


def by_mail(page: Page) -> None:
    """The second mail's link, in the same browser: one tap."""
    page.locator("main form button").first.tap()
    page.wait_for_url("**/sign-in/code/**")
    page.goto(re.search(r"https?://\S+/sign-in/link/\S+", mail.outbox[-1].body).group(0))
    assert axe.faults(page) == []
    page.locator("main form button").first.tap()


@pytest.mark.parametrize("way", [by_mail, by_sms])
def test_from_the_invitation_to_ones_own_page(
    griet: User, new_page: Callable[..., Page], way: Callable[[Page], None], record_property
):
    page = new_page(width=390, height=844, has_touch=True)
    began = time.monotonic()

    page.goto(invite(griet, "/profile/"))
    assert axe.faults(page) == []
    way(page)
    page.wait_for_url("**/profile/")

    took = time.monotonic() - began
    record_property(f"invitation to own page, {way.__name__}: seconds without typing", round(took))
    assert took < MINUTE


def test_the_door_needs_no_script(griet: User, new_page: Callable[..., Page]):
    page = new_page(width=390, has_touch=True, java_script_enabled=False)
    page.goto(invite(griet, "/profile/"))
    page.locator("button[value=sms]").tap()
    page.wait_for_url("**/sign-in/code/**")
    page.locator("input[name=code]").fill(code_in(sms.LocmemBackend.outbox[0].text))
    page.locator("main form button").first.tap()
    page.wait_for_url("**/profile/")
