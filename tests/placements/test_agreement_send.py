"""Sending agreements asks first: how many go out, to how many people, and what stays and why."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import TRIAD
from accounts.models import Job, Notification, User
from competences.models import Programme
from config import clock
from placements.actions import agreements, signatories
from placements.enums import AgreementState
from placements.models import Agreement, Placement
from placements.overviews.agreements import mailing
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db
NOW = dt.date(2026, 9, 15)
SEND = "placements:agreement-send"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def programme(wim: User) -> Programme:
    return make_programme(coordinator=wim)


@pytest.fixture
def chosen(wim: User, programme: Programme) -> list[Placement]:
    """Two drafts that share mentor and coach, one that is out, two without an agreement."""
    shared = {"programme": programme, "mentor": make_user("Griet"), "coach": make_user("Katrien")}
    made = [make_placement(student=make_user(f"Student{n}"), **shared) for n in range(5)]
    with clock.at(NOW):
        drafts = [agreements.open_agreement(by=wim, placement=one) for one in made[:3]]
        agreements.send(by=wim, agreement=drafts[2])
    return made


def press(client: Client, who: User, query: str = "", **said: object) -> HttpResponse:
    client.force_login(who)
    with clock.at(NOW):
        return client.post(reverse(SEND) + query, said)


def ids(chosen: list[Placement]) -> list[int]:
    return [placement.pk for placement in chosen]


def states() -> list[str]:
    return sorted(Agreement.objects.values_list("state", flat=True))


def test_the_button_asks_first_and_sends_nothing(client, wim, chosen):
    before = Notification.objects.count()

    page = press(client, wim, placements=ids(chosen))

    assert page.context["title"] == "You send 2 agreements to 4 people"
    assert page.context["verb"] == "Send 2 agreements"
    assert [one.message for one in page.context["mailing"].held_back] == [
        "2 placements: There is no agreement yet; open one first.",
        "1 placement: This agreement has already been sent out.",
    ]
    assert states() == ["draft", "draft", "out"]
    assert (Job.objects.count(), Notification.objects.count()) == (0, before)


def test_the_page_carries_the_same_selection_to_the_job(client, wim, chosen):
    press(client, wim, placements=ids(chosen))

    response = press(client, wim, placements=ids(chosen), confirmed="1")

    job = Job.objects.get(by=wim)
    assert response["Location"] == reverse("accounts:job", args=[job.pk])
    assert (job.kind, job.arguments["placements"]) == ("agreements-send", ids(chosen))


def test_everything_of_a_view_is_confirmed_as_that_view(client, wim, chosen):
    page = press(client, wim, "?agreement=draft", all="1")
    press(client, wim, "?agreement=draft", all="1", confirmed="1")

    assert page.context["title"] == "You send 2 agreements to 4 people"
    assert 'name="all"' in page.content.decode()
    assert 'name="placements"' not in page.content.decode()
    assert Job.objects.get(by=wim).arguments["placements"] == ids(chosen[:2])


def test_one_agreement_goes_out_at_once_when_confirmed(client, wim, chosen):
    first = chosen[0].agreements.get()

    response = press(client, wim, placements=[chosen[0].pk], confirmed="1")

    first.refresh_from_db()
    assert response["Location"] == reverse("placements:agreement", args=[first.pk])
    assert first.state == AgreementState.OUT


def test_a_selection_without_a_draft_has_no_button(client, wim, chosen):
    page = press(client, wim, placements=ids(chosen[2:]))

    assert page.context["title"] == "Nothing of this selection can go out"
    assert [one.code for one in page.context["obstacles"]] == ["no-agreement", "already-sent"]
    assert page.content.decode().count("btn btn-primary") == 0


def test_the_way_back_keeps_what_was_chosen(client, wim, chosen):
    page = press(client, wim, "?agreement=draft", placements=ids(chosen[:1]))
    table = client.get(page.context["back_url"])
    everything = client.get(press(client, wim, all="1").context["back_url"])

    assert table.context["ticked"] == {chosen[0].pk}
    assert table.content.decode().count(" checked>") == 1
    assert {row.pk for row in table.context["page"].object_list} == set(ids(chosen[:2]))
    assert everything.context["everything"]


def test_from_the_agreement_the_way_back_is_the_agreement(client, wim, chosen):
    first = chosen[0].agreements.get()

    page = press(client, wim, placements=[chosen[0].pk], from_agreement=first.pk)

    assert page.context["back_url"] == reverse("placements:agreement", args=[first.pk])


@pytest.mark.parametrize("count", [1, 5])
def test_the_question_costs_the_same_for_one_and_for_five(chosen, count, django_assert_num_queries):
    with django_assert_num_queries(5):
        mailing(chosen[:count])


def test_who_signs_for_the_workplace_is_among_those_who_get_a_mail(chosen, wim):
    bea = make_user("Bea")
    signatories.appoint(by=wim, workplace=chosen[0].workplace, person=bea)

    told = mailing(chosen[:1]).people

    assert told == {bea.pk, *(person.pk for role in TRIAD if (person := chosen[0].person(role)))}
