"""What one prepares is kept while typing, without a connection too, and never over another text."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from config import clock
from placements.actions import preparations, trialogues
from placements.models import Preparation, Trialogue
from tests.factories import make_placement, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = dt.datetime(2026, 11, 20, 17)
MINE = "textarea[name=good]"


@pytest.fixture
def meeting(transactional_db, settings) -> Trialogue:
    settings.CLOCK_AT = timezone.make_aware(NOW)
    placement = make_placement()
    return trialogues.plan(
        by=person(placement, Role.COACH),
        placement=placement,
        starts_at=clock.now() + dt.timedelta(days=3),
    )


@pytest.fixture
def page(browser, live_server, meeting) -> Iterator[Page]:
    """A lost connection and a refusal stand in the console by right; an error of a script not."""
    context, problems, client = browser.new_context(locale="nl-BE"), [], Client()
    client.force_login(person(meeting.placement, Role.STUDENT))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/trialogues/{meeting.pk}/prepare/")
    yield page
    context.close()
    assert problems == []


def received(page: Page) -> None:
    expect(page.locator("[data-preparation-state]")).to_contain_text("Ontvangen", timeout=15_000)


def kept() -> str:
    return Preparation.objects.get().answers.get("good", "")


def test_it_is_kept_while_typing_and_from_a_tunnel_once_the_train_is_out(page):
    page.fill(MINE, "De btw.")
    received(page)
    first = kept()
    page.context.set_offline(True)
    page.fill(MINE, "De btw, en de bank.")
    expect(page.locator("[data-preparation-state]")).to_contain_text("dit toestel")
    page.wait_for_timeout(2000)
    in_the_tunnel = kept()
    page.context.set_offline(False)
    page.reload()
    received(page)

    assert (first, in_the_tunnel, kept()) == ("De btw.", "De btw.", "De btw, en de bank.")


def test_a_text_from_another_device_is_shown_and_never_written_over(page, meeting):
    page.fill(MINE, "Van de laptop.")
    received(page)
    preparations.write(
        by=person(meeting.placement, Role.STUDENT),
        trialogue=meeting,
        answers={"good": "Van de telefoon."},
        seen_version=1,
    )
    page.fill(MINE, "Van de laptop, verder.")
    expect(page.locator("[data-preparation-elsewhere]")).to_be_visible(timeout=15_000)
    untouched = kept()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("form#mine blockquote")).to_have_text("Van de telefoon.")
    page.fill(MINE, "Allebei.")
    page.wait_for_timeout(2000)
    while_merging = kept()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("form#mine blockquote")).to_have_count(0)

    assert (untouched, while_merging, kept()) == (
        "Van de telefoon.",
        "Van de telefoon.",
        "Allebei.",
    )
