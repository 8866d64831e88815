"""The mails of the outbox: the next to be sent, what is left out of one, and what was refused.

Nothing is lost, and what is sent again carries the Message-ID and Date of the first time, by which
mailboxes drop the second (docs/decisions/0010, 0036).
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.actions import bounces, history, outgoing
from accounts.enums import MailState
from accounts.models import Mail, Notification, User
from accounts.pace import may_hear
from config import clock
from config.smtp import Answer


def to_send(now: dt.datetime) -> QuerySet[Mail]:
    """Mails that may leave: those to an address that came back wait until it is put right, those
    to somebody with quiet hours until these are over."""
    found = Mail.objects.filter(
        may_hear(now, "recipient__"), recipient__mail_stopped_at__isnull=True
    )
    return found.select_related("recipient")


def is_any_due(now: dt.datetime) -> bool:
    return outgoing.due(to_send(now), now).exists()


def claim(now: dt.datetime) -> Mail | None:
    """Take the next mail that is due and that nobody is sending; None when there is none."""
    return outgoing.claim(to_send(now), now)


def drop(notifications: list[Notification], now: dt.datetime) -> None:
    """Leave out of their mail what no longer holds."""
    Notification.objects.filter(
        pk__in=[notification.pk for notification in notifications], cancelled_at__isnull=True
    ).update(cancelled_at=now)


@transaction.atomic
def refuse(mail: Mail, now: dt.datetime, answer: Answer) -> bool:
    """The server does not take this mail for this person, ever: in sight, and final."""
    if not outgoing.mark_failed(mail, now, str(answer), final=True):
        return False
    bounces.record(
        person=mail.recipient,
        mail=mail,
        address=mail.recipient.email,
        status=answer.status or str(answer.code),
        detail=answer.text,
        at=now,
    )
    return True


@transaction.atomic
def put_right(*, by: User, person: User, now: dt.datetime | None = None) -> None:
    """The address is right now, or is worth another try: what came back counts no more, and what
    waited leaves as one mail."""
    was_stopped = bounces.settle(person=person)
    _post_again(person, now or clock.now())
    if was_stopped:
        history.record("mail-resumed", person, by=by)


def _post_again(person: User, now: dt.datetime) -> Mail | None:
    """Send what did not reach this person as one mail, not as one for each day that it waited.

    What is older than the links in it stays behind. Each line is looked at again before it goes.
    """
    kept = now - dt.timedelta(days=settings.INVITATION_DAYS)
    rows = Mail.objects.select_for_update(of=("self",)).filter(
        recipient=person, state__in=[MailState.WAITING, MailState.FAILED]
    )
    idle = [row for row in rows if row.claimed_until is None or row.claimed_until <= now]
    fresh = [row for row in idle if row.dated >= kept]
    newest = max(fresh, key=lambda row: row.dated, default=None)
    others = [row.pk for row in idle if row is not newest]
    if newest is not None:
        Notification.objects.filter(
            mail__in=[row.pk for row in fresh], cancelled_at__isnull=True
        ).update(mail=newest)
        Mail.objects.filter(pk=newest.pk).update(
            state=MailState.WAITING, attempts=0, not_before=now, claimed_until=None, last_error=""
        )
    Notification.objects.filter(mail__in=others, cancelled_at__isnull=True).update(cancelled_at=now)
    Mail.objects.filter(pk__in=others).update(state=MailState.CANCELLED, claimed_until=None)
    return newest
