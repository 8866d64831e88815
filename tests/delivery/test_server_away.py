"""Is it the mail server, or this one mail? The first uses up nobody's attempts."""

import datetime as dt

import pytest

from accounts.actions import sweeps
from accounts.actions.sweeps import FIRST_PAUSE, LONGEST_PAUSE, MAIL_SERVER
from accounts.delivery import send_due
from accounts.enums import MailState
from accounts.models import Bounce, Mail, Sweep
from config import smtp
from config.smtp import Verdict
from tests.accounts.factories import make_person
from tests.delivery.servers import Moody
from tests.delivery.stories import MORNING, mail_to

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def states() -> list[tuple[str, int]]:
    return list(Mail.objects.order_by("pk").values_list("state", "attempts"))


def test_server_that_is_away_costs_no_mail_an_attempt(server: Moody):
    for _ in range(3):
        mail_to(make_person())
    server.stop()

    now = MORNING
    for _ in range(12):
        assert send_due(now) == 0
        now += LONGEST_PAUSE

    assert states() == [(MailState.WAITING, 0)] * 3
    server.start()
    assert send_due(now) == 3
    assert states() == [(MailState.SENT, 1)] * 3


def test_pauses_double_from_twenty_seconds_to_five_minutes_and_nothing_is_tried_in_between(
    server: Moody,
):
    mail_to(make_person())
    server.stop()
    now, pauses = MORNING, []
    for _ in range(7):
        send_due(now)
        row = Sweep.objects.get(name=MAIL_SERVER)
        pauses.append(int((row.paused_until - now).total_seconds()))
        assert sweeps.mail_rests(row.paused_until - dt.timedelta(seconds=1))
        now = row.paused_until

    assert pauses == [20, 40, 80, 160, 300, 300, 300]
    assert Sweep.objects.get(name=MAIL_SERVER).failing_since == MORNING


def test_resting_server_is_not_called(server: Moody):
    mail_to(make_person())
    sweeps.mail_server_away(MORNING, "gone")

    assert send_due(MORNING + FIRST_PAUSE - dt.timedelta(seconds=1)) == 0
    assert server.calls == 0
    assert send_due(MORNING + FIRST_PAUSE) == 1
    row = Sweep.objects.get(name=MAIL_SERVER)
    assert (row.found, row.problem, row.failing_since, row.paused_until) == (0, "", None, None)


def test_without_mail_the_server_is_not_called(server: Moody):
    assert send_due(MORNING) == 0
    assert server.calls == 0


def test_one_sweep_is_one_connection(server: Moody):
    for _ in range(4):
        mail_to(make_person())

    assert send_due(MORNING) == 4
    assert server.calls == 1


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("at_mail", "530 5.7.0 Authentication required"),
        ("at_mail", "451 4.3.0 Try again later"),
        ("at_rcpt", "421 4.3.2 Shutting down"),
        ("at_data", "421 4.3.2 Shutting down"),
    ],
)
def test_what_a_server_says_of_itself_makes_all_mail_wait(server: Moody, where: str, said: str):
    for _ in range(3):
        mail_to(make_person())
    setattr(server, where, lambda address: said)

    assert send_due(MORNING) == 0

    assert states() == [(MailState.WAITING, 0)] * 3
    assert sweeps.mail_rests(MORNING)
    server.behave()
    assert send_due(MORNING + MINUTE) == 3


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_not_now_for_one_is_later_for_that_one_only(server: Moody, where: str):
    busy, griet = make_person("Busy"), make_person()
    mail_to(busy)
    mail_to(griet)
    setattr(
        server, where, lambda address: "450 4.2.0 Greylisted" if address == busy.email else None
    )

    assert send_due(MORNING) == 1

    assert states() == [(MailState.WAITING, 1), (MailState.SENT, 1)]
    waiting = Mail.objects.get(recipient=busy)
    assert waiting.not_before == MORNING + MINUTE
    assert waiting.last_error == "450 4.2.0 Greylisted"
    assert not Bounce.objects.exists()
    server.behave()
    assert send_due(MORNING + MINUTE) == 1


def test_silence_after_the_mail_was_handed_over_sends_the_same_bytes_again(server: Moody):
    griet = make_person()
    mail_to(griet)
    server.silent_for = lambda address: True

    assert send_due(MORNING) == 0
    assert states() == [(MailState.WAITING, 1)]
    server.behave()
    assert send_due(MORNING + MINUTE) == 1

    first, second = server.arrived
    assert first == second


def test_two_silences_in_a_row_are_the_server(server: Moody):
    for _ in range(4):
        mail_to(make_person())
    server.silent_for = lambda address: True

    assert send_due(MORNING) == 0

    assert states() == [(MailState.WAITING, 1)] * 2 + [(MailState.WAITING, 0)] * 2
    assert sweeps.mail_rests(MORNING)


def test_server_that_refuses_everybody_stops_nobodys_mail(server: Moody):
    for _ in range(5):
        mail_to(make_person())
    server.at_rcpt = lambda address: "550 Relay not permitted"

    assert send_due(MORNING) == 0

    assert states() == [(MailState.WAITING, 0)] * 5
    assert not Bounce.objects.exists()
    assert Sweep.objects.get(name=MAIL_SERVER).problem == "550 Relay not permitted"


def test_address_that_no_letter_of_smtp_can_write_holds_up_nobody(server: Moody):
    odd, griet = make_person("Odd"), make_person()
    type(odd).objects.filter(pk=odd.pk).update(email="zo\n@example.org")
    mail_to(odd)
    mail_to(griet)

    assert send_due(MORNING) == 1
    assert Mail.objects.get(recipient=odd).state == MailState.WAITING
    assert Mail.objects.get(recipient=odd).last_error != ""


def test_refusal_of_a_sender_is_about_us_unless_the_mail_is_too_big():
    refused = smtp.smtplib.SMTPSenderRefused

    assert smtp.answer_in(refused(550, b"5.7.1 no", "us@x")).verdict == Verdict.AWAY
    assert smtp.answer_in(refused(552, b"5.3.4 too big", "us@x")).verdict == Verdict.REFUSED


def test_what_a_server_says_is_kept_without_anybodys_address():
    error = smtp.smtplib.SMTPDataError(554, b"5.7.1 <griet@example.org>: no\r\nmail to griet@x.be")

    assert str(smtp.answer_in(error)) == "554 5.7.1 <…>: no mail to <…>"
