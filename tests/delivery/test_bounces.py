"""Mail that comes back: known, shown, stopped, and put right."""

import datetime as dt
import io
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from accounts.actions import bounces, mails
from accounts.actions.bounces import SOFT_LIMIT, SOFT_WITHIN
from accounts.delivery import send_due
from accounts.enums import BounceKind, MailState
from accounts.models import Bounce, HistoryEntry, Mail, User
from tests.accounts.factories import make_person
from tests.delivery.servers import Moody
from tests.delivery.stories import MORNING, mail_to

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
REPORTS = Path(__file__).parent / "reports"


def stopped(person: User) -> bool:
    person.refresh_from_db()
    return person.mail_stopped_at is not None


def report(name: str, mail: Mail) -> bytes:
    """A report as an MTA writes it, about this mail."""
    text = (REPORTS / f"{name}.eml").read_text()
    return (
        text.replace("<MESSAGE-ID>", mail.message_id)
        .replace("ADDRESS", mail.recipient.email)
        .encode()
    )


class TestRefusedAtTheDoor:
    def test_unknown_address_is_final_shown_and_stops_mail(self, server: Moody):
        gone, griet = make_person("Gone"), make_person()
        mail = mail_to(gone)
        mail_to(griet)
        server.at_rcpt = lambda address: "550 5.1.1 User unknown" if address == gone.email else None

        assert send_due(MORNING) == 1

        mail.refresh_from_db()
        assert (mail.state, mail.last_error) == (MailState.FAILED, "550 5.1.1 User unknown")
        bounce = Bounce.objects.get()
        assert (bounce.person, bounce.mail, bounce.kind, bounce.address, bounce.status) == (
            gone,
            mail,
            BounceKind.HARD,
            gone.email,
            "5.1.1",
        )
        assert stopped(gone)
        assert not stopped(griet)
        assert HistoryEntry.objects.filter(action="mail-stopped").count() == 1

    def test_refusal_about_something_else_is_final_for_the_mail_and_stops_nothing_yet(
        self, server: Moody
    ):
        griet = make_person()
        mail = mail_to(griet)
        server.at_data = lambda address: "554 5.7.1 Looks like spam"

        assert send_due(MORNING) == 0

        mail.refresh_from_db()
        assert mail.state == MailState.FAILED
        assert Bounce.objects.get().kind == BounceKind.SOFT
        assert not stopped(griet)

    def test_stopped_person_gets_no_mail_and_what_was_made_waits(self, server: Moody):
        griet = make_person()
        mail = mail_to(griet)
        User.objects.filter(pk=griet.pk).update(mail_stopped_at=MORNING)

        assert send_due(MORNING + DAY) == 0
        assert server.calls == 0
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.WAITING, 0)


