"""How many taps a day costs a student on a phone, counted in a real browser at 390 px."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page

from accounts.enums import Role
from placements.models import Placement
from tests.factories import make_placement, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = dt.datetime(2026, 11, 20, 17)  # a Friday of the pattern week
MOST_AS_PLANNED, MOST_WITH_A_DEVIATION = 2, 8


@pytest.fixture
def placement(transactional_db, settings) -> Placement:
    settings.CLOCK_AT = timezone.make_aware(NOW)
    return make_placement()


class Thumb:
    """Taps, and counts them; typing is not tapping, choosing where to type is."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.tap()
        self.page.wait_for_load_state()

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


@pytest.fixture
def thumb(new_page, live_server, placement) -> Thumb:
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    client = Client()
    client.force_login(person(placement, Role.STUDENT))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(live_server.url)
    return Thumb(page)


def test_a_planned_day_is_logged_from_today_in_at_most_two_taps(thumb, placement, record_property):
    thumb.tap(thumb.page.get_by_role("button", name="Zoals gepland"))
    thumb.page.wait_for_url("**/days/*/")

    day = placement.days.get()
    assert (day.date, day.portion) == (NOW.date(), 1)
    assert thumb.taps <= MOST_AS_PLANNED
    record_property("taps from Today for a planned day", f"{thumb.taps} of {MOST_AS_PLANNED}")


def test_a_day_with_a_deviation_and_two_competences_takes_at_most_eight_taps(
    thumb, placement, record_property
):
    page = thumb.page
    thumb.tap(page.get_by_role("link", name="Vul mijn dag in"))
    page.wait_for_url("**/days/log/")
    thumb.tap(page.get_by_label("Voormiddag"))
    thumb.tap(page.locator("[name=tasks]"))
    thumb.type("Bank aangesloten")
    thumb.tap(page.get_by_label("Competentie 1"))
    thumb.tap(page.get_by_label("Competentie 3"))
    thumb.tap(page.get_by_role("button", name="Verstuur mijn dag"))
    page.wait_for_url("**/days/*/?saved=1")

    day = placement.days.get()
    practised = [competence.code for competence in day.competences.all()]
    assert (day.morning, day.afternoon, day.tasks) == (True, False, "Bank aangesloten")
    assert practised == ["C1", "C3"]
    assert thumb.taps <= MOST_WITH_A_DEVIATION
    record_property(
        "taps for a day with a deviation and two competences",
        f"{thumb.taps} of {MOST_WITH_A_DEVIATION}",
    )


def test_the_photo_field_opens_the_camera_and_the_words_are_plain_for_dictation(thumb):
    page = thumb.page
    page.get_by_role("link", name="Vul mijn dag in").tap()
    page.get_by_text("Toon het met een foto").tap()

    camera = page.locator("[name=file]")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == (
        "environment",
        "image/*",
    )
    assert page.locator("[name=tasks]").evaluate("(field) => field.tagName") == "TEXTAREA"
