"""The student's part with the keyboard alone, on a phone's width; the focus is always in sight."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from competences.models import Assessment
from placements.enums import Audience
from placements.models import Placement, Reflection
from tests.cast import TODAY
from tests.factories import PASSWORD, make_placement, person
from tests.journeys.keyboard import MOST_TABS, Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def placement(transactional_db, settings) -> Placement:
    """Amina's, on a day that stands in her calendar."""
    settings.CLOCK_AT = timezone.make_aware(TODAY)
    return make_placement()


@pytest.fixture
def keys(new_page, live_server, placement) -> Keys:
    """Somebody at the keyboard, who just came in with the password."""
    found = Keys(new_page(width=390, height=844, reduced_motion="reduce"))
    page = found.page
    page.goto(live_server.url + reverse("accounts:sign-in"))
    found.press(page.locator("summary"))
    found.write(page.locator("input[type=email]").last, person(placement, Role.STUDENT).email)
    found.write(page.locator("input[type=password]"), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    return found


def test_a_half_day_with_competences_and_a_reflection(keys: Keys, placement: Placement):
    page = keys.page
    keys.press(page.get_by_role("link", name="Vul mijn dag in"))
    page.wait_for_url("**/days/log/")
    keys.choose(page.get_by_label("Voormiddag"))
    keys.write(page.locator("[name=tasks]"), "Bank aangesloten")
    keys.tick(page.get_by_label("Competentie 1"))
    keys.tick(page.get_by_label("Competentie 3"))
    keys.write(page.locator("[name=reflection-text]"), "Ik durfde iets te vragen.")
    keys.choose(page.locator("[name=reflection-audience][value=triad]"))
    keys.press(page.get_by_role("button", name="Verstuur mijn dag"))
    page.wait_for_url("**/days/*/?saved=1")

    day, reflection = placement.days.get(), Reflection.objects.get()
    assert (day.date, day.morning, day.afternoon) == (TODAY.date(), True, False)
    assert [one.code for one in day.competences.order_by("position")] == ["C1", "C3"]
    assert (reflection.text, reflection.audience) == ("Ik durfde iets te vragen.", Audience.TRIAD)


def test_a_competence_is_rated(keys: Keys, placement: Placement):
    page = keys.page
    keys.press(page.locator("nav").get_by_role("link", name="Competenties"))
    keys.press(page.locator("main").get_by_role("link", name="Vertel je beginsituatie").last)
    keys.choose(page.get_by_label("V · verdiept").nth(1))
    keys.press(page.get_by_role("button", name="Bewaar wat ik koos"))
    page.wait_for_url("**/competences/?saved=1")

    said = Assessment.objects.get()
    assert (said.competence.code, said.level.code, said.role) == ("C2", "V", Role.STUDENT)


def test_the_first_key_skips_to_the_content(keys: Keys, placement: Placement):
    page = keys.page
    page.goto(page.url + reverse("placements:day-log", args=[placement.pk])[1:])
    keys.press(page.locator("a.skip"))
    keys.tab()

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_tab_key_goes_round_and_is_never_caught(keys: Keys, placement: Placement):
    page = keys.page
    page.goto(page.url + reverse("placements:day-log", args=[placement.pk])[1:])
    keys.go_to(page.locator("a.skip"))
    for _stop in range(MOST_TABS):
        keys.tab()
        if page.locator("a.skip").evaluate("target => target === document.activeElement"):
            break

    assert page.evaluate("document.activeElement.className") == "skip"
