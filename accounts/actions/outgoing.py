"""Who may send which row now: claimed, marked and given up by conditional updates.

Neither SMTP nor an SMS gateway can be made exactly-once: after a crash between handing over and
marking nobody knows whether the message left (docs/decisions/0010).
"""

import datetime as dt
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from accounts.enums import MailState
from accounts.models.notification import Outgoing

LEASE = dt.timedelta(minutes=2)

Row = TypeVar("Row", bound=Outgoing)


def claim(rows: QuerySet[Row], now: dt.datetime) -> Row | None:
    """Take the next of `rows` that is due and that nobody is sending; None when there is none."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    due = rows.filter(free, state=MailState.WAITING, not_before__lte=now)
    while (pk := due.values_list("pk", flat=True).first()) is not None:
        # Whoever was faster moved claimed_until, and this update finds no row.
        if due.filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
            return rows.get(pk=pk)
    return None


def _held(row: Row) -> QuerySet[Row]:
    """The row, as long as the claim on it is still ours."""
    return type(row).objects.filter(
        pk=row.pk, state=MailState.WAITING, claimed_until=row.claimed_until
    )


def mark_sent(row: Outgoing, now: dt.datetime) -> bool:
    return bool(
        _held(row).update(state=MailState.SENT, sent_at=now, claimed_until=None, last_error="")
    )


def mark_failed(row: Outgoing, now: dt.datetime, error: str, *, final: bool = False) -> bool:
    """Try again after a while, each time after twice as long; after MOST_ATTEMPTS, or where that
    makes no sense (`final`), it is given up, visibly."""
    wait = min(row.FIRST_WAIT * 2 ** (row.attempts - 1), row.LONGEST_WAIT)
    given_up = final or row.attempts >= row.MOST_ATTEMPTS
    return bool(
        _held(row).update(
            state=MailState.FAILED if given_up else MailState.WAITING,
            not_before=now + wait,
            claimed_until=None,
            last_error=error[:300],
        )
    )


def mark_cancelled(row: Outgoing) -> bool:
    return bool(_held(row).update(state=MailState.CANCELLED, claimed_until=None))
