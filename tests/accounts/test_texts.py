"""The code by SMS: to the number on file, through whatever gateway, and in without any mailbox."""

import datetime as dt
import json
import logging
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.urls import reverse

from accounts import phones, texting
from accounts.actions.invitations import invite
from accounts.enums import MailState, SignInMethod
from accounts.models import SignInRequest, TextMessage
from accounts.sessions import sign_in_evidence
from config import clock, sms
from tests.accounts.factories import Visitor, at_once, make_person, path_of

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
PHONE = "0470 12 34 56"


@pytest.fixture(autouse=True)
def outbox(monkeypatch) -> list[sms.Text]:
    monkeypatch.setattr(sms.LocmemBackend, "outbox", [])
    return sms.LocmemBackend.outbox


@pytest.fixture
def visitor(django_capture_on_commit_callbacks):
    return Visitor(django_capture_on_commit_callbacks)


def ask_by_sms(visitor: Visitor, email: str) -> str:
    """The page where the code is typed."""
    with visitor.commit(execute=True):
        data = {"email": email, "channel": "sms", "next": "/profile/"}
        return visitor.client.post(reverse("accounts:sign-in-ask"), data).url


def code_in(text: str) -> str:
    return re.search(r"\d{4} \d{4}", text).group(0)


def state() -> str:
    return TextMessage.objects.get().state


class TestTheWayIn:
    def test_the_typed_code_alone_opens_the_door(self, visitor, outbox):
        griet = make_person(phone=PHONE)

        page = ask_by_sms(visitor, griet.email)
        entered = visitor.client.post(page, {"code": code_in(outbox[0].text)})

        assert entered.url == "/profile/"
        assert sign_in_evidence(entered.wsgi_request)[0] == SignInMethod.SMS
        assert [message.number for message in outbox] == ["+32470123456"]
        assert mail.outbox == []
        assert state() == MailState.SENT

    def test_its_link_opens_in_the_phones_own_browser_with_the_code(self, visitor, outbox):
        """Asked at the desk, read on the phone: nothing there needs a mailbox."""
        ask_by_sms(visitor, make_person(phone=PHONE).email)
        text, phone = outbox[0].text, Visitor(visitor.commit)
        link = re.search(r"https?://[^/]+(/sign-in/link/\S+/)", text).group(1)

        assert phone.client.get(link).context["same_browser"] is False
        entered = phone.client.post(link, {"code": code_in(text)})

        assert (entered.url, phone.is_inside()) == ("/profile/", True)
        assert sign_in_evidence(entered.wsgi_request)[0] == SignInMethod.SMS

    def test_an_invitation_offers_it_with_two_digits_of_the_number(self, visitor, outbox):
        url = path_of(invite(make_person(phone=PHONE), "/profile/"))

        page = visitor.client.get(url).content.decode()
        assert "•••• 56" in page
        assert [PHONE in page, "3456" in page.replace(" ", "")] == [False, False]
        with visitor.commit(execute=True):
            code_page = visitor.client.post(url, {"channel": "sms"}).url
        visitor.client.post(code_page, {"code": code_in(outbox[0].text)})

        assert visitor.is_inside()

    @pytest.mark.parametrize("phone", ["", "09 225 25 25", "bel de receptie"])
    def test_without_a_mobile_on_file_an_invitation_does_not_offer_it(self, visitor, phone):
        page = visitor.client.get(path_of(invite(make_person(phone=phone), "/profile/")))

        assert page.context["phone_end"] == ""
        assert 'value="sms"' not in page.content.decode()

    def test_the_mail_may_come_by_sms_after_all(self, visitor, outbox):
        url = path_of(invite(make_person(phone=PHONE), "/profile/"))
        with visitor.commit(execute=True):
            code_page = visitor.client.post(url).url

        page = visitor.client.get(code_page)
        assert (page.context["again_url"], page.context["phone_end"]) == (url, "•••• 56")
        with visitor.commit(execute=True):
            code_page = visitor.client.post(url, {"channel": "sms"}).url
        visitor.client.post(code_page, {"code": code_in(outbox[0].text)})

        assert visitor.is_inside()


