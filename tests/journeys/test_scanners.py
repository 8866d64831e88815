"""Six kinds of mail scanner open every link of our mails first: none spends one, none gets in, and
the person does, in the browser that asked and in another. `make proof-door` takes fifty of
each."""

import os
import re
import time
from dataclasses import dataclass

import pytest
from django.core import mail
from playwright.sync_api import Browser

from accounts.actions import sign_in
from accounts.actions.invitations import invite
from accounts.models import KnownBrowser, SignInRequest, User
from accounts.views.links import SignInLink
from tests.accounts.factories import code_in, make_person
from tests.journeys.scanners import KINDS, HttpBrowser, Scanner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINKS = int(os.environ.get("DOOR_LINKS", "2"))
LONGEST_SECONDS = 900


@dataclass
class Counted:
    """`links` were sent, opened by a scanner, and then tried by whom they were for."""

    links: int = 0
    spent: int = 0
    sessions: int = 0
    people: int = 0
    people_elsewhere: int = 0

    def __str__(self) -> str:
        return (
            f"{self.spent} of {self.links} links spent, {self.sessions} sessions for it; people in"
            f" afterwards {self.people} (same browser) and {self.people_elsewhere} (other, by code)"
        )


@pytest.fixture
def address(settings, live_server) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


def one_time_link(body: str) -> str:
    return re.search(r"https?://\S+/sign-in/link/\S+", body).group(0)


def scanned_mail(person: User, scanner: Scanner, browser: Browser) -> tuple[HttpBrowser, str]:
    """A person's browser that asked for a link, and the mail with it: the scanner opened the
    invitation before, that one-time link, and those of all mails it caused itself."""
    invitation = invite(person, "/profile/")
    scanner(browser, invitation)
    own = HttpBrowser()
    own.open(invitation)
    own.press()
    mine = [message.body for message in mail.outbox if message.to == [person.email]]
    for body in mine:
        scanner(browser, one_time_link(body))
    return own, mine[-1]


def count(scanner: Scanner, browser: Browser, links: int) -> Counted:
    """Let the scanner have `links` mails: half of them for the browser that asked, half for
    another."""
    found, ends = Counted(), time.monotonic() + LONGEST_SECONDS
    for number in range(links):
        assert time.monotonic() < ends, f"not done after {LONGEST_SECONDS} seconds: {found}"
        mail.outbox.clear()
        KnownBrowser.objects.all().delete()
        SignInRequest.objects.all().delete()
        own, body = scanned_mail(make_person(), scanner, browser)
        found.links += 1
        # Whoever comes in leaves such a row, also who then presses "sign out".
        found.sessions += KnownBrowser.objects.count()
        found.spent += SignInRequest.objects.filter(used_at__isnull=False).exists()
        if number % 2:
            own.open(one_time_link(body))
            own.press()
            found.people += own.url.endswith("/profile/")
        else:
            other = HttpBrowser()
            other.open(one_time_link(body))
            if 'name="code"' in other.text:
                other.press(code=code_in(body))
            found.people_elsewhere += other.url.endswith("/profile/")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_scanner_spends_nothing_and_the_person_comes_in(kind, browser, address, record_property):
    found = count(KINDS[kind], browser, LINKS)

    record_property(f"mail scanner ({kind})", str(found))
    assert found == Counted(
        links=LINKS, spent=0, sessions=0, people=LINKS // 2, people_elsewhere=LINKS // 2
    )


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_guards_the_same_count_is_red(
    kind, browser, address, record_property, monkeypatch
):
    """A link that signs in whoever opens it, in any browser."""
    monkeypatch.setattr(sign_in, "is_asking_browser", lambda request, browser: True)
    monkeypatch.setattr(sign_in, "spend_link", sign_in_without_the_browser)
    monkeypatch.setattr(SignInLink, "get", SignInLink.post)

    found = count(KINDS[kind], browser, 2)

    record_property(f"red control ({kind})", str(found))
    assert (found.links, found.spent) == (2, 2)
    assert found.sessions >= 2
    assert (found.people, found.people_elsewhere) == (0, 0)


def sign_in_without_the_browser(*, request: SignInRequest, browser: str) -> User | None:
    return sign_in._spend(request)
