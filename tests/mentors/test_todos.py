"""What waits for a mentor, as the register tells it to home page, desk and reminders."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts import todo
from accounts.enums import Role
from config import clock
from placements.actions import shortenings
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MINE = {"days-waiting", "shortening-advice"}


@pytest.fixture
def cast(fresh_cast) -> Cast:
    return fresh_cast


def waiting(user) -> dict[str, tuple[str, str]]:
    """Kind -> title and address, of what is asked of a mentor."""
    with clock.at(TODAY), override("en"):
        found = todo.waiting_for(user, clock.today())
    mine = [item for item in found if item.kind in MINE and item.role == Role.MENTOR]
    return {item.kind: (item.title, item.url) for item in mine}


def test_days_and_advice_wait_each_with_its_page(cast):
    assert waiting(cast.mentor) == {
        "days-waiting": (
            "Confirm 1 day of Amina",
            f"{reverse('mentors:desk')}#student-{cast.placement.pk}",
        ),
        "shortening-advice": (
            "Amina proposes to drop 5 days: what do you think?",
            reverse("placements:shortening-advise", args=[cast.proposal.pk]),
        ),
    }


def test_given_advice_waits_no_longer(cast):
    with clock.at(TODAY):
        shortenings.advise(by=cast.mentor, proposal=cast.proposal, advice="agrees", words="Goed.")

    assert "shortening-advice" not in waiting(cast.mentor)


def test_nothing_waits_for_a_mentor_who_was_replaced(cast):
    assert waiting(cast.former_mentor) == {}


def test_the_desk_shows_what_else_waits_and_the_meetings_to_come(cast):
    client = Client()
    client.force_login(cast.mentor)
    with clock.at(TODAY):
        page = client.get(reverse("mentors:desk"))

    shown = {item.kind for item in page.context["todos"]}
    assert shown >= {"agreement-to-sign", "shortening-advice"}
    assert "days-waiting" not in shown
    assert page.context["desk"].meetings == [cast.planned]


def test_home_shows_a_mentor_their_students_and_nobody_else_a_panel(cast):
    def panels(user) -> list[list[str]]:
        client = Client()
        client.force_login(user)
        with clock.at(TODAY):
            found = client.get(reverse("home")).context["main"]
        mine = [panel for panel in found if panel.template == "mentors/panel.html"]
        return [[str(line.placement.student) for line in p.context["lines"]] for p in mine]

    assert panels(cast.mentor) == [["Amina Bouzid"]]
    assert panels(cast.student) == []
    assert panels(cast.former_mentor) == []
