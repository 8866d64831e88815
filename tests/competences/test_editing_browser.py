"""Putting a framework in order with a mouse, with keys alone, and without JavaScript."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from competences.actions import drafts
from competences.models import FrameworkVersion
from tests import axe
from tests.factories import make_programme, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(transactional_db) -> FrameworkVersion:
    """C1 and C2 under OLR1, C3 and C4 under OLR2."""
    wim = make_user("Wim", "Claes", language="en")
    published = make_programme("accounting", coordinator=wim).frameworks.get().versions.get()
    return drafts.start_draft(by=wim, version=published)


def outline(page: Page, address: str, draft: FrameworkVersion) -> None:
    client = Client()
    client.force_login(draft.framework.programme.coordinators.get())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
    )
    page.goto(address + reverse("competences:draft-edit", args=[draft.pk]))


def codes(page: Page) -> Locator:
    return page.locator(".outline .line .code")


def line(page: Page, code: str) -> Locator:
    return page.locator(".outline .line").filter(has=page.locator(f".code:text-is('{code}')"))


def middle(line: Locator, *, down: float = 0.5) -> tuple[float, float]:
    box = line.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * down


def drag(page: Page, source: Locator, target: Locator, *, down: float) -> None:
    page.mouse.move(*middle(source))
    page.mouse.down()
    page.mouse.move(*middle(target), steps=4)
    page.mouse.move(*middle(target, down=down), steps=4)
    page.mouse.up()


def test_a_line_is_dragged_to_its_place_and_under_another_heading(page, live_server, draft):
    outline(page, live_server.url, draft)
    assert axe.faults(page) == []

    drag(page, line(page, "C1"), line(page, "C4"), down=0.9)
    expect(codes(page)).to_have_text(["OLR1", "C2", "OLR2", "C3", "C4", "C1"])

    drag(page, line(page, "C4"), line(page, "OLR1"), down=0.5)
    expect(codes(page)).to_have_text(["OLR1", "C4", "C2", "OLR2", "C3", "C1"])
    expect(page.locator("#said")).to_have_text("C4 now stands at place 1 of 2 under OLR1.")


def test_keys_alone_put_a_line_in_its_place_and_the_focus_goes_along(page, live_server, draft):
    outline(page, live_server.url, draft)

    line(page, "C1").get_by_role("button", name="C1 one place down").press("Enter")
    expect(codes(page)).to_have_text(["OLR1", "C2", "C1", "OLR2", "C3", "C4"])
    expect(page.locator("#said")).to_have_text("C1 now stands at place 2 of 2 under OLR1.")
    expect(line(page, "C1").get_by_role("button", name="C1 one place down")).to_be_focused()

    page.keyboard.press("Enter")
    expect(codes(page)).to_have_text(["OLR1", "C2", "OLR2", "C1", "C3", "C4"])

    line(page, "OLR2").get_by_role("link").first.press("Alt+ArrowUp")
    expect(codes(page)).to_have_text(["OLR2", "C1", "C3", "C4", "OLR1", "C2"])


def test_without_javascript_the_buttons_do_the_same(new_page, live_server, draft):
    page = new_page(width=390, java_script_enabled=False)
    outline(page, live_server.url, draft)

    line(page, "C1").get_by_role("button", name="C1 one place down").press("Enter")

    expect(codes(page)).to_have_text(["OLR1", "C2", "C1", "OLR2", "C3", "C4"])
    expect(line(page, "C1").get_by_role("button", name="C1 one place down")).to_be_focused()