class TestReturned:
    @pytest.fixture
    def sent(self, server: Moody) -> Mail:
        mail = mail_to(make_person())
        assert send_due(MORNING) == 1
        return Mail.objects.get(pk=mail.pk)

    @pytest.mark.parametrize(
        ("name", "status", "kind"),
        [
            ("postfix", "5.1.1", BounceKind.HARD),
            ("exchange", "5.1.10", BounceKind.HARD),
            ("full", "5.2.2", BounceKind.SOFT),
            ("expired", "4.4.1", BounceKind.SOFT),
        ],
    )
    def test_report_of_a_mail_server_is_read(self, sent: Mail, name, status, kind):
        (bounce,) = bounces.read(report(name, sent), MORNING + DAY)

        assert (bounce.person, bounce.mail, bounce.status, bounce.kind) == (
            sent.recipient,
            sent,
            status,
            kind,
        )
        assert stopped(sent.recipient) is (kind == BounceKind.HARD)

    def test_same_report_twice_is_one_bounce(self, sent: Mail):
        bounces.read(report("postfix", sent), MORNING)

        assert bounces.read(report("postfix", sent), MORNING) == []
        assert Bounce.objects.count() == 1

    @pytest.mark.parametrize("name", ["delayed", "delivered"])
    def test_report_that_a_mail_is_on_its_way_is_no_bounce(self, sent: Mail, name):
        assert bounces.read(report(name, sent), MORNING) == []

    def test_forged_report_without_our_message_id_stops_nobody(self, sent: Mail):
        forged = report("postfix", sent).replace(sent.message_id.encode(), b"<guessed@example.org>")

        assert bounces.read(forged, MORNING) == []
        assert not stopped(sent.recipient)

    @pytest.mark.parametrize("content", [b"", b"\x00\xff", b"Subject: hi\n\nI am on holiday"])
    def test_what_is_no_report_is_nothing(self, content):
        assert bounces.read(content, MORNING) == []

    def test_a_report_is_read_without_the_character_that_no_database_keeps(self, sent: Mail):
        content = report("postfix", sent)
        [bounce] = bounces.read(content.replace(b"smtp;", b"smtp;\x00 "), MORNING)

        assert (bounce.person, "\x00" in bounce.detail) == (sent.recipient, False)

    def test_answer_that_quotes_our_message_id_is_no_report(self, sent: Mail):
        answer = EmailMessage()
        answer["In-Reply-To"] = sent.message_id
        answer.set_content("550 5.1.1 says somebody")

        assert bounces.read(answer.as_bytes(), MORNING) == []

    def test_report_about_an_address_that_was_changed_since_stops_nothing(self, sent: Mail):
        content = report("postfix", sent)
        User.objects.filter(pk=sent.recipient_id).update(email="new@example.org")

        (bounce,) = bounces.read(content, MORNING + DAY)

        assert bounce.settled_at == MORNING + DAY
        assert not stopped(sent.recipient)

    def test_command_reads_one_mail_from_standard_input(self, sent: Mail, monkeypatch, capsys):
        piped = SimpleNamespace(buffer=io.BytesIO(report("postfix", sent)))
        monkeypatch.setattr("sys.stdin", piped)

        call_command("read_bounce")

        assert capsys.readouterr().out == "1 new: 5.1.1\n"
        assert stopped(sent.recipient)


class TestSoft:
    def bounce(self, person: User, at: dt.datetime) -> None:
        bounces.record(
            person=person,
            mail=mail_to(person),
            address=person.email,
            status="5.2.2",
            detail="mailbox full",
            at=at,
        )

    def test_stops_at_the_limit(self):
        griet = make_person()
        for number in range(SOFT_LIMIT):
            assert not stopped(griet)
            self.bounce(griet, MORNING + number * DAY)

        assert stopped(griet)

    def test_those_of_long_ago_do_not_count(self):
        griet = make_person()
        self.bounce(griet, MORNING - SOFT_WITHIN)
        for _ in range(SOFT_LIMIT - 1):
            self.bounce(griet, MORNING)

        assert not stopped(griet)

    def test_those_from_before_it_was_put_right_do_not_count(self):
        griet, coach = make_person(), make_person("Katrien")
        for _ in range(SOFT_LIMIT):
            self.bounce(griet, MORNING)
        mails.put_right(by=coach, person=griet)
        self.bounce(griet, MORNING)

        assert not stopped(griet)


class TestPutRight:
    def test_what_waited_leaves_as_one_mail(self, server: Moody):
        griet, coach = make_person(), make_person("Katrien")
        refused = mail_to(griet)
        server.at_rcpt = lambda address: "550 5.1.1 User unknown"
        send_due(MORNING)
        later = mail_to(make_person("Wim"))
        Mail.objects.filter(pk=later.pk).update(recipient=griet)
        server.behave()

        mails.put_right(by=coach, person=griet, now=MORNING + DAY)

        assert not stopped(griet)
        assert Bounce.objects.get().settled_at is not None
        assert send_due(MORNING + DAY) == 1
        (mail,) = Mail.objects.filter(state=MailState.SENT)
        assert mail.notifications.count() == 2
        assert Mail.objects.exclude(pk=mail.pk).get().state == MailState.CANCELLED
        assert {refused.pk, later.pk} == set(Mail.objects.values_list("pk", flat=True))
        entry = HistoryEntry.objects.get(action="mail-resumed")
        assert entry.by == coach

    def test_what_is_older_than_its_links_stays_behind(self, server: Moody):
        griet = make_person()
        old = mail_to(griet)
        User.objects.filter(pk=griet.pk).update(mail_stopped_at=MORNING)

        mails.put_right(by=make_person("Katrien"), person=griet, now=MORNING + 15 * DAY)

        assert send_due(MORNING + 15 * DAY) == 0
        old.refresh_from_db()
        assert old.state == MailState.CANCELLED
