"""Nobody keeps another out: strangers share a count, those who were here before have their own."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from accounts.actions import limits
from accounts.actions.invitations import invite
from accounts.actions.limits import Asker
from accounts.enums import Channel
from accounts.models import KnownBrowser, RateCount
from config import clock
from tests.accounts.factories import PASSWORD, Visitor, at_once, code_in, make_person, path_of

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _stands_still():
    with clock.at(MOMENT):
        yield


@pytest.fixture
def visitor(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


@pytest.fixture
def stranger(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


def come_in(visitor: Visitor, email: str) -> None:
    page, text = visitor.ask(email)
    visitor.client.post(page, {"code": code_in(text)})
    visitor.client.post(reverse("accounts:sign-out"))


def allowed(email: str, asker: Asker, times: int, channel: Channel = Channel.MAIL) -> int:
    return sum(limits.may_ask(email=email, asker=asker, channel=channel) for _ in range(times))


def test_who_came_in_here_before_comes_in_while_a_stranger_floods_the_address(visitor, stranger):
    griet = make_person()
    come_in(visitor, griet.email)

    for _ in range(30):
        stranger.ask(griet.email)
    assert stranger.ask(griet.email)[1] == ""
    page, text = visitor.ask(griet.email)
    visitor.client.post(page, {"code": code_in(text)})

    assert visitor.is_inside()


def test_who_holds_an_invitation_comes_in_while_a_stranger_floods_the_address(visitor, stranger):
    """The first time, when no browser is known yet."""
    griet = make_person()
    for _ in range(30):
        stranger.ask(griet.email)

    with visitor.commit(execute=True):
        page = visitor.client.post(path_of(invite(griet, "/profile/"))).url
    visitor.client.post(page, {"code": code_in(mail.outbox[-1].body)})

    assert visitor.is_inside()


def test_without_the_allowance_the_same_flood_keeps_a_person_out(visitor, stranger):
    griet = make_person()
    come_in(visitor, griet.email)
    KnownBrowser.objects.all().delete()

    for _ in range(30):
        stranger.ask(griet.email)

    assert visitor.ask(griet.email)[1] == ""


def test_one_known_browser_asks_five_times_too(visitor):
    griet = make_person()
    come_in(visitor, griet.email)

    assert [bool(visitor.ask(griet.email)[1]) for _ in range(6)] == [True] * 5 + [False]


def test_who_asked_often_enough_is_told_so_and_nothing_else(visitor):
    texts = {}
    for email in (make_person().email, "nobody@example.org"):
        for _ in range(6):
            page, _text = visitor.ask(email)
        told = [str(line) for line in visitor.client.get(page).context["messages"]]
        texts[email] = told[-1]

    assert len(set(texts.values())) == 1


def test_passwords_of_a_stranger_do_not_close_the_known_browser(visitor, stranger):
    griet = make_person()
    come_in(visitor, griet.email)
    door = reverse("accounts:sign-in")
    for _ in range(12):
        stranger.client.post(door, {"email": griet.email, "password": "x"})
    right = {"email": griet.email, "password": PASSWORD}

    stranger.client.post(door, right)
    visitor.client.post(door, right)

    assert (stranger.is_inside(), visitor.is_inside()) == (False, True)


def test_a_scanner_with_many_browsers_leaves_its_holder_a_mail():
    """It pressed the button of an invitation three times, each in a browser of its own."""
    scanned = [Asker(f"scanner {number}", holder="invitation") for number in range(3)]
    for asker in scanned:
        allowed("griet@example.org", asker, 5)

    assert allowed("griet@example.org", Asker("griet", holder="invitation"), 1) == 1


def test_one_invitation_makes_twenty_mails_in_ten_minutes_at_most():
    askers = [Asker(f"browser {number}", holder="invitation") for number in range(50)]

    assert sum(allowed("griet@example.org", asker, 5) for asker in askers) == 20


def test_a_school_with_one_address_has_room(settings):
    """Three classes at the same moment, each pupil twice; a robot that tries names does not."""
    people = [f"student{number}@example.org" for number in range(75)]

    assert sum(allowed(email, Asker(email, network="school"), 2) for email in people) == 150
    robot = [f"guess{number}@example.org" for number in range(1000)]
    assert sum(allowed(email, Asker(email, network="one"), 1) for email in robot) == 300
    assert allowed("student1@example.org", Asker("x", network="elsewhere"), 1) == 1


def test_known_browsers_in_a_flooded_school_go_on(visitor):
    griet = make_person()
    come_in(visitor, griet.email)
    browser = visitor.client.cookies["trialoog-browser"].value
    for number in range(300):
        limits.may_ask(
            email=f"guess{number}@x.example",
            asker=Asker("robot", network="school"),
            channel=Channel.MAIL,
        )

    assert allowed(griet.email, Asker("unknown", network="school"), 1) == 0
    assert allowed(griet.email, Asker(browser, network="school"), 1) == 1


def test_texts_are_few_and_cost_at_most_so_much_an_hour(settings):
    settings.SMS_PER_HOUR = 12
    numbers = [f"{number}@example.org" for number in range(9)]

    assert allowed("griet@example.org", Asker("holder", holder="invitation"), 9, Channel.SMS) == 5
    assert sum(allowed(email, Asker(email), 2, Channel.SMS) for email in numbers) == 12


def test_texts_of_one_day_have_an_end():
    asker, sent = Asker("griet", holder="invitation"), 0
    for minutes in range(0, 600, 11):
        with clock.at(MOMENT + dt.timedelta(minutes=minutes)):
            sent += allowed("griet@example.org", asker, 2, Channel.SMS)

    assert sent == 10


@pytest.mark.parametrize(
    ("addresses", "counts"),
    [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], 1),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], 2),
        (["203.0.113.7", "203.0.113.8"], 2),
    ],
)
def test_a_network_is_an_address_or_what_a_house_shares(visitor, addresses, counts):
    for address in addresses:
        visitor.client.post(
            reverse("accounts:sign-in"), {"email": "a@x.be", "password": "x"}, REMOTE_ADDR=address
        )
    per_network = RateCount.objects.count() - 1  # one counts the address of mail

    assert per_network == counts


def test_no_count_names_an_address_or_a_network(visitor):
    visitor.ask("griet@example.org")
    kept = " ".join(RateCount.objects.values_list("key", flat=True))

    assert "griet" not in kept
    assert "127.0.0.1" not in kept


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_exact_when_two_hundred_ask_at_once():
    def ask(number: int) -> bool:
        with clock.at(MOMENT):
            return limits.may_ask(
                email="griet@example.org",
                asker=Asker(f"b{number}", network=f"10.0.0.{number}"),
                channel=Channel.MAIL,
            )

    answers = [answer for _ in range(5) for answer in at_once(ask, 40)]

    assert (answers.count(True), answers.count(False)) == (5, 195)
