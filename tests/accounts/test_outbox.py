"""The outbox: said once, grouped, looked at again, sent, and sent again as the same message."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail as mailbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from accounts import emails, reminders
from accounts.actions import mails, notifications, outgoing
from accounts.delivery import send_due
from accounts.enums import MailKind, MailState
from accounts.models import Mail, Notification
from config import clock
from tests.accounts.factories import at_once, make_person

DAY = dt.date(2026, 11, 20)
MORNING = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
untrue: set[str] = set()


@pytest.fixture(autouse=True)
def _rule(monkeypatch):
    """One rule, whose words name its context and which holds unless a test says otherwise."""
    monkeypatch.setattr(reminders, "_rules", dict(reminders._rules))
    reminders.register(
        "test-rule",
        render=lambda row: reminders.Line(f"Dag {row.context['number']}", verb="Bekijk"),
        still_true=lambda row: row.subject not in untrue,
    )
    reminders.register(
        "test-news", render=lambda row: reminders.Line(f"Nieuws {row.pk}"), asks=False
    )
    yield
    untrue.clear()


def say(
    person, number: int = 1, *, due_on: dt.date = DAY, rule: str = "test-rule", **more
) -> Notification | None:
    with clock.at(MORNING):
        return notifications.notify(
            rule,
            subject=f"test:{number}",
            recipient=person,
            due_on=due_on,
            context={"number": number},
            url="/profile/",
            **more,
        )


def gathered(person, numbers: int = 1) -> Mail:
    for number in range(1, numbers + 1):
        say(person, number)
    notifications.gather(MORNING)
    return Mail.objects.get(recipient=person)


@pytest.mark.django_db
class TestNotify:
    def test_same_rule_subject_person_and_date_are_said_once(self):
        griet = make_person()

        assert say(griet) is not None
        assert say(griet) is None
        assert say(griet, due_on=DAY + dt.timedelta(days=1)) is not None
        assert Notification.objects.count() == 2

    def test_what_caused_it_rolled_back_takes_the_notification_along(self):
        griet = make_person()
        with transaction.atomic():
            say(griet)
            transaction.set_rollback(True)

        assert not Notification.objects.exists()

    def test_cancelled_before_it_was_gathered_it_is_not_mailed(self):
        say(make_person())
        notifications.cancel(subject="test:1", rule="test-rule")

        assert notifications.gather(MORNING) == 0

    def test_urgent_one_wakes_a_worker_after_the_commit(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            say(make_person())
            assert callbacks == []
            say(make_person(), urgent=True)
        assert len(callbacks) == 1


@pytest.mark.django_db
class TestGather:
    def test_everything_of_one_person_and_day_goes_in_one_mail(self):
        griet, amina = make_person("Griet"), make_person("Amina")
        for number in range(4):
            say(griet, number)
        say(amina)

        assert notifications.gather(MORNING) == 2
        mail = Mail.objects.get(recipient=griet)
        assert (mail.kind, mail.day, mail.notifications.count()) == (MailKind.DIGEST, DAY, 4)

    def test_what_comes_after_the_digest_waits_for_the_next_day(self):
        griet = make_person()
        gathered(griet)
        say(griet, 2)

        assert notifications.gather(MORNING + dt.timedelta(hours=5)) == 0
        assert notifications.gather(MORNING + dt.timedelta(days=1)) == 1

    def test_digest_waits_for_its_hour_and_urgent_ones_do_not(self):
        before_seven = dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC)
        griet = make_person()
        say(griet, 1)
        say(griet, 2, urgent=True)

        assert notifications.gather(before_seven) == 1
        assert Mail.objects.get().kind == MailKind.URGENT
        assert notifications.gather(before_seven + dt.timedelta(hours=1)) == 1

    def test_day_is_the_local_one(self):
        say(make_person(), urgent=True)
        notifications.gather(dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC))

        assert Mail.objects.get().day == dt.date(2026, 11, 21)

    def test_what_is_not_due_yet_stays(self):
        say(make_person(), due_on=DAY + dt.timedelta(days=1))

        assert notifications.gather(MORNING) == 0


@pytest.mark.django_db
class TestSend:
    def test_mail_carries_every_line_and_its_fixed_message_id_and_date(self):
        griet = make_person()
        mail = gathered(griet, 2)

        assert send_due(MORNING + MINUTE) == 1

        (message,) = mailbox.outbox
        headers = message.message()
        assert message.to == [griet.email]
        assert message.subject == "2 dingen wachten op jou"
        assert [line for line in message.body.splitlines() if line.startswith("* ")] == [
            "* Dag 1",
            "* Dag 2",
        ]
        assert headers["Message-ID"] == mail.message_id
        assert headers["Date"] == "Fri, 20 Nov 2026 09:00:00 +0100"
        assert headers["Auto-Submitted"] == "auto-generated"
        mail.refresh_from_db()
        assert (mail.state, mail.sent_at) == (MailState.SENT, MORNING + MINUTE)

    def test_nothing_is_sent_a_second_time(self):
        gathered(make_person())
        assert [send_due(MORNING), send_due(MORNING), len(mailbox.outbox)] == [1, 0, 1]

    def test_words_are_in_the_language_of_the_reader(self):
        gathered(make_person(language="en"), 2)
        gathered(make_person(language="nl"), 2)
        send_due(MORNING)

        assert [message.subject for message in mailbox.outbox] == [
            "2 things wait for you",
            "2 dingen wachten op jou",
        ]

    @pytest.mark.parametrize(
        ("asking", "news", "subject"),
        [
            (2, 1, "2 things wait for you"),
            (1, 2, "1 thing waits for you"),
            (0, 2, "News about your placement"),
            (1, 0, "Dag 1"),
        ],
    )
    def test_subject_counts_what_asks_something(self, asking, news, subject):
        griet = make_person(language="en")
        for number in range(1, news + 1):
            say(griet, number, rule="test-news")
        gathered(griet, asking)
        send_due(MORNING)

        assert [message.subject for message in mailbox.outbox] == [subject]

    def test_what_no_longer_holds_is_left_out_at_the_moment_of_sending(self):
        mail = gathered(make_person(), 3)
        untrue.update({"test:1", "test:3"})
        send_due(MORNING)

        assert [line for line in mailbox.outbox[0].body.splitlines() if line[:2] == "* "] == [
            "* Dag 2"
        ]
        assert mail.notifications.filter(cancelled_at__isnull=False).count() == 2

    def test_mail_of_which_nothing_holds_is_not_sent(self):
        mail = gathered(make_person(), 2)
        untrue.update({"test:1", "test:2"})

        assert send_due(MORNING) == 0
        mail.refresh_from_db()
        assert (mail.state, mailbox.outbox) == (MailState.CANCELLED, [])

    def test_somebody_inactive_gets_no_mail(self):
        griet = make_person()
        mail = gathered(griet)
        griet.is_active = False
        griet.save()

        assert send_due(MORNING) == 0
        mail.refresh_from_db()
        assert mail.state == MailState.CANCELLED

    def test_calendar_goes_along(self):
        say(make_person(), calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", urgent=True)
        notifications.gather(MORNING)
        send_due(MORNING)

        ((name, content, kind),) = mailbox.outbox[0].attachments
        assert (name, kind) == ("trialoog-1.ics", "text/calendar")
        assert content.startswith("BEGIN:VCALENDAR")


@pytest.fixture
def refusing_server(monkeypatch):
    """A mail server that does not take mail."""

    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


@pytest.mark.django_db
class TestFailure:
    def test_waits_between_tries_double_up_to_an_hour_and_end_after_four_days(
        self, refusing_server
    ):
        mail = gathered(make_person())
        now, waits = MORNING, []
        for _ in range(100):
            send_due(now)
            mail.refresh_from_db()
            waits.append(int((mail.not_before - now).total_seconds()) // 60)
            assert send_due(mail.not_before - dt.timedelta(seconds=1)) == 0
            now = mail.not_before

        assert waits == [1, 2, 4, 8, 16, 32, *[60] * 94]
        assert (mail.state, mail.attempts) == (MailState.FAILED, 100)
        assert (now - MORNING).days == 3
        assert mail.last_error == "SMTPServerDisconnected: gone"

    def test_mail_that_cannot_be_made_does_not_hold_up_the_others(self):
        griet, amina = make_person(), make_person("Amina")
        gathered(griet)
        gathered(amina)
        Notification.objects.filter(recipient=griet).update(context={})

        assert send_due(MORNING) == 1
        assert mailbox.outbox[0].to == [amina.email]
        assert Mail.objects.get(recipient=griet).last_error == "KeyError: 'number'"

    def test_crash_between_sending_and_marking_sends_the_same_message_again(self, monkeypatch):
        gathered(make_person(), 3)
        with monkeypatch.context() as crash:
            crash.setattr(outgoing, "mark_sent", lambda mail, now: False)
            send_due(MORNING)

        assert send_due(MORNING + MINUTE) == 0  # the lease still holds
        with clock.at(MORNING + dt.timedelta(days=1)):
            assert send_due(MORNING + 3 * MINUTE) == 1

        first, second = mailbox.outbox
        assert first.message().as_bytes() == second.message().as_bytes()

    def test_mark_first_and_send_later_would_lose_what_a_crash_interrupts(self, monkeypatch):
        gathered(make_person())
        mail = mails.claim(MORNING)
        outgoing.mark_sent(mail, MORNING)  # ... and here the worker dies, before it sends

        assert send_due(MORNING + 10 * MINUTE) == 0
        assert mailbox.outbox == []

    def test_worker_that_lost_its_claim_marks_nothing(self):
        gathered(make_person())
        slow = mails.claim(MORNING)
        quick = mails.claim(MORNING + 3 * MINUTE)

        assert outgoing.mark_sent(slow, MORNING + 4 * MINUTE) is False
        assert outgoing.mark_sent(quick, MORNING + 4 * MINUTE) is True


@pytest.mark.django_db(transaction=True)
class TestTwoSenders:
    def test_each_mail_leaves_once(self):
        people = [make_person() for _ in range(12)]
        for person in people:
            gathered(person)

        sent = at_once(lambda _: send_due(MORNING), 4)

        assert sum(sent) == len(people)
        assert sorted(message.to[0] for message in mailbox.outbox) == sorted(
            person.email for person in people
        )

    def test_without_the_claim_they_leave_more_often(self, monkeypatch):
        mail = gathered(make_person())
        all_have_looked = threading.Barrier(4)

        def send_unclaimed(_: int) -> None:
            found = Mail.objects.filter(state=MailState.WAITING).get()
            all_have_looked.wait()
            emails.outbox_mail(found, list(found.notifications.all())).send()

        at_once(send_unclaimed, 4)

        assert [message.message()["Message-ID"] for message in mailbox.outbox] == [
            mail.message_id
        ] * 4
