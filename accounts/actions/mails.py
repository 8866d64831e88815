"""Who may send which mail now: claimed, marked and given up by conditional updates.

SMTP cannot be made exactly-once: after a crash between handing over and marking nobody knows
whether the mail left. So nothing is lost, and what is sent again carries the Message-ID and Date
of the first time, by which mailboxes drop the second (docs/decisions/0010).
"""

import datetime as dt

from django.db.models import F, Q

from accounts.enums import MailState
from accounts.models import Mail, Notification

LEASE = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 8
LONGEST_WAIT_MINUTES = 60


def claim(now: dt.datetime) -> Mail | None:
    """Take the next mail that is due and that nobody is sending; None when there is none."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    due = Mail.objects.filter(free, state=MailState.WAITING, not_before__lte=now)
    while (pk := due.values_list("pk", flat=True).first()) is not None:
        # Whoever was faster moved claimed_until, and this update finds no row.
        if due.filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
            return Mail.objects.select_related("recipient").get(pk=pk)
    return None


def _held(mail: Mail):
    """The row, as long as the claim on it is still ours."""
    return Mail.objects.filter(
        pk=mail.pk, state=MailState.WAITING, claimed_until=mail.claimed_until
    )


def mark_sent(mail: Mail, now: dt.datetime) -> bool:
    return bool(
        _held(mail).update(state=MailState.SENT, sent_at=now, claimed_until=None, last_error="")
    )


def mark_failed(mail: Mail, now: dt.datetime, error: str) -> bool:
    """Try again after 1, 2, 4 ... 60 minutes; after MOST_ATTEMPTS it is given up, visibly."""
    wait = min(2 ** (mail.attempts - 1), LONGEST_WAIT_MINUTES)
    given_up = mail.attempts >= MOST_ATTEMPTS
    return bool(
        _held(mail).update(
            state=MailState.FAILED if given_up else MailState.WAITING,
            not_before=now + dt.timedelta(minutes=wait),
            claimed_until=None,
            last_error=error[:300],
        )
    )


def mark_cancelled(mail: Mail) -> bool:
    return bool(_held(mail).update(state=MailState.CANCELLED, claimed_until=None))


def drop(notifications: list[Notification], now: dt.datetime) -> None:
    """Leave out of their mail what no longer holds."""
    Notification.objects.filter(
        pk__in=[notification.pk for notification in notifications], cancelled_at__isnull=True
    ).update(cancelled_at=now)
