"""A self-evaluation lived through twice: what was left open goes on, and is closed there."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from competences.models import AcademicYear
from quality.actions import checklists
from quality.models import ChecklistAnswer, ChecklistItem, Cycle, CycleAction
from tests.factories import make_placement, make_programme, make_user
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTUMN, NEXT_AUTUMN = dt.datetime(2026, 11, 20, 17), dt.datetime(2027, 11, 19, 17)
TODO = "Gidsen voor mentoren herschrijven"


@pytest.fixture
def people(transactional_db, settings) -> dict[str, User]:
    settings.CLOCK_AT = timezone.make_aware(AUTUMN)
    checklists.load()
    found = {
        "wim": make_user("Wim", "Claes", email="wim@example.org"),
        "griet": make_user("Griet", "Moerman", email="griet@example.org"),
        "katrien": make_user("Katrien", "Dhaeseleer", email="katrien@example.org"),
    }
    programme = make_programme("accounting", coordinator=found["wim"])
    make_placement(programme=programme, mentor=found["griet"], coach=found["katrien"])
    AcademicYear.objects.create(
        name="2027-2028", starts_on=dt.date(2027, 9, 13), ends_on=dt.date(2028, 9, 12)
    )
    return found


@pytest.fixture
def screen(people, new_page, live_server, smtp_sink) -> Callable[[str], Person]:
    """Somebody signed in, in a browser of their own."""

    def sit_down(key: str) -> Person:
        person = Person(new_page(), live_server.url, people[key], smtp_sink)
        person.sign_in()
        return person

    return sit_down


def test_a_cycle_is_lived_through_twice_and_an_action_goes_on(screen, people, settings):
    wim, griet, katrien = screen("wim"), screen("griet"), screen("katrien")

    first = begin(wim, "2026-2027")
    invite(wim, "mentor", "competence coach", answer_by="2026-12-04")
    answer_about_the_programme(griet, first, "guide_training", "partly")
    discuss(wim, first, "guide_training", "Mentoren willen kortere gidsen.")
    agree(wim, first, TODO, "Katrien Dhaeseleer", "2026-12-18")
    conclude(wim, first, "Een goed jaar, met te lange gidsen.")
    expect(wim.page.locator("main")).to_contain_text("Een goed jaar, met te lange gidsen.")

    settings.CLOCK_AT = timezone.make_aware(NEXT_AUTUMN)
    second = begin(wim, "2027-2028")
    wim.sees("went on from %(year)s", year="2026-2027")
    wim.sees("Last time:")
    finish(katrien, TODO, "In drie talen, elk een bladzijde.")
    invite(wim, "coordinator", answer_by="2027-12-03")
    answer_about_the_programme(wim, second, "guide_training", "yes")
    compared(wim, second)
    discuss(wim, second, "guide_training", "De gidsen worden gelezen.")
    conclude(wim, second, "Alles van vorig jaar is gedaan.")

    carried = CycleAction.objects.get(carried_from__isnull=False)
    assert (carried.cycle_id, carried.done_by, carried.done_words) == (
        second,
        people["katrien"],
        "In drie talen, elk een bladzijde.",
    )
    kept = [
        {point["key"]: point for point in cycle.snapshot["points"]}["guide_training"]
        for cycle in Cycle.objects.order_by("pk")
    ]
    assert [(point["answers"], point["conclusion"]) for point in kept] == [
        ({"mentor": {"partly": 1}}, "Mentoren willen kortere gidsen."),
        ({"coordinator": {"yes": 1}}, "De gidsen worden gelezen."),
    ]
    assert [answer.cycle_id for answer in ChecklistAnswer.objects.all()] == [first, second]
    assert wim.download("quality:cycle-pdf", second).startswith(b"%PDF")


def begin(wim: Person, year: str) -> int:
    wim.open("quality:cycle-list")
    wim.press("Begin a self-evaluation")
    wim.page.get_by_label(wim.words("Academic year")).select_option(label=year)
    wim.press("Begin")
    wim.sees("Self-evaluation %(year)s", year=year)
    return Cycle.objects.get(academic_year__name=year).pk


def invite(wim: Person, *roles: str, answer_by: str) -> None:
    wim.press("Invite to answer")
    for role in roles:
        wim.page.get_by_label(f"{wim.words(role)} (1)").check(force=True)
    wim.fill("Answers by", answer_by)
    wim.press("Invite")
    wim.sees("%(heard)s of %(asked)s answered", heard=0, asked=1)


def answer_about_the_programme(person: Person, cycle: int, key: str, value: str) -> None:
    """From what waits on Today to a saved answer."""
    person.open("home")
    waits = person.words("Look back with %(programme)s", programme="Graduaat accounting")
    todo = person.page.locator("li, article").filter(has_text=waits).last
    person.tap(todo.get_by_role("link").first)
    person.tap(person.page.get_by_role("link", name=person.words("Answer as %(role)s", role="")))
    point = ChecklistItem.objects.get(key=key)
    person.page.locator(f"input[name=value-{point.pk}][value={value}]").check(force=True)
    person.press("Save my answers")
    assert ChecklistAnswer.objects.filter(cycle=cycle, item=point, value=value).exists()


def discuss(wim: Person, cycle: int, key: str, words: str) -> None:
    wim.open("quality:cycle", cycle)
    wim.press("Close the answers and discuss")
    point = ChecklistItem.objects.get(key=key)
    wim.tap(wim.page.locator(f"#point-{point.pk}").get_by_role("link").last)
    wim.fill("What the discussion came to", words)
    wim.press("Save")
    expect(wim.page.locator(f"#point-{point.pk}")).to_contain_text(words)


def agree(wim: Person, cycle: int, what: str, who: str, due_on: str) -> None:
    wim.press("Agree on something")
    wim.fill("What", what)
    wim.page.get_by_label(wim.words("Who")).select_option(label=who)
    wim.fill("By when", due_on)
    wim.press("Agree")
    expect(wim.page.locator("main")).to_contain_text(what)


def conclude(wim: Person, cycle: int, words: str) -> None:
    wim.open("quality:cycle", cycle)
    wim.press("Conclude")
    wim.fill("The conclusion as a whole", words)
    wim.press("Conclude")
    assert Cycle.objects.get(pk=cycle).concluded_at is not None


def finish(katrien: Person, what: str, words: str) -> None:
    katrien.open("home")
    todo = katrien.page.locator("li, article").filter(has_text=what).last
    katrien.tap(todo.get_by_role("link").first)
    katrien.fill("How it went", words)
    katrien.press("It is done")
    expect(katrien.page.locator("main")).to_contain_text(words)


def compared(wim: Person, cycle: int) -> None:
    wim.open("quality:cycle", cycle)
    wim.press("Compare with %(year)s", year="2026-2027")
    row = wim.page.locator(".points-compared > li").filter(
        has_text=ChecklistItem.objects.get(key="guide_training").name
    )
    expect(row).to_contain_text(wim.words("partly"))
    expect(row).to_contain_text("Mentoren willen kortere gidsen.")
