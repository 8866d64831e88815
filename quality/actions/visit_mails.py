"""What is put in the post to somebody at a workplace, and what is marked once it left."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.actions import outgoing
from accounts.enums import MailState
from config import clock
from config.celery import enqueue
from quality.enums import VisitMailKind
from quality.models import Visit, VisitMail


def post(
    visit: Visit, kind: VisitMailKind, *, facts: dict[str, Any], words: str = "", calendar: str = ""
) -> VisitMail | None:
    """Put it in the outbox, in the caller's transaction; None without an address. What waits of the
    same kind is no longer needed."""
    withdraw(visit, kind)
    if not visit.contact_email:
        return None
    made = VisitMail.objects.create(
        visit=visit,
        kind=kind,
        to_name=visit.contact_name,
        to_email=visit.contact_email,
        language=visit.language,
        facts=facts,
        words=words,
        calendar=calendar,
        message_id=f"<{uuid.uuid4()}@{settings.MAIL_DOMAIN}>",
    )
    enqueue("quality.tasks.send_visit_mails")
    return made


def withdraw(visit: Visit, kind: VisitMailKind) -> int:
    """What waits and is claimed by nobody does not leave; answers how many."""
    waiting = VisitMail.objects.filter(visit=visit, kind=kind, state=MailState.WAITING)
    return waiting.filter(claimed_until__isnull=True).update(state=MailState.CANCELLED)


def claim(now: dt.datetime) -> VisitMail | None:
    rows = VisitMail.objects.order_by("pk").select_related("visit__visitor", "visit__workplace")
    return outgoing.claim(rows, now)


@transaction.atomic
def mark_sent(mail: VisitMail, now: dt.datetime) -> bool:
    """It left; a confirmation confirms the appointment, unless it was moved since."""
    marked = outgoing.mark_sent(mail, now)
    if marked and mail.kind == VisitMailKind.CONFIRMATION:
        told = Visit.objects.filter(pk=mail.visit_id, confirmed_at__isnull=True)
        same = told.filter(starts_at=dt.datetime.fromisoformat(mail.facts["starts_at"]))
        same.update(confirmed_at=clock.now())
    return marked
