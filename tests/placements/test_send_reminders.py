"""`manage.py send_reminders`: one sweep as of a date."""

import datetime as dt
import smtplib
from io import StringIO

import pytest
from django.apps import apps
from django.core import mail as mailbox
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Mail, Notification
from placements.models import Placement
from tests.factories import make_placement, make_user
from tests.placements.stories import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement() -> Placement:
    """Nine days of work and no meeting; the mentor confirmed none of them."""
    made = make_placement(
        student=make_user("Amina", "Bouzid", email="amina@example.org"),
        mentor=make_user("Griet", "Moerman", email="griet@example.org"),
        coach=make_user("Katrien", "Dhaeseleer", email="katrien@example.org", language="en"),
    )
    work(made, 9, confirm=False)
    return made


def send_reminders(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", "--language", "en", *arguments, stdout=out)
    return out.getvalue()


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_sweep_sends_what_is_due_on_that_date_and_says_how_much(placement):
    said = send_reminders("--now", "2026-10-02")

    assert said == "Reminders: 4. Mails: 3. Sent: 3. Failed: 0.\n"
    assert sorted(message.to[0] for message in mailbox.outbox) == [
        "amina@example.org",
        "griet@example.org",
        "katrien@example.org",
    ]
    assert {mail.day for mail in Mail.objects.all()} == {dt.date(2026, 10, 2)}


def test_a_second_sweep_of_that_date_sends_nothing(placement):
    send_reminders("--now", "2026-10-02")

    assert send_reminders("--now", "2026-10-02") == "Reminders: 0. Mails: 0. Sent: 0. Failed: 0.\n"
    assert len(mailbox.outbox) == 3


def test_a_moment_can_be_given_and_before_the_digest_hour_nothing_leaves(placement):
    said = send_reminders("--now", "2026-10-02T06:30")

    assert said == "Reminders: 4. Mails: 0. Sent: 0. Failed: 0.\n"
    assert mailbox.outbox == []


def test_dry_run_says_who_would_get_what_and_writes_nothing(placement):
    before = rows()

    said = send_reminders("--now", "2026-10-02", "--dry-run")

    assert said.splitlines() == [
        "amina@example.org: trialogue-window-open",
        "griet@example.org: days-waiting, trialogue-window-open",
        "katrien@example.org: trialogue-window-open",
        "4 reminders would be sent.",
    ]
    assert rows() == before
    assert mailbox.outbox == []


def test_dry_run_names_what_stands_in_the_outbox_already(placement):
    send_reminders("--now", "2026-10-02T06:30")

    said = send_reminders("--now", "2026-10-02", "--dry-run")

    assert said.splitlines()[-1] == "4 reminders would be sent."
    assert Notification.objects.filter(mail__isnull=True).count() == 4


def test_mail_that_cannot_be_handed_over_is_said_and_fails_the_command(placement, monkeypatch):
    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("send_reminders", "--now", "2026-10-02", "--language", "en", stdout=out)
    # After two silences the server counts as away: the third mail is not even tried.
    assert out.getvalue() == "Reminders: 4. Mails: 3. Sent: 0. Failed: 2.\n"


def test_a_date_that_is_none_is_refused():
    with pytest.raises(CommandError, match="--now"):
        send_reminders("--now", "1 december")


def test_without_a_date_it_is_now(placement):
    send_reminders()

    assert {mail.day for mail in Mail.objects.all()} <= {timezone.localdate()}
