"""Writing an agreement text: a field at the cursor, saved by itself, and without any script."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from config import clock
from placements.actions import texts
from placements.models import AgreementTextVersion
from placements.rules.texts import fingerprint
from tests import axe
from tests.factories import make_programme, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = dt.datetime(2026, 11, 20, 17)
FIRST = "textarea[name=b0-text]"


@pytest.fixture
def draft(transactional_db, settings) -> AgreementTextVersion:
    settings.CLOCK_AT = timezone.make_aware(NOW)
    wim = make_user("Wim", "Claes", language="en")
    programme = make_programme("accounting", coordinator=wim)
    return texts.start(by=wim, programme=programme, kind="workplace", language="nl")


@pytest.fixture
def open_article(browser, live_server, draft) -> Iterator[Callable[..., Page]]:
    """A refusal stands in the console by right; an error of a script does not."""
    problems, contexts = [], []

    def open_one(key: str = "closing", *, script: bool = True) -> Page:
        client = Client()
        client.force_login(draft.edited_by)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(locale="en-GB", java_script_enabled=script)
        contexts.append(context)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{live_server.url}/texts/{draft.pk}/articles/{key}/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def article(draft: AgreementTextVersion, key: str = "closing") -> dict:
    draft.refresh_from_db()
    return next(one for one in draft.content if one["key"] == key)


def saved(page: Page) -> None:
    expect(page.locator("[data-text-state]")).to_contain_text("Saved", timeout=15_000)


def test_a_field_comes_where_the_cursor_is_and_the_words_save_themselves(draft, open_article):
    page = open_article()
    page.fill(FIRST, "Beste , welkom.")
    page.locator(FIRST).evaluate("field => field.setSelectionRange(6, 6)")
    page.click("button[data-field=student]")
    saved(page)

    assert article(draft)["blocks"][0]["text"] == "Beste {student}, welkom."
    page.fill("input[name=gist]", "Kort.")
    saved(page)
    expect(page.locator("[data-text-state]")).to_be_visible()
    page.reload()
    assert page.input_value(FIRST) == "Beste {student}, welkom."


def test_what_is_not_right_is_said_while_one_types(draft, open_article):
    page = open_article()
    page.fill(FIRST, "Beste {studnt}.")
    saved(page)

    expect(page.locator("[data-faults='0'] .text-fault")).to_contain_text("{studnt}")
    assert axe.faults(page) == []


def test_what_another_wrote_meanwhile_is_never_overwritten_and_nothing_typed_is_lost(
    draft, open_article
):
    page = open_article()
    pieter = make_user("Pieter", "Baert")
    draft.text.programme.coordinators.add(pieter)
    old = article(draft)
    with clock.at(NOW):
        texts.save_article(
            by=pieter,
            version=draft,
            key="closing",
            article={**old, "gist": "Van Pieter."},
            seen=fingerprint(old),
        )
    page.fill(FIRST, "Van Wim.")
    expect(page.locator("[data-text-state]")).to_contain_text("Somebody else", timeout=15_000)
    page.click(".save-bar button[value=save]")

    expect(page.get_by_role("alert")).to_contain_text("Pieter Baert")
    assert page.input_value(FIRST) == "Van Wim."
    assert article(draft)["gist"] == "Van Pieter."
    assert axe.faults(page) == []
    page.get_by_role("button", name="Keep mine instead").click()
    page.wait_for_url("**#article-closing")
    assert article(draft)["blocks"][0]["text"] == "Van Wim."


def test_another_subject_takes_its_address_along(draft, open_article):
    page = open_article()
    page.select_option("#subject", "own")
    saved(page)
    page.fill(FIRST, "Iets van ons.")
    expect(page.locator("[data-text-state]")).to_contain_text("Saved")
    page.click(".save-bar button[value=save]")
    page.wait_for_url("**#article-own-1")

    assert article(draft, "own-1")["blocks"][0]["text"] == "Iets van ons."


def test_without_a_script_every_button_works(draft, open_article):
    page = open_article(script=False)
    page.get_by_role("button", name="Add a heading").click()
    page.locator("input[name=b2-text]").fill("Sleutels")
    page.get_by_role("button", name="Add a table").click()
    page.locator("input[name=b3-h0]").fill("Wat")
    page.locator("select[name=into]").select_option("2")
    page.locator("button[value='field:mentor']").click()
    page.get_by_role("button", name="Block 1: one place down").click()
    page.get_by_role("button", name="Remove block 1").click()
    page.locator(".save-bar button[value=save]").click()

    assert [block.get("text") for block in article(draft)["blocks"]] == [
        (
            "De bijlagen horen bij deze overeenkomst. De partijen tekenen elektronisch of op "
            "papier, met dezelfde waarde. De elektronische handtekening is een gewone "
            "elektronische handtekening; bijlage B zegt precies waarop ze steunt."
        ),
        "Sleutels {mentor}",
        None,
    ]
