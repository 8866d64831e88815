"""The mails of the outbox: the next to be sent, and what is left out of one.

Nothing is lost, and what is sent again carries the Message-ID and Date of the first time, by which
mailboxes drop the second (docs/decisions/0010).
"""

import datetime as dt

from accounts.actions import outgoing
from accounts.models import Mail, Notification


def claim(now: dt.datetime) -> Mail | None:
    """Take the next mail that is due and that nobody is sending; None when there is none."""
    return outgoing.claim(Mail.objects.select_related("recipient"), now)


def drop(notifications: list[Notification], now: dt.datetime) -> None:
    """Leave out of their mail what no longer holds."""
    Notification.objects.filter(
        pk__in=[notification.pk for notification in notifications], cancelled_at__isnull=True
    ).update(cancelled_at=now)
