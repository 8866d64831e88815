"""Links in mails: they show nothing, open nothing, and always lead on."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from accounts.actions.invitations import invite, revoke_all
from accounts.models import Invitation
from config import clock
from tests.accounts.factories import Visitor, link_in, make_person, path_of

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def visitor(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


def test_same_person_place_and_day_give_the_same_address():
    griet = make_person()
    with clock.at(MOMENT):
        first, again = invite(griet, "/profile/"), invite(griet, "/profile/")
        elsewhere = invite(griet, "/help/")

    assert first == again
    assert len({first, elsewhere, invite(make_person(), "/profile/")}) == 3


def test_page_shows_nothing_of_the_person(visitor):
    griet = make_person("Griet", last_name="Zonderlingen")

    page = visitor.client.get(path_of(invite(griet, "/profile/")))

    assert page.status_code == 200
    for private in (griet.email, "Griet", "Zonderlingen"):
        assert private not in page.content.decode()
    assert not visitor.is_inside()


def test_its_button_mails_a_one_time_link_that_leads_on(visitor):
    griet = make_person()
    url = path_of(invite(griet, "/profile/"))

    with visitor.commit(execute=True):
        sent = visitor.client.post(url)
    assert sent.status_code == 302
    assert mail.outbox[0].to == [griet.email]
    assert visitor.client.post(link_in(mail.outbox[0].body)).url == "/profile/"


def test_code_page_after_it_says_that_the_mail_is_there_and_sends_another(visitor):
    griet = make_person("Griet", last_name="Zonderlingen")
    url = path_of(invite(griet, "/profile/"))
    with visitor.commit(execute=True):
        code_page = visitor.client.post(url).url

    page = visitor.client.get(code_page)
    text = page.content.decode()

    assert page.context["again_url"] == url
    assert f'action="{url}"' in text
    assert [private in text for private in (griet.email, "Griet", "Zonderlingen")] == [False] * 3
    with visitor.commit(execute=True):
        visitor.client.post(url)
    assert [message.to for message in mail.outbox] == [[griet.email]] * 2
    assert visitor.client.post(link_in(mail.outbox[1].body)).url == "/profile/"


def test_code_page_of_another_address_does_not_take_the_invitation_for_its_own(visitor):
    token = path_of(invite(make_person(), "/profile/")).split("/")[-2]
    for email in (make_person("Karim").email, "nobody@example.org"):
        code_page, _ = visitor.ask(email)

        page = visitor.client.get(code_page, {"invitation": token})

        assert page.context["again_url"] == ""


def test_who_is_inside_already_goes_straight_on(client):
    griet = make_person()
    client.force_login(griet)

    assert client.get(path_of(invite(griet, "/profile/"))).url == "/profile/"


def test_somebody_else_who_is_inside_sees_the_same_page_as_a_stranger(client):
    url = path_of(invite(make_person(), "/profile/"))
    client.force_login(make_person())

    page = client.get(url)

    assert page.status_code == 200
    assert page.templates[0].name == "accounts/invitation.html"


def test_it_works_for_fourteen_days(visitor):
    griet = make_person()
    with clock.at(MOMENT):
        url = path_of(invite(griet, "/profile/"))
    with clock.at(MOMENT + dt.timedelta(days=14) - dt.timedelta(seconds=1)):
        assert visitor.client.get(url).templates[0].name == "accounts/invitation.html"
    with clock.at(MOMENT + dt.timedelta(days=14)):
        late = visitor.client.get(url)
        assert (late.context["state"], late.context["renew_url"]) == ("expired", url)


def test_too_old_it_still_sends_a_new_one_to_the_same_address(visitor):
    griet = make_person()
    with clock.at(MOMENT):
        url = path_of(invite(griet, "/profile/"))
    with clock.at(MOMENT + dt.timedelta(days=15)):
        with visitor.commit(execute=True):
            visitor.client.post(url)
        assert mail.outbox[0].to == [griet.email]
        assert visitor.client.post(link_in(mail.outbox[0].body)).url == "/profile/"


@pytest.mark.parametrize(
    ("ended", "state"), [("revoked", "ended"), ("inactive", "closed"), ("unknown", "unknown")]
)
def test_ended_or_unknown_ones_say_so_and_lead_on(visitor, ended, state):
    griet = make_person()
    url = path_of(invite(griet, "/profile/"))
    if ended == "revoked":
        revoke_all(user=griet)
    elif ended == "inactive":
        griet.is_active = False
        griet.save()
    else:
        url = reverse("accounts:invitation", args=["0" * 64])

    page = visitor.client.get(url)

    assert (page.status_code, page.context["state"]) == (200, state)


def test_its_token_stands_in_no_row_of_the_database():
    token = path_of(invite(make_person(), "/profile/")).split("/")[-2]

    assert token not in str(Invitation.objects.values_list())
