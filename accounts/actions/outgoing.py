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
MOST_DOUBLINGS = 16  # long past any LONGEST_WAIT; the power itself must stay a number

Row = TypeVar("Row", bound=Outgoing)


def due(rows: QuerySet[Row], now: dt.datetime) -> QuerySet[Row]:
    """Those of `rows` that should leave now and that nobody is sending."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return rows.filter(free, state=MailState.WAITING, not_before__lte=now)


def claim(rows: QuerySet[Row], now: dt.datetime) -> Row | None:
    """Take the next of `rows` that is due and that nobody is sending; None when there is none."""
    next_ones = due(rows, now).values_list("pk", flat=True)
    # Whoever was faster moved claimed_until, and this update finds no row. Of the row alone: of
    # `rows` with a join it would become a subquery, which does not look again after the lock.
    still_free = due(rows.model._default_manager.all(), now)
    while (pk := next_ones.first()) is not None:
        if still_free.filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
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


def release(row: Outgoing) -> bool:
    """Give it back as it was: what went wrong was not about this message."""
    return bool(_held(row).update(claimed_until=None, attempts=F("attempts") - 1))


def mark_failed(row: Outgoing, now: dt.datetime, error: str, *, final: bool = False) -> bool:
    """Try again after a while, each time after twice as long; after MOST_ATTEMPTS, or where that
    makes no sense (`final`), it is given up, visibly."""
    wait = min(row.FIRST_WAIT * 2 ** min(row.attempts - 1, MOST_DOUBLINGS), row.LONGEST_WAIT)
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
