"""The notes of a visit are kept while typing, without a connection too, and never over another
text that was not seen."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from config import clock
from quality.actions import visit_notes, visits
from quality.actions.visits import Contact, Moment
from quality.models import Visit, VisitNote
from tests import axe
from tests.factories import make_placement, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = dt.datetime(2026, 11, 18, 11)
MINE = "textarea[name=more-words]"


@pytest.fixture
def visit(transactional_db, settings) -> Visit:
    settings.CLOCK_AT = timezone.make_aware(NOW)
    placement = make_placement()
    starts_at = clock.now() + dt.timedelta(hours=1)
    return visits.arrange(
        by=person(placement, Role.COACH),
        placement=placement,
        contact=Contact("Luc"),
        moment=Moment(starts_at, starts_at + dt.timedelta(hours=1)),
    )


@pytest.fixture
def page(browser, live_server, visit) -> Iterator[Page]:
    """On a tablet; a lost connection stands in the console by right, an error of a script not."""
    context, problems, client = browser.new_context(locale="nl-BE"), [], Client()
    client.force_login(visit.visitor)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    axe.bring(context)
    page = context.new_page()
    page.set_viewport_size({"width": 820, "height": 1180})
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/visits/{visit.pk}/notes/")
    yield page
    context.close()
    assert problems == []


def saved(page: Page) -> None:
    begin = page.locator("form[data-visit-notes]").get_attribute("data-saved").partition("{")[0]
    expect(page.locator("[data-visit-state]")).to_contain_text(begin, timeout=15_000)


def test_it_is_kept_while_typing_and_from_a_cellar_once_one_is_out(page):
    page.fill(MINE, "Boven")
    saved(page)
    page.context.set_offline(True)
    page.fill(MINE, "In de kelder")
    expect(page.locator("[data-visit-state]")).to_contain_text("dit toestel")
    page.wait_for_timeout(2000)
    below = VisitNote.objects.get().text
    page.context.set_offline(False)
    saved(page)

    assert (below, VisitNote.objects.get().text) == ("Boven", "In de kelder")


def test_a_device_that_was_closed_in_the_cellar_still_has_it(page):
    page.fill(MINE, "Boven")
    saved(page)
    page.route("**/notes/", lambda route: route.abort())
    page.fill(MINE, "In de kelder")
    page.wait_for_timeout(2000)
    below = VisitNote.objects.get().text
    page.unroute("**/notes/")
    page.reload()
    saved(page)

    assert (below, VisitNote.objects.get().text) == ("Boven", "In de kelder")


def test_what_another_device_wrote_is_shown_and_not_written_over(page, visit):
    page.fill(MINE, "Van de tablet")
    with_other = {"by": visit.visitor, "visit": visit, "seen": {}}
    visit_notes.write(texts={"more-words": "Van de telefoon"}, **with_other)

    expect(page.locator("[data-visit-theirs] blockquote")).to_have_text("Van de telefoon")
    assert VisitNote.objects.get().text == "Van de telefoon"
    page.fill(MINE, "Van de telefoon en de tablet")
    saved(page)

    assert VisitNote.objects.get().text == "Van de telefoon en de tablet"


def test_the_page_can_be_used_by_everybody(page):
    assert axe.faults(page) == []
