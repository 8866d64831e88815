"""Somebody at a screen: signs in, opens, presses, fills in and reads. Waits for what it expects.

Words of the portal are named by their English msgid; the page may be in another language.
"""

import re
from email.message import EmailMessage

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.factories import PASSWORD
from tests.processes import MailSink, wait_for


class Person:
    """One of the cast in a browser of their own; `address` is where the portal answers."""

    def __init__(self, page: Page, address: str, user: User, sink: MailSink) -> None:
        self.page, self.address, self.user, self.sink = page, address, user, sink
        self.presses = 0

    def words(self, msgid: str, **values: object) -> str:
        """This sentence in the language of this person."""
        with translation.override(self.user.language):
            said = translation.gettext(msgid)
            if said == msgid:  # perhaps the singular of two: Python 3.11.2 has those apart
                said = translation.ngettext(msgid, msgid, 1)
        return said % values if values else said

    # --- coming in

    def sign_in(self, password: str = PASSWORD) -> None:
        """With the password, as staff and students do."""
        self.open("accounts:sign-in")
        self.page.get_by_text(self.words("Sign in with your password")).click()
        self.page.get_by_label(self.words("Your e-mail address")).last.fill(self.user.email)
        self.page.locator("input[type=password]").fill(password)
        self.page.locator("input[type=password]").press("Enter")
        self.page.wait_for_url(f"{self.address}/")

    def come_in_by_mail(self, verb: str) -> None:
        """From the link behind this verb in the latest mail, without a password, to its page."""
        mails = len(self.mails())
        self.page.goto(link_in(self.mails()[-1], f"{self.words(verb)}: "))
        self.press("Send me the link")
        self.page.goto(link_in(self.mail(mails)))
        self.press("Come in")
        self.presses += 2  # the two links in the mails
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    # --- mail

    def mails(self) -> list[EmailMessage]:
        return self.sink.to(self.user.email)

    def mail(self, number: int = 0) -> EmailMessage:
        """The mail with this number, once it arrived; the first is 0."""
        wait_for(lambda: len(self.mails()) > number)
        return self.mails()[number]

    # --- pages

    def open(self, name: str, *args: object) -> None:
        """Open the page with this URL name."""
        answer = self.page.goto(self.address + reverse(name, args=args))
        assert answer is not None
        assert answer.status == 200

    def press(self, msgid: str, **values: object) -> None:
        """Press the first button or link that is called so, and wait for where it leads."""
        place, name = self.page.locator("main"), self.words(msgid, **values)
        button = place.get_by_role("button", name=name)
        self.tap(button.or_(place.get_by_role("link", name=name)).first)

    def tap(self, target: Locator) -> None:
        self.presses += 1
        target.click()
        self.page.wait_for_load_state()

    def fill(self, msgid: str, text: str) -> None:
        self.page.get_by_label(self.words(msgid)).first.fill(text)

    def choose(self, msgid: str) -> None:
        """Tick or choose what is called so."""
        self.page.get_by_label(self.words(msgid)).first.check(force=True)

    def choose_everywhere(self, label: str) -> int:
        """Choose the same answer to every question that has it; answers how many."""
        answers = self.page.get_by_label(label, exact=True).all()
        for answer in answers:
            answer.check(force=True)
        return len(answers)

    def sees(self, msgid: str, **values: object) -> None:
        """These words stand on the page, now or in a moment."""
        expect(self.page.locator("main")).to_contain_text(self.words(msgid, **values))

    def download(self, name: str, *args: object) -> bytes:
        """What this address hands to this person."""
        answer = self.page.context.request.get(self.address + reverse(name, args=args))
        assert answer.status == 200
        return answer.body()


def link_in(mail: EmailMessage, before: str = "") -> str:
    """The first address of our own in the plain text of a mail, right after these words."""
    body = mail.get_body(("plain",))
    assert body is not None
    address = re.escape(settings.SITE_URL)
    found = re.search(rf"{re.escape(before)}({address}/\S+)", body.get_content())
    assert found is not None
    return found.group(1)
