"""When a session ends: left alone, after a day's work, everywhere at once, or shut out."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.invitations import invite
from accounts.enums import SignInMethod
from accounts.models import HistoryEntry, KnownBrowser, SignInRequest, User
from config import clock
from tests.accounts.factories import PASSWORD, Visitor, make_person, path_of

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/131.0 Safari/537 Edg/131.0"
PROFILE = "/profile/"


def minutes(number: float) -> dt.datetime:
    return MOMENT + dt.timedelta(minutes=number)


def come_in(person: User, agent: str = FIREFOX, at: dt.datetime = MOMENT) -> Client:
    client = Client(headers={"user-agent": agent})
    with clock.at(at):
        data = {"email": person.email, "password": PASSWORD}
        assert client.post(reverse("accounts:sign-in"), data).status_code == 302
    return client


def is_inside(client: Client, at: dt.datetime = MOMENT) -> bool:
    with clock.at(at):
        return client.get(PROFILE).status_code == 200


def test_a_session_left_alone_for_two_hours_is_over_and_the_door_says_so():
    client = come_in(make_person())
    assert is_inside(client, minutes(119))
    assert is_inside(client, minutes(119 + 120))

    with clock.at(minutes(119 + 241)):
        sent = client.get(PROFILE)
        door = client.get(sent.url)
        again = client.get(sent.url)

    assert sent.url == f"{reverse('accounts:sign-in')}?next={PROFILE}"
    assert (door.context["state"], again.context["state"]) == ("idle", "")
    assert door.context["ask_form"].initial["next"] == PROFILE


def test_how_long_is_a_setting(settings):
    settings.SESSION_IDLE_MINUTES = 15
    client = come_in(make_person())

    assert [is_inside(client, minutes(15)), is_inside(client, minutes(31))] == [True, False]


def test_a_busy_session_ends_after_twelve_hours():
    client = come_in(make_person())
    busy = [is_inside(client, minutes(60 * hours)) for hours in range(1, 13)]

    assert busy == [True] * 12
    assert not is_inside(client, minutes(60 * 12 + 1))


def test_being_there_is_written_once_a_minute_at_most(django_assert_num_queries):
    client = come_in(make_person())
    is_inside(client, minutes(5))
    session = client.session["seen"]

    is_inside(client, minutes(5.9))
    assert client.session["seen"] == session
    is_inside(client, minutes(6))
    assert client.session["seen"] != session


def test_the_profile_lists_where_one_came_in_and_nobody_elses():
    griet, amina = make_person(), make_person("Amina")
    come_in(amina)
    come_in(griet, EDGE, minutes(-60))
    client = come_in(griet)

    with clock.at(MOMENT):
        page = client.get(PROFILE)

    listed = [(browser.name, browser.method) for browser in page.context["browsers"]]
    assert listed == [
        ("Firefox, Android", SignInMethod.PASSWORD),
        ("Edge, Windows", SignInMethod.PASSWORD),
    ]
    assert page.context["browsers"][0].browser_hash == page.context["here"]


def test_the_same_browser_is_listed_once():
    griet = make_person()
    client = come_in(griet)
    with clock.at(minutes(5)):
        client.post(reverse("accounts:sign-in"), {"email": griet.email, "password": PASSWORD})

    assert [row.last_at for row in KnownBrowser.objects.all()] == [minutes(5)]


def test_signing_out_everywhere_ends_every_other_session_at_the_next_request():
    griet, amina = make_person(), make_person("Amina")
    others = [come_in(griet, EDGE) for _ in range(5)]
    here, of_amina = come_in(griet), come_in(amina)
    with clock.at(MOMENT):
        here.post(reverse("accounts:sessions-end"))

    assert [is_inside(other) for other in others] == [False] * 5
    assert (is_inside(here), is_inside(of_amina)) == (True, True)
    assert KnownBrowser.objects.filter(user=griet).count() == 1
    assert HistoryEntry.objects.get(action="sessions-ended").by == griet


@pytest.mark.parametrize(
    "change", [{"email": "griet@elders.example"}, {"is_active": False}, {"is_staff": True}]
)
def test_another_address_or_other_rights_end_sessions_links_and_invitations(
    change, client, django_capture_on_commit_callbacks
):
    griet = make_person(language="nl")
    inside = come_in(griet)
    visitor = Visitor(django_capture_on_commit_callbacks)
    visitor.ask(griet.email)
    invitation = path_of(invite(griet, PROFILE))
    fields = ("email", "first_name", "last_name", "phone", "language", "is_active", "is_staff")
    said = {name: getattr(griet, name) for name in fields} | change
    client.force_login(make_person(is_staff=True, is_superuser=True))

    page = reverse("admin:accounts_user_change", args=[griet.pk])
    assert client.post(page, {k: v for k, v in said.items() if v is not False}).status_code == 302
    User.objects.filter(pk=griet.pk).update(is_active=True)  # what ended does not come back

    assert not is_inside(inside)
    assert SignInRequest.objects.get(user=griet).replaced_at is not None
    assert Client().get(invitation).context["state"] == "ended"


def test_a_session_of_before_there_were_salts_goes_on():
    """Deploying this signs nobody out: without a salt the hash is Django's own."""
    griet = make_person()
    by_django = super(User, griet)._get_session_auth_hash()

    assert griet.get_session_auth_hash() == by_django
