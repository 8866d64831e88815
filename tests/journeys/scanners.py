"""What stands between a mailbox and a person: six kinds of scanner that open what is in a mail."""

import contextlib
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

Scanner = Callable[[Browser, str], None]
TIMEOUT_SECONDS = 20
PATIENCE_MS = 3000
MOST_CLICKS = 12
# What a form is filled in with, by the type of the field.
FILLING = {"email": "scanner@example.org", "password": "Scanner-2026-scanner"}
ANYTHING = "12345678"  # has the shape of a code


class HttpBrowser:
    """A browser without scripts: keeps cookies, follows redirects, sends the token of a form."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.url, self.text = "", ""

    def open(self, url: str, *, method: str = "GET", data: dict[str, str] | None = None) -> None:
        """Ask for a page; `url` and `text` are then those of the page where it ended."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(  # noqa: S310
            urljoin(self.url, url),
            data=body,
            method=method,
            headers={"Referer": self.url} if data is not None else {},
        )
        try:
            answer = self.opener.open(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.url, self.text = answer.url, answer.read().decode()

    def press(self, action: str = "", **data: str) -> None:
        """Send the form of this page, or the one that goes to `action`."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.text).group(1)
        data = {"csrfmiddlewaretoken": token, **data}
        self.open(action or self.url, method="POST", data=data)


def asks_for_the_head(browser: Browser, url: str) -> None:
    HttpBrowser().open(url, method="HEAD")


def opens(browser: Browser, url: str) -> None:
    HttpBrowser().open(url)


def opens_again_and_again(browser: Browser, url: str) -> None:
    same = HttpBrowser()
    for scanner in (same, same, same, HttpBrowser(), HttpBrowser()):
        scanner.open(url)


def runs_scripts(browser: Browser, url: str) -> None:
    with_page(browser, url, lambda page: page.wait_for_timeout(100))


def clicks_every_link(browser: Browser, url: str) -> None:
    def click(page: Page) -> None:
        for number in range(min(page.locator("a[href]").count(), MOST_CLICKS)):
            link = page.locator("a[href]").nth(number)
            if (link.get_attribute("href") or "").startswith(("/", "http", "?")):
                lands(page, lambda link=link: link.dispatch_event("click"))
                goes_back(page, url)

    with_page(browser, url, click)


def submits_every_form(browser: Browser, url: str) -> None:
    """Each button of each form, with every field filled in; then the forms of where that led."""

    def submit(page: Page) -> None:
        for number in range(page.locator("form button").count()):
            press_filled_in(page.locator("form button").nth(number))
            if page.url != url and page.locator("main form button").count():
                press_filled_in(page.locator("main form button").first)
            goes_back(page, url)

    with_page(browser, url, submit)


def press_filled_in(button: Locator) -> None:
    form = button.locator("xpath=ancestor::form")
    for field in form.locator("input:not([type=hidden]), textarea").all():
        kind = field.get_attribute("type") or "text"
        value = FILLING.get(kind, ANYTHING)
        field.evaluate("(field, value) => { field.value = value }", value)
    press = "button => button.form.requestSubmit(button)"
    lands(button.page, lambda: button.evaluate(press))


def lands(page: Page, press: Callable[[], None]) -> None:
    """Press, and be where that leads; some buttons lead nowhere."""
    with contextlib.suppress(PlaywrightTimeout):
        with page.expect_event("framenavigated", timeout=PATIENCE_MS):
            press()
        page.wait_for_load_state()


def goes_back(page: Page, url: str) -> None:
    """Once more, when a slow answer to the last press came in between."""
    try:
        page.goto(url)
    except PlaywrightError:
        page.wait_for_load_state()
        page.goto(url)


def with_page(browser: Browser, url: str, work: Callable[[Page], None]) -> None:
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_SECONDS * 1000)
    page.goto(url)
    work(page)
    context.close()


KINDS: dict[str, Scanner] = {
    "HEAD": asks_for_the_head,
    "GET": opens,
    "GET, again and again": opens_again_and_again,
    "a browser with scripts": runs_scripts,
    "clicks every link": clicks_every_link,
    "submits every form": submits_every_form,
}
