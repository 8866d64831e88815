"""The door: what opens it, what does not, and that it never tells who lives here."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import SignInMethod
from accounts.models import SignInRequest
from accounts.sessions import BROWSER_COOKIE, sign_in_evidence
from accounts.tasks import send_sign_in_mail
from config import clock
from tests.accounts.factories import PASSWORD, Visitor, code_in, link_in, make_person

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def visitor(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


@pytest.fixture
def other_browser(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


def state_of(answer) -> str:
    return answer.context["state"]


def test_link_in_the_asking_browser_opens_the_door_after_one_press(visitor):
    griet = make_person()
    with clock.at(MOMENT):
        _, text = visitor.ask(griet.email, "/profile/")

        page = visitor.client.get(link_in(text))
        assert page.context["same_browser"] is True
        assert not visitor.is_inside()
        entered = visitor.client.post(link_in(text))

    assert (entered.status_code, entered.url) == (302, "/profile/")
    request = entered.wsgi_request
    assert request.user == griet
    assert sign_in_evidence(request) == (SignInMethod.LINK, MOMENT)


def test_code_typed_in_the_asking_browser_opens_the_door(visitor):
    griet = make_person()
    code_page, text = visitor.ask(griet.email)

    entered = visitor.client.post(code_page, {"code": code_in(text)})

    assert (entered.status_code, entered.url) == (302, reverse("home"))
    assert sign_in_evidence(entered.wsgi_request)[0] == SignInMethod.CODE


def test_link_in_another_browser_needs_the_code_of_the_mail(visitor, other_browser):
    griet = make_person()
    _, text = visitor.ask(griet.email)

    page = other_browser.client.get(link_in(text))
    assert page.context["same_browser"] is False
    other_browser.client.post(link_in(text))
    assert not other_browser.is_inside()
    other_browser.client.post(link_in(text), {"code": code_in(text).replace(" ", "")})

    assert other_browser.is_inside()


def test_code_page_of_another_browser_takes_no_code(visitor, other_browser):
    code_page, text = visitor.ask(make_person().email)

    other_browser.client.post(code_page, {"code": code_in(text)})

    assert not other_browser.is_inside()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_spends_nothing(visitor, other_browser, method):
    _, text = visitor.ask(make_person().email)

    for browser in (visitor, other_browser):
        for _ in range(3):
            assert getattr(browser.client, method)(link_in(text)).status_code == 200
            assert not browser.is_inside()
    for _ in range(10):  # a scanner that presses every button it finds
        other_browser.client.post(link_in(text))
    visitor.client.post(link_in(text))

    assert visitor.is_inside()


def test_link_works_for_ten_minutes(visitor):
    griet = make_person()
    with clock.at(MOMENT):
        _, text = visitor.ask(griet.email)
    with clock.at(MOMENT + dt.timedelta(minutes=10, seconds=1)):
        late = visitor.client.post(link_in(text))
    assert (late.status_code, state_of(late), visitor.is_inside()) == (200, "expired", False)

    with clock.at(MOMENT + dt.timedelta(minutes=9, seconds=59)):
        visitor.client.post(link_in(text))
    assert visitor.is_inside()


def test_link_works_once(visitor):
    _, text = visitor.ask(make_person().email, "/profile/")
    visitor.client.post(link_in(text))

    again = visitor.client.get(link_in(text))
    assert (again.status_code, again.url) == (302, "/profile/")  # still inside: straight on

    visitor.client.post(reverse("accounts:sign-out"))
    assert state_of(visitor.client.get(link_in(text))) == "used"
    assert state_of(visitor.client.post(link_in(text))) == "used"
    assert not visitor.is_inside()


def test_newer_request_of_the_same_browser_replaces_the_older(visitor):
    griet = make_person()
    _, older = visitor.ask(griet.email)
    _, newer = visitor.ask(griet.email)

    assert state_of(visitor.client.post(link_in(older))) == "replaced"
    assert not visitor.is_inside()
    visitor.client.post(link_in(newer))
    assert visitor.is_inside()


def test_stranger_who_keeps_asking_does_not_spoil_somebodys_own_link(visitor, other_browser):
    griet = make_person()
    _, text = visitor.ask(griet.email)

    for _ in range(20):
        other_browser.ask(griet.email)
    visitor.client.post(link_in(text))

    assert visitor.is_inside()
    assert len(mail.outbox) == 5


def test_coming_in_ends_every_other_open_link(visitor, other_browser):
    griet = make_person()
    _, first = visitor.ask(griet.email)
    _, second = other_browser.ask(griet.email)

    visitor.client.post(link_in(first))

    assert state_of(other_browser.client.post(link_in(second))) == "replaced"


def test_fifth_wrong_code_ends_the_request(visitor):
    code_page, text = visitor.ask(make_person().email)
    right = code_in(text)
    wrong = "0000 0000" if right != "0000 0000" else "1111 1111"

    for _ in range(4):
        assert visitor.client.post(code_page, {"code": wrong}).context["form"].errors
    assert state_of(visitor.client.post(code_page, {"code": wrong})) == "too_many_codes"

    assert state_of(visitor.client.post(code_page, {"code": right})) == "too_many_codes"
    assert not visitor.is_inside()


def test_fifth_code_may_still_be_the_right_one(visitor):
    code_page, text = visitor.ask(make_person().email)
    for _ in range(4):
        visitor.client.post(code_page, {"code": "12"})

    visitor.client.post(code_page, {"code": code_in(text)})

    assert visitor.is_inside()


def test_unknown_link_ends_on_a_page_that_sends_a_new_one(visitor):
    page = visitor.client.get(reverse("accounts:sign-in-link", args=["x" * 43]))

    assert (page.status_code, state_of(page)) == (200, "unknown")
    assert page.context["ask_form"].fields["email"]


def test_known_unknown_and_inactive_addresses_get_the_same_answer_and_work(
    visitor, django_assert_num_queries, django_capture_on_commit_callbacks
):
    known = make_person().email
    inactive = make_person(is_active=False).email
    answers, tasks, rows = [], [], []
    for address in (known, "nobody@example.org", inactive):
        before = SignInRequest.objects.count()
        with django_capture_on_commit_callbacks() as callbacks, django_assert_num_queries(8):
            sent = visitor.client.post(reverse("accounts:sign-in-ask"), {"email": address})
        page = visitor.client.get(sent.url)
        answers.append((sent.status_code, page.status_code, len(page.content)))
        tasks.append(len(callbacks))
        rows.append(SignInRequest.objects.count() - before)
        for callback in callbacks:
            callback()

    assert len(set(answers)) == 1
    assert (tasks, rows) == ([1, 1, 1], [1, 1, 1])
    assert [message.to for message in mail.outbox] == [[known]]


def test_code_of_an_unknown_address_fails_the_way_a_wrong_one_does(visitor):
    known_page, _ = visitor.ask(make_person().email)
    unknown_page, _ = visitor.ask("nobody@example.org")

    for _ in range(6):
        known = visitor.client.post(known_page, {"code": "1"})
        unknown = visitor.client.post(unknown_page, {"code": "1"})
        assert known.status_code == unknown.status_code
        assert len(known.content) == len(unknown.content)


def test_password_opens_the_door_under_a_new_session_key(client):
    griet = make_person()
    client.get(reverse("accounts:sign-in"))
    client.session.save()

    entered = client.post(
        reverse("accounts:sign-in"),
        {"email": griet.email.upper(), "password": PASSWORD, "next": "/help/"},
    )

    assert (entered.status_code, entered.url) == (302, "/help/")
    assert sign_in_evidence(entered.wsgi_request)[0] == SignInMethod.PASSWORD


def test_wrong_password_unknown_address_and_inactive_person_read_the_same(client):
    known, inactive = make_person(), make_person(is_active=False)
    attempts = [
        (known.email, "wrong"),
        ("nobody@example.org", PASSWORD),
        (inactive.email, PASSWORD),
    ]

    errors = [
        client.post(reverse("accounts:sign-in"), {"email": email, "password": password})
        .context["password_form"]
        .errors.as_json()
        for email, password in attempts
    ]

    assert len(set(errors)) == 1
    assert "_auth_user_id" not in client.session


def test_eleventh_password_within_a_quarter_of_an_hour_is_not_tried(client):
    griet = make_person()
    with clock.at(MOMENT):
        for _ in range(10):
            client.post(reverse("accounts:sign-in"), {"email": griet.email, "password": "x"})
        right = {"email": griet.email, "password": PASSWORD}
        refused = client.post(
            reverse("accounts:sign-in"), right, headers={"x-forwarded-for": "203.0.113.9"}
        )
        assert refused.context["password_form"].has_error("__all__", "too_often")
    with clock.at(MOMENT + dt.timedelta(minutes=15)):
        assert client.post(reverse("accounts:sign-in"), right).status_code == 302


def test_administration_has_no_door_of_its_own(client):
    admin = reverse("admin:index")
    door = reverse("admin:login")

    sent = client.get(admin, follow=True)
    tried = client.post(door, {"username": "wim@example.org", "password": "guess"})
    client.force_login(make_person(is_staff=True))
    back = client.get(door, {"next": admin})

    assert sent.redirect_chain[-1][0].startswith(reverse("accounts:sign-in"))
    assert tried.url.startswith(reverse("accounts:sign-in"))
    assert (back.status_code, back.url) == (302, admin)
    assert client.post(door, {"username": "wim@example.org", "password": "x"}).status_code == 405


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"),
        *("x/y", "//[x", "/\t/evil.example"),
    ],
)
def test_next_leads_to_our_own_pages_only(client, elsewhere):
    griet = make_person()

    entered = client.post(
        reverse("accounts:sign-in"),
        {"email": griet.email, "password": PASSWORD, "next": elsewhere},
    )

    assert entered.url == reverse("home")


def test_next_survives_the_way_by_mail(visitor):
    _, text = visitor.ask(make_person().email, "/news/?page=2")

    assert visitor.client.post(link_in(text)).url == "/news/?page=2"


def test_somebody_made_inactive_is_out_at_the_next_request(visitor):
    griet = make_person()
    _, text = visitor.ask(griet.email)
    visitor.client.post(link_in(text))
    assert visitor.client.get(reverse("home")).status_code == 200

    griet.is_active = False
    griet.save()

    assert visitor.client.get(reverse("home")).status_code == 302


def test_somebody_made_inactive_cannot_use_a_mailed_link(visitor):
    griet = make_person()
    _, text = visitor.ask(griet.email)
    griet.is_active = False
    griet.save()

    visitor.client.post(link_in(text))

    assert not visitor.is_inside()


def test_changed_password_ends_other_sessions(client):
    griet = make_person()
    client.force_login(griet)
    griet.set_password("another long password")
    griet.save()

    assert client.get(reverse("home")).status_code == 302


def test_signing_out_takes_a_press(client):
    client.force_login(make_person())

    assert client.get(reverse("accounts:sign-out")).status_code == 405
    client.post(reverse("accounts:sign-out"))

    assert "_auth_user_id" not in client.session


def test_secrets_stand_in_no_row_of_the_database(visitor):
    _, text = visitor.ask(make_person().email)
    token, code = link_in(text).split("/")[-2], code_in(text).replace(" ", "")
    kept = " ".join(str(value) for row in SignInRequest.objects.values() for value in row.values())

    assert token not in kept
    assert code not in kept
    assert visitor.client.cookies[BROWSER_COOKIE].value not in kept


def test_browser_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor):
    visitor.ask("nobody@example.org")
    cookie = visitor.client.cookies[BROWSER_COOKIE]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_task_that_runs_again_after_the_mail_left_sends_none(visitor):
    visitor.ask(make_person().email)
    send_sign_in_mail(SignInRequest.objects.get().pk)

    assert len(mail.outbox) == 1
