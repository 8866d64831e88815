"""Somebody at a screen: signs in, opens, presses, fills in and reads. Waits for what it expects."""

import re
from email.message import EmailMessage

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.factories import PASSWORD
from tests.processes import MailSink, wait_for


class Person:
    """One of the cast in a browser of their own; `address` is where the portal answers."""

    def __init__(self, page: Page, address: str, user: User, sink: MailSink | None = None) -> None:
        self.page, self.address, self.user, self.sink = page, address, user, sink
        self.presses = 0

    # --- coming in

    def sign_in(self) -> None:
        """With the password, as staff and students do."""
        self.open("/sign-in/")
        self.page.locator("summary", has_text="wachtwoord").click()
        self.page.locator("input[type=email]").last.fill(self.user.email)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.locator("input[type=password]").press("Enter")
        self.page.wait_for_url(f"{self.address}/")

    def come_in_by_mail(self, expected: str) -> None:
        """From the link in the latest mail, without a password, to the page it is about."""
        mails = len(self.mails())
        self.page.goto(link_in(self.mails()[-1], "invitation"))
        self.presses += 1
        self.press("Stuur me de link")
        self.page.goto(link_in(self.mail(mails), "sign-in/link"))
        self.presses += 1
        self.press("Kom binnen")
        self.page.wait_for_url(f"**{expected}")

    # --- mail

    def mails(self) -> list[EmailMessage]:
        assert self.sink is not None
        return self.sink.to(self.user.email)

    def mail(self, number: int = 0) -> EmailMessage:
        """The mail with this number, once it arrived; the first is 0."""
        wait_for(lambda: len(self.mails()) > number)
        return self.mails()[number]

    # --- pages

    def open(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the first button or link with this name."""
        place = within or self.page
        self.presses += 1
        button = place.get_by_role("button", name=name)
        button.or_(place.get_by_role("link", name=name)).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(label, exact=True).first.check()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """These words stand on the page (now, or in a moment)."""
        expect(self.page.locator("body")).to_contain_text(text)

    def download(self, path: str) -> bytes:
        """What this address hands to this person."""
        answer = self.page.context.request.get(self.address + path)
        assert answer.status == 200
        return answer.body()


def link_in(mail: EmailMessage, kind: str) -> str:
    """The first address of this kind in the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"{re.escape(settings.SITE_URL)}/{kind}/\S+", body.get_content())
    assert found is not None
    return found.group()
