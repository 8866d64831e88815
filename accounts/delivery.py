"""Sending what is due: claim, look once more whether it holds, hand over, mark."""

import datetime as dt
import logging
import time

from accounts import emails, reminders
from accounts.actions import mails, outgoing
from accounts.models import Mail, Notification
from config import clock

logger = logging.getLogger(__name__)

# Claims count from the start of a sweep: it ends while the last of them has time to be sent.
LONGEST_SWEEP_SECONDS = outgoing.LEASE.total_seconds() / 2


def send_due(now: dt.datetime, limit: int = 200) -> int:
    """Send at most `limit` mails that are due at `now`; answers how many were handed over.

    Safe with any number of workers at once and after a kill at any line.
    """
    sent = 0
    ends = time.monotonic() + LONGEST_SWEEP_SECONDS
    for _ in range(limit):
        mail = mails.claim(now) if time.monotonic() < ends else None
        if mail is None:
            break
        sent += _send(mail, now)
    return sent


def _send(mail: Mail, now: dt.datetime) -> bool:
    try:
        notifications = _still_true(mail, now)
        if not notifications:
            outgoing.mark_cancelled(mail)
            return False
        emails.outbox_mail(mail, notifications).send()
    except Exception as error:  # one mail that cannot be made or sent must not hold up the others
        logger.warning("Mail %s was not sent: %s", mail.pk, type(error).__name__, exc_info=True)
        outgoing.mark_failed(mail, now, f"{type(error).__name__}: {error}")
        return False
    return outgoing.mark_sent(mail, now)


def _still_true(mail: Mail, now: dt.datetime) -> list[Notification]:
    """What of this mail holds at this moment; the rest is cancelled."""
    said = list(mail.notifications.filter(cancelled_at__isnull=True).select_related("recipient"))
    if not mail.recipient.is_active:
        mails.drop(said, now)
        return []
    with clock.at(now):
        stale = [row for row in said if not reminders.rule(row.rule).still_true(row)]
    if stale:
        mails.drop(stale, now)
    return [row for row in said if row not in stale]