class TestItTellsNothing:
    def test_known_unknown_and_phoneless_addresses_get_the_same_answer_and_work(
        self, visitor, outbox, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        addresses = [make_person(phone=PHONE).email, make_person().email, "nobody@example.org"]
        answers, tasks = [], []
        for address in addresses:
            data = {"email": address, "channel": "sms"}
            with django_capture_on_commit_callbacks() as todo, django_assert_num_queries(12):
                sent = visitor.client.post(reverse("accounts:sign-in-ask"), data)
            page = visitor.client.get(sent.url)
            answers.append((sent.status_code, page.status_code, len(page.content)))
            tasks.append(len(todo))
            for task in todo:
                task()

        assert len(set(answers)) == 1
        assert tasks == [1, 1, 1]
        assert [message.number for message in outbox] == ["+32470123456"]
        assert sorted(TextMessage.objects.values_list("state", flat=True)) == [
            *["cancelled"] * 2,
            "sent",
        ]

    def test_the_log_of_a_real_installation_holds_no_code(self, visitor, settings, caplog):
        settings.SMS_BACKEND, settings.DEBUG = "config.sms.LogBackend", False
        caplog.set_level(logging.DEBUG)

        sms.send("+32470123456", "Trialoog: 9999 1111")
        settings.DEBUG = True
        sms.send("+32470123456", "Trialoog: 8765 4321")

        assert ["9999" in caplog.text, "470123456: Trialoog: 8765 4321" in caplog.text] == [
            False,
            True,
        ]

    def test_where_no_gateway_is_set_it_is_offered_to_nobody(self, visitor, settings):
        settings.SMS_BACKEND, settings.DEBUG = "config.sms.LogBackend", False
        griet = make_person(phone=PHONE)

        door = visitor.client.get(reverse("accounts:sign-in"))
        invitation = visitor.client.get(path_of(invite(griet, "/profile/")))
        ask_by_sms(visitor, griet.email)

        assert [page.context["sms_offered"] for page in [door]] == [False]
        assert invitation.context["phone_end"] == ""
        assert [message.to for message in mail.outbox] == [[griet.email]]  # by mail instead

    def test_secrets_number_and_words_stand_in_no_row(self, visitor, outbox):
        ask_by_sms(visitor, make_person(phone=PHONE).email)
        rows = [*TextMessage.objects.values(), *SignInRequest.objects.values()]
        kept = " ".join(str(value) for row in rows for value in row.values())

        said = outbox[0].text
        for secret in (code_in(said).replace(" ", ""), said.split("/link/")[1][:43], "470123456"):
            assert secret not in kept


class TestTheOutbox:
    def failing(self, monkeypatch, error: Exception) -> None:
        def fail(backend, number: str, text: str) -> None:
            raise error

        monkeypatch.setattr(sms.LocmemBackend, "send", fail)

    def test_what_the_gateway_did_not_take_is_tried_again_with_a_code_that_works(
        self, visitor, outbox, monkeypatch
    ):
        griet = make_person(phone=PHONE)
        with clock.at(MOMENT), monkeypatch.context() as patch:
            self.failing(patch, sms.NotSent("gateway answers 503"))
            page = ask_by_sms(visitor, griet.email)
        row = TextMessage.objects.get()
        assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "gateway answers 503")

        assert texting.send_due(MOMENT + dt.timedelta(seconds=9)) == 0
        assert texting.send_due(MOMENT + dt.timedelta(seconds=10)) == 1

        with clock.at(MOMENT + dt.timedelta(minutes=1)):
            visitor.client.post(page, {"code": code_in(outbox[0].text)})
        assert visitor.is_inside()

    def test_what_the_gateway_refuses_is_given_up_at_once(self, visitor, monkeypatch):
        self.failing(monkeypatch, sms.Refused("gateway answers 400"))
        ask_by_sms(visitor, make_person(phone=PHONE).email)

        assert state() == MailState.FAILED

    def test_after_ten_minutes_there_is_nothing_left_to_send(self, visitor, outbox, monkeypatch):
        with clock.at(MOMENT), monkeypatch.context() as patch:
            self.failing(patch, sms.NotSent("gateway does not answer"))
            ask_by_sms(visitor, make_person(phone=PHONE).email)

        assert texting.send_due(MOMENT + dt.timedelta(minutes=10)) == 0
        assert (state(), outbox) == (MailState.CANCELLED, [])

    def test_a_backend_of_ones_own_that_breaks_tells_the_log_nothing(
        self, visitor, monkeypatch, caplog
    ):
        self.failing(monkeypatch, ValueError("+32470123456 is no number"))
        ask_by_sms(visitor, make_person(phone=PHONE).email)

        assert TextMessage.objects.get().last_error == "ValueError"
        assert "470123456" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_one_message_once(settings, outbox, visitor):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    for number in range(6):
        request = SignInRequest.objects.create(
            user=make_person(phone=f"0470 12 34 5{number}"),
            address_hash=str(number),
            browser_hash="b",
            expires_at=clock.now() + dt.timedelta(minutes=10),
        )
        TextMessage.objects.create(request=request)

    now = clock.now()
    sent = at_once(lambda _: texting.send_due(now), 4)

    assert sum(sent) == len(outbox) == 6
    assert len({message.number for message in outbox}) == 6


