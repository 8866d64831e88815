"""Two browsers on one meeting page, both typing: every word that was typed is there in the end.

`make proof-meeting` lets them type for five minutes; MEETING_SEED=… repeats a run's choices.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from accounts.enums import Role
from config import clock
from placements.actions import trialogue_notes
from placements.models import NoteRevision, Trialogue
from placements.overviews.trialogue import Meeting
from placements.rules.notes import Merged
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue
from tests.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS = int(os.environ.get("MEETING_SECONDS", "20"))
CONTROL_SECONDS = 12
SEED = int(os.environ.get("MEETING_SEED", "0")) or random.randrange(1, 10**6)
NOTE = "textarea[name=notes]"


@pytest.fixture
def meeting(transactional_db) -> Trialogue:
    today = clock.today()
    placement = make_placement(
        starts_on=today.replace(day=1), ends_on=today.replace(year=today.year + 1)
    )
    return hold_trialogue(placement, today)


@pytest.fixture
def enter(browser: Browser, live_server, meeting):
    """Opens the meeting page as somebody; an error of a script in it fails the test."""
    contexts, problems = [], []

    def open_page(role: str, width: int = 1280) -> Page:
        client = Client()
        client.force_login(person(meeting.placement, role))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        # A service worker would fetch past what a test does to the wire.
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="nl-BE", service_workers="block"
        )
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(live_server.url + reverse("placements:trialogue", args=[meeting.pk]))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@dataclass(eq=False)
class Typist:
    """Somebody who types word after word, here and there in the notes."""

    letter: str
    page: Page
    items: list[str]
    chance: random.Random
    words: list[str] = field(default_factory=list)
    to_type: str = ""
    is_offline: bool = False

    def step(self) -> None:
        if not self.to_type:
            self.turn()
        some = self.chance.randint(1, 3)
        now, self.to_type = self.to_type[:some], self.to_type[some:]
        self.page.keyboard.type(now)

    def turn(self) -> None:
        """Begin another word, mostly where one is."""
        if self.chance.random() < 0.04 and not self.is_offline:
            self.go_to(self.chance.choice(self.items))
        if self.chance.random() < 0.3:
            self.walk()
        word = f"{self.letter}{len(self.words):04};"
        self.words.append(word)
        self.to_type = self.chance.choice([" ", " ", "\n"]) + word

    def go_to(self, item: str) -> None:
        self.page.goto(self.page.url.split("?")[0] + f"?item={item}")
        self.sit()

    def sit(self) -> None:
        """At the end of the note, as one does."""
        self.page.locator(NOTE).focus()
        self.page.keyboard.press("Control+End")

    def walk(self) -> None:
        """To the end of a line further up."""
        self.page.keyboard.press("Control+End")
        for _line in range(self.chance.randint(0, 4)):
            self.page.keyboard.press("ArrowUp")
        self.page.keyboard.press("End")

    def go_offline(self, *, is_offline: bool) -> None:
        self.is_offline = is_offline
        self.page.context.set_offline(is_offline)

    def finish(self) -> None:
        """Type the word to its end and wait until the page says that nothing waits any more."""
        self.page.keyboard.type(self.to_type)
        self.to_type = ""
        self.go_offline(is_offline=False)
        wait_for(lambda: not self.page.evaluate(WAITING), seconds=30)


WAITING = """() => meetingNote.isDirty()
  || Object.keys(localStorage).some((key) => key.startsWith('trialoog-draft:'))"""


def type_together(
    meeting: Trialogue, enter: Callable[..., Page], seconds: float, *, notes: int
) -> list[Typist]:
    """Mentor and coach type in turns of a few keys, in so many notes; each is offline for a while
    in between."""
    chance = random.Random(SEED)
    items = [item.key for item in Meeting(meeting).items][:notes]
    two = [
        Typist(letter, enter(role), items, chance)
        for letter, role in (("m", Role.MENTOR), ("c", Role.COACH))
    ]
    for one in two:
        one.sit()
    start = clock.now()
    away = {two[0]: (0.3, 0.5), two[1]: (0.6, 0.7)}
    while (part := (clock.now() - start).total_seconds() / seconds) < 1:
        for one, (first, last) in away.items():
            if one.is_offline != (first <= part < last):
                one.go_offline(is_offline=not one.is_offline)
        one = chance.choice(two)
        one.step()
        one.page.wait_for_timeout(chance.choice([5, 20, 60]))
    for one in two:
        one.finish()
    return two


def lost(two: list[Typist], meeting: Trialogue) -> tuple[list[str], list[str]]:
    """Words that are in no note now, and words that were never received at all."""
    now = "\n".join(meeting.notes.values_list("text", flat=True))
    ever = "\n".join(NoteRevision.objects.values_list("text", flat=True))
    words = [word for one in two for word in one.words]
    return [word for word in words if word not in now], [word for word in words if word not in ever]


def test_two_people_type_at_once_and_no_word_is_lost(meeting, enter, record_property):
    two = type_together(meeting, enter, SECONDS, notes=2)

    missing, never = lost(two, meeting)
    record_property("meeting page, seconds of typing by two people", SECONDS)
    record_property("meeting page, words typed", sum(len(one.words) for one in two))
    record_property("meeting page, texts received and kept", NoteRevision.objects.count())
    record_property("meeting page, words not in the notes in the end", len(missing))
    assert (missing, never) == ([], []), f"MEETING_SEED={SEED}"
    shown = [note.text for note in meeting.notes.all()]
    assert all(shown)


def test_the_same_two_lose_words_when_the_last_one_to_save_wins(
    meeting, enter, monkeypatch, record_property
):
    """The control: without putting texts together this very proof finds losses."""
    monkeypatch.setattr(trialogue_notes, "merge", lambda base, mine, theirs, **names: Merged(mine))

    two = type_together(meeting, enter, CONTROL_SECONDS, notes=1)

    missing, _never = lost(two, meeting)
    record_property("meeting page without merging (control), words lost", len(missing))
    assert missing


def test_what_one_writes_the_other_sees_without_losing_the_caret(meeting, enter):
    coach, mentor = enter(Role.COACH), enter(Role.MENTOR, width=390)
    coach.locator(NOTE).fill("Eerste regel\nTweede regel")
    expect(mentor.locator(NOTE)).to_have_value("Eerste regel\nTweede regel")
    mentor.locator(NOTE).focus()
    mentor.locator(NOTE).evaluate("(field) => field.setSelectionRange(15, 15)")

    coach.locator(NOTE).fill("Nul\nEerste regel\nTweede regel")
    expect(mentor.locator(NOTE)).to_have_value("Nul\nEerste regel\nTweede regel")

    mentor.keyboard.type("X")
    assert mentor.locator(NOTE).input_value() == "Nul\nEerste regel\nTwXeede regel"


def test_what_was_written_without_a_connection_says_so_and_leaves_later(meeting, enter):
    mentor = enter(Role.MENTOR, width=390)
    mentor.context.set_offline(True)
    mentor.locator(NOTE).fill("In de kelder geschreven")
    expect(mentor.locator("[data-note-state]")).to_contain_text("toestel")
    assert not meeting.notes.exists()

    mentor.context.set_offline(False)
    expect(mentor.locator("[data-note-state]")).to_contain_text("Bewaard")
    assert meeting.notes.get().text == "In de kelder geschreven"


def test_what_the_others_agree_and_choose_appears_by_itself(meeting, enter):
    coach, mentor = enter(Role.COACH), enter(Role.MENTOR, width=390)
    coach.locator("#agreed [name=what]").last.fill("Samen nalezen")
    coach.get_by_role("button", name="Voeg toe", exact=True).click()

    expect(mentor.locator("#agreed table")).to_contain_text("Samen nalezen")


def test_what_an_earlier_page_could_not_send_a_later_one_sends(meeting, enter):
    first, second = [item.key for item in Meeting(meeting).items][:2]
    mentor = enter(Role.MENTOR, width=390)
    address, device = mentor.url.split("?")[0], mentor.context
    device.set_offline(True)
    mentor.locator(NOTE).fill("Voor de tunnel geschreven")
    expect(mentor.locator("[data-note-state]")).to_contain_text("toestel")
    mentor.close()
    assert not meeting.notes.exists()

    device.set_offline(False)
    device.new_page().goto(f"{address}?item={second}")
    wait_for(lambda: meeting.notes.filter(item=first).exists())
    assert meeting.notes.get(item=first).text == "Voor de tunnel geschreven"


def test_saving_and_going_on_leads_to_the_next_item(meeting, enter):
    first, second = [item.key for item in Meeting(meeting).items][:2]
    student = enter(Role.STUDENT, width=390)
    student.locator(NOTE).fill("Ik begin.")
    student.get_by_role("button", name="Bewaar en ga naar het volgende punt").click()
    student.wait_for_url(f"**/?item={second}*")

    assert meeting.notes.get().text == "Ik begin."
    assert meeting.notes.get().item == first
