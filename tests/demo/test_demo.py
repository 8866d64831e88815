"""The demo is made through the same doors as everything else, and shows what it promises."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from config import clock
from demo import people
from placements.enums import AgreementState, ShorteningState
from placements.models import Agreement, Placement, Reflection
from placements.overviews.counts import day_counts, shortening_facts, what_is_missing
from placements.overviews.shortenings import story
from placements.rules.shortening import eligibility_obstacles
from quality.overviews import checklist
from tests.demo.world import TODAY, placement_of
from tests.processes import at_an_institution


@pytest.mark.django_db
def test_all_180_placements_of_the_lists_and_the_cast_are_there(world):
    earlier = [entry for entry in people.told()["students"] if "earlier" in entry]
    assert Placement.objects.count() == 180 + len(people.told()["students"]) + len(earlier)


@pytest.mark.django_db
def test_a_skiller_stands_on_day_nine_with_her_trialogue_tomorrow(world):
    amina = placement_of("Amina")

    assert day_counts(amina).logged == 9
    [meeting] = amina.trialogues.all()
    assert (meeting.state, meeting.starts_at.date()) == ("planned", TODAY + dt.timedelta(days=1))


@pytest.mark.django_db
def test_an_upskiller_may_not_shorten_and_the_rule_is_named(world):
    obstacles = eligibility_obstacles(shortening_facts(placement_of("Elke")))

    assert [obstacle.code for obstacle in obstacles] == ["persona-without-shortening"]


@pytest.mark.django_db
def test_a_shortening_moved_the_required_days_and_another_waits(world):
    jonas = placement_of("Jonas")

    ratified, proposed = jonas.shortenings.all()
    assert (ratified.state, proposed.state) == (ShorteningState.RATIFIED, ShorteningState.PROPOSED)
    assert day_counts(jonas).required == 35
    assert proposed.freed_time_for
    assert [piece.audience for piece in proposed.evidence.all()] == ["triad"]


@pytest.mark.django_db
def test_a_shortening_was_taken_back_and_the_story_says_why(world):
    chapters = story(placement_of("Noor"))

    assert [(one.proposal.state, one.before, one.after, one.back) for one in chapters] == [
        (ShorteningState.REVOKED, 40, 35, (35, 40)),
        (ShorteningState.RATIFIED, 40, 35, None),
        (ShorteningState.RATIFIED, 35, 30, None),
    ]


@pytest.mark.django_db
def test_one_placement_is_ready_to_finalise(world):
    with clock.at(TODAY):
        assert what_is_missing(placement_of("Noor")) == []


@pytest.mark.django_db
def test_people_say_yes_where_the_data_say_no(world):
    found = checklist(placement_of("Noor"))

    assert [point.item.key for point in found.contradictions] == ["views_and_readiness"]


@pytest.mark.django_db
def test_one_placement_goes_wrong(world):
    hasan = placement_of("Hasan")

    assert Agreement.objects.get(placement=hasan).state == AgreementState.OUT
    assert day_counts(hasan).confirmed == 0


@pytest.mark.django_db
def test_a_mentor_has_three_students(world):
    griet = User.objects.get(first_name="Griet")

    with clock.at(TODAY):
        assert Placement.objects.with_voice(griet, "mentor").count() == 3


@pytest.mark.django_db
def test_somebody_keeps_something_to_themselves(world):
    audiences = set(Reflection.objects.values_list("audience", flat=True))

    assert audiences == {"private", "coach", "triad"}


@pytest.mark.django_db
def test_filling_it_again_changes_nothing(world, capsys):
    call_command("demo_data")

    assert "already there" in capsys.readouterr().out
    assert Placement.objects.count() == 189


@pytest.mark.django_db
def test_one_click_signs_in_as_somebody_of_the_cast(world, client):
    email = User.objects.get(first_name="Griet").email

    response = client.post(reverse("demo:cast-sign-in"), {"email": email})

    assert response.url == reverse("home")
    assert client.get(reverse("home")).wsgi_request.user.email == email


@pytest.mark.django_db
def test_the_language_chosen_at_the_door_goes_along_inside(world, client):
    email = User.objects.get(first_name="Griet").email

    client.post(reverse("accounts:language-set"), {"language": "en", "next": "/demo/"})
    client.post(reverse("demo:cast-sign-in"), {"email": email})

    assert client.get(reverse("home")).headers["Content-Language"] == "en"


def test_outside_the_demo_the_page_does_not_exist():
    """In a process of its own with the settings of a real installation."""
    ask = (
        "from django.test import RequestFactory;"
        "from django.urls import Resolver404, resolve;"
        "from django.apps import apps;"
        "assert not apps.is_installed('demo');\n"
        "for address in ('/demo/', '/demo/sign-in/'):\n"
        "    try: resolve(address)\n"
        "    except Resolver404: print('absent')\n"
    )

    answer = at_an_institution(ask)

    assert (answer.stdout.split(), answer.stderr) == (["absent", "absent"], "")
