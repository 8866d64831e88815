"""Every page that somebody of the cast may open: for everybody, on every screen, in both languages.

Which page is open to whom stands in tests/access/; each is seen in each width, each colour scheme
and each language at least once.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

import tests.access
from accounts.models import User
from config import clock
from config.web import LANGUAGE_COOKIE
from tests import axe
from tests.access import OK, Row
from tests.cast import TODAY, Cast, make_cast
from tests.journeys.words import foreign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTORS = ("student", "mentor", "coach", "coordinator", "anonymous")
NARROWEST = 320
# Each view and the next together hold every value of every dimension.
VIEWS = (
    (390, "light", "nl"),
    (1280, "dark", "en"),
    (390, "dark", "en"),
    (1280, "light", "nl"),
)
THIRD_PARTY = {"api-docs"}  # Swagger's own page
THE_MENTORS = {"placements:sign-off-ticket"}  # in the language of whom the coach shows it to

# What is wrong with the page as it stands, apart from what axe-core finds.
LOOK = """
() => ({
  lang: document.documentElement.lang,
  headings: document.querySelectorAll('h1').length,
  width: document.documentElement.scrollWidth,
})
"""


@dataclass(frozen=True)
class Visit:
    row: Row
    width: int
    scheme: str
    language: str

    def __str__(self) -> str:
        return f"{self.row.name} ({self.width}, {self.scheme}, {self.language})"


def rows() -> Iterator[Row]:
    for module in pkgutil.iter_modules(tests.access.__path__):
        listed = importlib.import_module(f"tests.access.{module.name}").ROWS
        # What a later row adds to the world must not change an earlier one.
        yield from (row for row in reversed(listed) if row.method == "get")


def plan() -> dict[str, list[Visit]]:
    """Who looks at what and how; a page that one person may open, that person sees twice."""
    visits: dict[str, list[Visit]] = {actor: [] for actor in ACTORS}
    for row in rows():
        open_to = [actor for actor in ACTORS if row.expected(actor) == OK]
        if row.name in THIRD_PARTY or not open_to:
            continue
        for number in range(max(2, len(open_to))):
            actor = open_to[number % len(open_to)]
            visits[actor].append(Visit(row, *VIEWS[number % len(VIEWS)]))
    return visits


PLAN = plan()
PAGES: dict[int, bool] = {}  # by the identity of a row in the plan


@pytest.fixture
def cast(transactional_db, settings) -> Cast:
    """The world of the access tests, committed, at its own moment in every thread."""
    settings.CLOCK_AT = timezone.make_aware(TODAY)
    return make_cast()


def speak(user: User | None, page: Page, address: str, language: str) -> None:
    if user is None:
        page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": address}])
    else:
        User.objects.filter(pk=user.pk).update(language=language)


def is_page(client: Client, row: Row, path: str) -> bool:
    """A file is no page to look at, nor is a part that a page asks for again; each row is asked
    once, whoever looks at it next."""
    if id(row) not in PAGES:
        answer = client.get(path)
        answer.close()
        PAGES[id(row)] = (
            answer.headers["Content-Type"].startswith("text/html")
            and answer.content.lstrip()[:9].lower() == b"<!doctype"
        )
    return PAGES[id(row)]


def faults(page: Page, visit: Visit) -> list[str]:
    look = page.evaluate(LOOK)
    found = axe.faults(page)
    found += [f"in the other language: {text}" for text in foreign(page, visit.language)]
    if look["lang"] != visit.language:
        found.append(f"says that it is in {look['lang']}")
    if look["headings"] != 1:
        found.append(f"{look['headings']} main headings")
    if look["width"] > visit.width:
        found.append(f"scrolls sideways: {look['width']} at {visit.width}")
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    if (narrow := page.evaluate(LOOK)["width"]) > NARROWEST:
        found.append(f"scrolls sideways: {narrow} at {NARROWEST}")
    return found


@pytest.mark.parametrize("actor", ACTORS)
def test_every_page_is_for_everybody(
    actor: str, cast: Cast, live_server, new_page: Callable[..., Page]
):
    user, client, page, wrong, seen = cast.actor(actor), Client(), new_page(), [], 0
    axe.bring(page.context)
    if user is not None:
        client.force_login(user)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        page.context.add_cookies(cookies)

    for visit in PLAN[actor]:
        path = reverse(visit.row.name, args=visit.row.args(cast))
        if not is_page(client, visit.row, path):
            continue
        for reader in {user, cast.mentor} if visit.row.name in THE_MENTORS else {user}:
            speak(reader, page, live_server.url, visit.language)
        page.emulate_media(color_scheme=visit.scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": visit.width, "height": 844})
        page.goto(live_server.url + path)
        wrong += [f"{visit}: {fault}" for fault in faults(page, visit)]
        seen += 1

    assert clock.now() == timezone.make_aware(TODAY)
    assert seen > (10 if user is None else 60)
    assert wrong == [], "\n".join(wrong)


def test_every_page_is_seen_in_every_way():
    seen = {}
    for visits in PLAN.values():
        for visit in visits:
            seen.setdefault(str(visit.row), set()).update(
                (visit.width, visit.scheme, visit.language)
            )

    assert all(ways == {390, 1280, "light", "dark", "nl", "en"} for ways in seen.values())