class Gateway(BaseHTTPRequestHandler):
    """A gateway on this machine: keeps what came, answers what it was told to."""

    came: list[tuple[dict, bytes]] = []
    answers = 200

    def do_POST(self) -> None:  # the name the server calls
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.came.append((dict(self.headers), body))
        self.send_response(self.answers)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def gateway(settings, monkeypatch) -> Iterator[type[Gateway]]:
    monkeypatch.setattr(Gateway, "came", [])
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_BACKEND = "config.sms.HttpBackend"
    settings.SMS_HTTP = {
        "url": f"http://127.0.0.1:{server.server_port}/send",
        "fields": {"to": "{plain_number}", "from": "{sender}", "body": "{text}"},
        "headers": {"Authorization": "Bearer key"},
    }
    yield Gateway
    server.shutdown()
    server.server_close()


class TestHttpGateway:
    def test_one_post_per_message_in_the_fields_of_this_gateway(self, gateway):
        sms.send("+32470123456", "Code {1234} & €")

        [(headers, body)] = gateway.came
        assert json.loads(body) == {
            "to": "32470123456",
            "from": "Trialoog",
            "body": "Code {1234} & €",
        }
        assert headers["Authorization"] == "Bearer key"

    def test_a_form_where_the_gateway_wants_one(self, gateway, settings):
        settings.SMS_HTTP = {**settings.SMS_HTTP, "format": "form"}
        sms.send("+32470123456", "Code 1")

        assert gateway.came[0][1] == b"to=32470123456&from=Trialoog&body=Code+1"

    @pytest.mark.parametrize(
        ("answer", "error"), [(400, sms.Refused), (429, sms.NotSent), (503, sms.NotSent)]
    )
    def test_what_it_answers_decides_whether_to_try_again(
        self, gateway, monkeypatch, answer, error
    ):
        monkeypatch.setattr(gateway, "answers", answer)

        with pytest.raises(sms.NotSent, match=f"^gateway answers {answer}$") as raised:
            sms.send("+32470123456", "Code 1")
        assert type(raised.value) is error

    def test_a_gateway_that_is_away_is_tried_again(self, gateway, settings):
        settings.SMS_HTTP = {**settings.SMS_HTTP, "url": "http://127.0.0.1:1/"}

        with pytest.raises(sms.NotSent, match="does not answer"):
            sms.send("+32470123456", "Code 1")


@pytest.mark.parametrize(
    ("said", "tidy", "mobile"),
    [
        ("0470 12 34 56", "0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "0470 12 34 56", "+32470123456"),
        ("+32 (0)470 12 34 56", "0470 12 34 56", "+32470123456"),
        ("0032470123456", "0470 12 34 56", "+32470123456"),
        ("+31 612345678", "+31 6 12345678", "+31612345678"),
        ("09 225 25 25", "09 225 25 25", ""),
        ("0470 12 34", None, ""),
        ("bel de receptie", None, ""),
        ("", None, ""),
    ],
)
def test_phone_numbers_as_people_write_them(said, tidy, mobile):
    assert (phones.tidy(said), phones.mobile(said)) == (tidy, mobile)


class TestProfile:
    def save(self, client, phone: str):
        return client.post(reverse("accounts:profile"), {"language": "nl", "phone": phone})

    def test_a_number_is_kept_the_way_one_writes_it_here(self, client):
        griet = make_person()
        client.force_login(griet)
        self.save(client, "+32470123456")

        griet.refresh_from_db()
        assert (griet.phone, griet.mobile) == (PHONE, "+32470123456")

    def test_half_a_number_is_refused_with_an_example(self, client):
        client.force_login(make_person())

        assert self.save(client, "0470 12").context["form"].has_error("phone", "phone")

    def test_what_the_list_said_may_stay(self, client):
        client.force_login(make_person(phone="bel de receptie"))

        assert self.save(client, "bel de receptie").status_code == 302
