"""Addresses that mail does not reach: known, stopped, put right."""

import datetime as dt

from django.db import transaction

from accounts import returned
from accounts.actions import history
from accounts.enums import BounceKind
from accounts.models import Bounce, Mail, User
from accounts.rules import bounce_kind
from config import clock

SOFT_LIMIT = 5
SOFT_WITHIN = dt.timedelta(days=14)


@transaction.atomic
def record(
    *,
    person: User,
    mail: Mail | None,
    address: str,
    status: str,
    detail: str,
    at: dt.datetime,
) -> Bounce | None:
    """Keep that a mail did not arrive, and stop mail to this person where that makes sense: at
    once when the address does not exist, else after SOFT_LIMIT in SOFT_WITHIN.

    Answers None when it was known. What was said of an address that somebody no longer has
    counts no more.
    """
    bounce, is_new = Bounce.objects.get_or_create(
        mail=mail,
        address=address,
        status=status[:20],
        defaults={
            "person": person,
            "kind": bounce_kind(status),
            "detail": detail[:300],
            "at": at,
            "settled_at": None if address == person.email else at,
        },
    )
    if not is_new:
        return None
    _stop_where_due(bounce, at)
    return bounce


def _stop_where_due(bounce: Bounce, at: dt.datetime) -> None:
    if bounce.settled_at is not None:
        return
    recent = Bounce.objects.filter(
        person=bounce.person, settled_at__isnull=True, at__gt=at - SOFT_WITHIN
    )
    if bounce.kind != BounceKind.HARD and recent.count() < SOFT_LIMIT:
        return
    free = User.objects.filter(pk=bounce.person_id, mail_stopped_at__isnull=True)
    if free.update(mail_stopped_at=at):
        history.record("mail-stopped", bounce.person, by=None, new={"status": bounce.status})


@transaction.atomic
def settle(*, person: User) -> bool:
    """Whatever came back so far counts no more, and mail may leave again; answers whether it was
    stopped."""
    Bounce.objects.filter(person=person, settled_at__isnull=True).update(settled_at=clock.now())
    stopped = User.objects.filter(pk=person.pk, mail_stopped_at__isnull=False)
    person.mail_stopped_at = None
    return bool(stopped.update(mail_stopped_at=None))


def read(content: bytes, at: dt.datetime) -> list[Bounce]:
    """Keep what a returned mail says (RFC 3464); empty when it is none of ours, or says that the
    mail arrived or is still being tried.

    Only who got our mail knows its Message-ID: a forged one stops nobody's mail.
    """
    made = []
    for report in returned.reports_in(content):
        mail = Mail.objects.filter(message_id__in=report.message_ids).first()
        if mail is None:
            continue
        made.append(
            record(
                person=mail.recipient,
                mail=mail,
                address=report.address or mail.recipient.email,
                status=report.status,
                detail=report.detail,
                at=at,
            )
        )
    return [bounce for bounce in made if bounce is not None]
