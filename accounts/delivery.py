"""Sending what is due: claim, look once more whether it holds, hand over, mark."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection

from accounts import emails, reminders
from accounts.actions import mails, outgoing, sweeps
from accounts.models import Mail, Notification
from config import clock, smtp
from config.smtp import Answer, Verdict

logger = logging.getLogger(__name__)

# A worker that is told to stop has two minutes. A lease is longer than the four answers that a mail
# waits for, of EMAIL_TIMEOUT each: it is claimed on a connection that is open.
LONGEST_SWEEP_SECONDS = outgoing.LEASE.total_seconds() / 4
# So many refused and none taken: then it is the server that refuses, not these people's mailbox.
REFUSES_EVERYBODY = 3
WAITS_FOR_DATABASE = (0.5, 1, 2, 4, 8)

Answered = TypeVar("Answered")


def send_due(now: dt.datetime, limit: int = 500) -> int:
    """Send at most `limit` mails that are due at `now`; answers how many were handed over.

    Safe with any number of workers at once and after a kill at any line. While the mail server is
    away nothing is tried, and no mail's attempts are used up.
    """
    if sweeps.mail_rests(now):
        return 0
    with _Round(now) as round_:
        return round_.run(limit)


class _ServerAway(Exception):
    pass


class _Round:
    """One sweep: one connection, mail after mail, and what the server says of each."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.began = time.monotonic()
        self.server: BaseEmailBackend | None = None
        self.sent = 0
        self.silences = 0
        self.refused: list[tuple[Mail, Answer]] = []

    def __enter__(self) -> "_Round":
        return self

    def __exit__(self, *error: object) -> None:
        self._hang_up()

    def run(self, limit: int) -> int:
        try:
            for _ in range(limit):
                mail = self._next()
                if mail is None:
                    break
                self._send(mail)
            self._believe_refusals()
        except _ServerAway as away:
            for mail, _answer in self.refused:
                outgoing.release(mail)
            sweeps.mail_server_away(self.now, str(away))
        return self.sent

    def _next(self) -> Mail | None:
        """The next mail, claimed when there is a server to take it."""
        if time.monotonic() >= self.began + LONGEST_SWEEP_SECONDS:
            return None
        if self.server is None:
            if not mails.is_any_due(self.now):
                return None
            self._call()
        # From this moment: with a lease from the start of the sweep, the last mail of a slow one
        # would be free for others while it is being sent.
        return mails.claim(self.now + dt.timedelta(seconds=time.monotonic() - self.began))

    def _call(self) -> None:
        server = django_mail.get_connection()
        try:
            server.open()
        except OSError as error:
            raise _ServerAway(str(smtp.unreachable(error))) from error
        self.server = server

    def _hang_up(self) -> None:
        if self.server is not None:
            with suppress(OSError):
                self.server.close()
        self.server = None

    def _send(self, mail: Mail) -> None:
        try:
            notifications = _still_true(mail, self.now)
            if not notifications:
                outgoing.mark_cancelled(mail)
                return
            message = emails.outbox_mail(mail, notifications)
        except (OperationalError, InterfaceError):
            raise  # not about this mail: its lease runs out, and the next sweep takes it
        except Exception as error:  # one mail that cannot be made must not hold up the others
            logger.warning("Mail %s cannot be made", mail.pk, exc_info=True)
            self._cannot(mail, error)
            return
        message.connection = self.server
        try:
            message.send()
        except OSError as error:  # every error of smtplib and of sockets is one
            self._listen(mail, smtp.answer_in(error))
        except Exception as error:  # an address that cannot be written down in SMTP, for instance
            logger.warning("Mail %s cannot be handed over", mail.pk, exc_info=True)
            self._cannot(mail, error)
        else:
            self._accepted(mail)

    def _cannot(self, mail: Mail, error: Exception) -> None:
        outgoing.mark_failed(mail, self.now, f"{type(error).__name__}: {error}")

    def _accepted(self, mail: Mail) -> None:
        self.sent += surely(lambda: outgoing.mark_sent(mail, self.now))
        self.silences = 0
        if self.sent == 1:
            sweeps.mail_server_answers(self.now)
        self._believe_refusals()

    def _listen(self, mail: Mail, answer: Answer) -> None:
        logger.warning("Mail %s was not sent (%s): %s", mail.pk, answer.verdict.value, answer.code)
        match answer.verdict:
            case Verdict.AWAY:
                outgoing.release(mail)
                raise _ServerAway(str(answer))
            case Verdict.UNSURE:
                outgoing.mark_failed(mail, self.now, str(answer))
                self._hang_up()
                self.silences += 1
                if self.silences > 1:
                    raise _ServerAway(str(answer))
            case Verdict.LATER:
                outgoing.mark_failed(mail, self.now, str(answer))
            case Verdict.REFUSED:
                self.refused.append((mail, answer))
                if not self.sent and len(self.refused) >= REFUSES_EVERYBODY:
                    raise _ServerAway(str(answer))

    def _believe_refusals(self) -> None:
        """It takes others' mail, or there was little to take: what it refused stays refused."""
        for mail, answer in self.refused:
            mails.refuse(mail, self.now, answer)
        self.refused.clear()


def surely(mark: Callable[[], Answered]) -> Answered:
    """Do what must not be missed after a mail left, also while the database restarts."""
    for wait in WAITS_FOR_DATABASE:
        try:
            return mark()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(wait)
    return mark()


def _still_true(mail: Mail, now: dt.datetime) -> list[Notification]:
    """What of this mail holds at this moment, for somebody who may still read it; the rest is
    cancelled."""
    said = list(mail.notifications.filter(cancelled_at__isnull=True).select_related("recipient"))
    if not mail.recipient.is_active:
        mails.drop(said, now)
        return []
    with clock.at(now):
        stale = [row for row in said if not reminders.still_holds(row)]
    if stale:
        mails.drop(stale, now)
    return [row for row in said if row not in stale]
