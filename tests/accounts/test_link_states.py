"""Every link of a message ends on a usable page: what happened, one next step, nothing personal."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.actions.invitations import invite, revoke_all
from accounts.models import SignInRequest, User
from competences.actions.dossiers import hand_over
from config import clock
from tests.accounts.factories import Visitor, code_in, link_in, make_person, path_of
from tests.factories import make_placement

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
TOO_OLD = {"link": dt.timedelta(minutes=10), "invitation": dt.timedelta(days=14)}


@pytest.fixture
def visitor(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


@pytest.fixture
def stranger(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


@pytest.fixture
def griet() -> User:
    return make_person("Griet", last_name="Zonderlingen", phone="0470 12 34 56")


def sent_to(person: User, visitor: Visitor, kind: str) -> str:
    """The path of a link in a message to this person, sent at MOMENT."""
    with clock.at(MOMENT):
        if kind == "invitation":
            return path_of(invite(person, "/profile/"))
        return link_in(visitor.ask(person.email, "/profile/")[1])


def says_nothing_of(person: User, page) -> bool:
    text = page.content.decode()
    return not any(word in text for word in (person.first_name, person.last_name, person.email))


def without_tokens(html: str) -> str:
    """The page without what the form guard makes anew each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", html)


def make_state(state: str, person: User, path: str, visitor: Visitor) -> dt.datetime:
    """Bring the link in this state; answers when it is opened."""
    now = MOMENT + dt.timedelta(minutes=1)
    with clock.at(now):
        if state == "used":
            visitor.client.post(path)
            visitor.client.post(reverse("accounts:sign-out"))
        elif state == "replaced":
            visitor.ask(person.email)
        elif state == "too_many_codes":
            SignInRequest.objects.update(wrong_codes=5, wrong_codes_elsewhere=20)
        elif state == "ended":
            revoke_all(user=person)
        elif state == "closed":
            User.objects.filter(pk=person.pk).update(is_active=False)
    return MOMENT + TOO_OLD["link" if "link" in path else "invitation"] * (state == "expired")


RENEWABLE = [
    ("link", "used"),
    ("link", "replaced"),
    ("link", "expired"),
    ("link", "too_many_codes"),
    ("invitation", "expired"),
]
FINAL = [("link", "closed"), ("invitation", "closed"), ("invitation", "ended")]


@pytest.mark.parametrize(("kind", "state"), RENEWABLE)
def test_a_link_that_is_over_says_why_and_sends_a_new_one_with_one_press(
    griet, visitor, stranger, kind, state
):
    path = sent_to(griet, visitor, kind)
    with clock.at(make_state(state, griet, path, visitor)):
        page = stranger.client.get(path)
        assert (page.status_code, page.context["state"]) == (200, state)
        assert says_nothing_of(griet, page)
        assert "•••• 56" not in page.content.decode()

        mails = len(mail.outbox)
        with stranger.commit(execute=True):
            code_page = stranger.client.post(page.context["renew_url"]).url
        assert says_nothing_of(griet, stranger.client.get(code_page))
        [new] = mail.outbox[mails:]
        assert new.to == [griet.email]
        assert stranger.client.post(code_page, {"code": code_in(new.body)}).url == "/profile/"


@pytest.mark.parametrize(("kind", "state"), FINAL)
def test_a_link_of_somebody_who_is_shut_out_sends_nothing(griet, visitor, stranger, kind, state):
    path = sent_to(griet, visitor, kind)
    with clock.at(make_state(state, griet, path, visitor)):
        mails = len(mail.outbox)
        pages = [stranger.client.get(path), stranger.client.post(path)]
        if kind == "link":
            again = f"{path}again/"
            pages.append(stranger.client.post(again))

    assert [(page.status_code, page.context["state"]) for page in pages] == [(200, state)] * len(
        pages
    )
    assert all(says_nothing_of(griet, page) for page in pages)
    assert len(mail.outbox) == mails


def test_an_unknown_link_asks_for_the_address(stranger):
    for name in ("accounts:sign-in-link", "accounts:invitation"):
        page = stranger.client.get(reverse(name, args=["x" * 43]))
        assert (page.status_code, page.context["state"]) == (200, "unknown")
        assert page.context["ask_form"].fields["email"]


@pytest.mark.parametrize("kind", ["link", "invitation"])
def test_in_the_browser_of_somebody_else_it_says_so_and_goes_on(griet, visitor, kind):
    """A shared computer: one press or code, and the other session is over."""
    amina = make_person("Amina", last_name="Bouzid")
    path = sent_to(griet, visitor, kind)
    with clock.at(MOMENT):
        visitor.client.force_login(amina)
        page = visitor.client.get(path)
        assert (page.status_code, page.context["somebody_else"]) == (200, True)
        assert says_nothing_of(griet, page)

        with visitor.commit(execute=True):
            entered = visitor.client.post(path)
        if kind == "invitation":
            body = mail.outbox[-1].body
            entered = visitor.client.post(entered.url, {"code": code_in(body)})

    assert (entered.url, entered.wsgi_request.user) == ("/profile/", griet)


def test_in_ones_own_session_each_link_leads_straight_on(griet, visitor):
    for kind in ("link", "invitation"):
        path = sent_to(griet, visitor, kind)
        make_state("used" if kind == "link" else "open", griet, path, visitor)
        visitor.client.force_login(griet)
        with clock.at(MOMENT):
            assert visitor.client.get(path).url == "/profile/"


class TestWhereItLeads:
    """The mail is of last week; what it is about may have changed since."""

    def come_in(self, visitor: Visitor, person: User, to: str):
        with visitor.commit(execute=True):
            code_page = visitor.client.post(path_of(invite(person, to))).url
        sent = visitor.client.post(code_page, {"code": code_in(mail.outbox[-1].body)})
        assert sent.url == to
        return visitor.client.get(sent.url)

    def test_after_a_hand_over_it_says_so_and_nothing_of_the_placement(self, visitor):
        placement = make_placement()
        mentor, to = placement.mentor, reverse("placements:placement", args=[placement.pk])
        with clock.at(MOMENT - dt.timedelta(days=1)):
            hand_over(
                by=None,
                dossier=placement.dossier,
                role="mentor",
                person=make_person("Els"),
                topic="placement:1",
            )

        with clock.at(MOMENT):
            page = self.come_in(visitor, mentor, to)

        assert (page.status_code, page.context["gone"] is not None) == (404, True)
        assert says_nothing_of(placement.student, page)
        assert f'href="{reverse("home")}"' in page.content.decode()

    def test_whoever_never_had_a_part_reads_what_stands_for_an_unknown_page(self, visitor):
        foreign = reverse("placements:placement", args=[make_placement().pk])
        unknown = reverse("placements:placement", args=[987654])
        visitor.client.force_login(make_person())

        pages = [visitor.client.get(path) for path in (foreign, unknown)]
        bodies = [page.content.decode().replace(page.request["PATH_INFO"], "") for page in pages]

        assert [(page.status_code, page.context["gone"]) for page in pages] == [(404, None)] * 2
        assert without_tokens(bodies[0]) == without_tokens(bodies[1])

    def test_after_the_end_of_the_placement_the_page_is_there_to_read(self, visitor):
        placement = make_placement()
        to = reverse("placements:placement", args=[placement.pk])
        with clock.at(placement.ends_on + dt.timedelta(days=3)):
            assert self.come_in(visitor, placement.mentor, to).status_code == 200
