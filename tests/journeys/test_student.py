"""A student on the train: a day and a reflection on a phone, and the same with keys alone."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from config import clock
from placements.enums import Audience
from placements.models import Placement, Reflection
from tests import axe
from tests.factories import make_placement, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_KEYS = 60


@pytest.fixture
def placement(transactional_db) -> Placement:
    today = clock.today()
    return make_placement(
        starts_on=today - dt.timedelta(days=20), ends_on=today + dt.timedelta(days=200)
    )


def sign_in(page: Page, address: str, placement: Placement, role: str = Role.STUDENT) -> None:
    """Past the door, which has tests of its own."""
    client = Client()
    client.force_login(person(placement, role))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
    )


def at(placement: Placement, name: str) -> str:
    return reverse(f"placements:{name}", args=[placement.pk])


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.innerText.trim()")


def test_what_was_typed_outlives_the_page_and_leaves_in_one_press(new_page, live_server, placement):
    page = new_page(width=390, height=844)
    sign_in(page, live_server.url, placement)
    page.goto(live_server.url + at(placement, "day-log"))
    assert axe.faults(page) == []
    page.fill("[name=tasks]", "Bank aangesloten")
    page.fill("[name=reflection-text]", "Ik durfde iets te vragen.")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()

    page.reload()
    assert page.input_value("[name=tasks]") == "Bank aangesloten"
    page.get_by_label("Alleen ik").check()
    page.get_by_role("button", name="Verstuur mijn dag").click()
    page.wait_for_url("**/days/*/?saved=1")

    assert axe.faults(page) == []
    day, reflection = placement.days.get(), Reflection.objects.get()
    assert (day.date, day.tasks) == (clock.today(), "Bank aangesloten")
    assert (reflection.day, reflection.audience) == (day, Audience.PRIVATE)
    page.goto(live_server.url + at(placement, "day-log"))
    assert page.input_value("[name=tasks]") == ""


def test_a_draft_brings_back_the_question_it_answers(new_page, live_server, placement):
    page = new_page(width=390, height=844)
    sign_in(page, live_server.url, placement)
    page.goto(live_server.url + at(placement, "reflection-write"))
    question = page.locator("#question .q")
    first = question.inner_text()
    page.get_by_text("Kies een andere vraag").click()
    page.locator("[name=prompt]:not(:checked)").first.check()
    expect(question).not_to_have_text(first)
    chosen = question.inner_text()
    page.fill("[name=text]", "Ik weet het nog niet.")
    page.wait_for_timeout(1000)  # a draft is kept a moment after the last key

    page.reload()

    expect(question).to_have_text(chosen)
    assert page.input_value("[name=text]") == "Ik weet het nog niet."


def test_a_draft_does_not_wait_for_the_next_person_on_a_shared_device(
    new_page, live_server, placement
):
    page = new_page()
    sign_in(page, live_server.url, placement)
    page.goto(live_server.url + at(placement, "reflection-write"))
    page.fill("[name=text]", "Alleen voor mij.")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    held = page.evaluate("Object.values(localStorage).join()")

    page.context.clear_cookies()  # the session ran out; nobody signed out
    sign_in(page, live_server.url, placement, Role.MENTOR)
    page.goto(live_server.url)

    assert "Alleen voor mij." in held
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_another_question_takes_its_place_without_losing_a_word(new_page, live_server, placement):
    page = new_page(width=390, height=844)
    sign_in(page, live_server.url, placement)
    page.goto(live_server.url + at(placement, "day-log"))
    before = page.inner_text("#question .q")
    page.fill("[name=reflection-text]", "Ik durfde iets te vragen.")

    page.get_by_text("Kies een andere vraag").click()
    page.locator("[name=reflection-prompt]").nth(1).check()
    expect(page.locator("#question .q")).not_to_have_text(before)

    assert page.locator("#question").count() == 1
    assert page.input_value("[name=reflection-text]") == "Ik durfde iets te vragen."


def test_keys_alone_log_a_day(page, live_server, placement):
    sign_in(page, live_server.url, placement)
    page.goto(live_server.url + at(placement, "day-log"))

    for _key in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if focused(page) == "tasks":
            page.keyboard.type("Bank aangesloten")
        if focused(page) == "competences":
            page.keyboard.press("Space")
        if focused(page) == "Verstuur mijn dag":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/days/*/?saved=1")

    day = placement.days.get()
    assert (day.tasks, day.competences.count()) == ("Bank aangesloten", 4)
