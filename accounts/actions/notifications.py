"""The outbox: what somebody must hear is written with what caused it, then gathered into mails."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.enums import Channel, MailKind
from accounts.models import Mail, Notification, User
from config import clock
from config.celery import enqueue
from config.constraints import breaks


def subject_key(subject: models.Model | str) -> str:
    """'placements.trialogue:3' of a row; a string stays what it is."""
    if isinstance(subject, str):
        return subject
    return f"{subject._meta.label_lower}:{subject.pk}"


def notify(
    rule: str,
    *,
    subject: models.Model | str,
    recipient: User,
    due_on: dt.date,
    context: dict[str, Any] | None = None,
    url: str = "",
    calendar: str = "",
    urgent: bool = False,
    channel: Channel = Channel.MAIL,
) -> Notification | None:
    """Say something to somebody once, in the caller's transaction.

    Answers None when rule, subject, recipient and due date were said before. `context` holds
    plain values for the words registered under `rule` (accounts.reminders), `url` a path of this
    site, `calendar` the text of an .ics file. An urgent one does not wait for the daily mail.
    """
    key = {
        "rule": rule,
        "subject": subject_key(subject),
        "recipient": recipient,
        "due_on": due_on,
    }
    try:
        with transaction.atomic():
            made = Notification.objects.create(
                **key,
                context=context or {},
                url=url,
                calendar=calendar,
                urgent=urgent,
                channel=channel,
            )
    except IntegrityError as error:
        if not breaks(error, "notification_said_once"):
            raise
        return None
    if urgent:
        enqueue("accounts.tasks.send_due_mail")
    return made


def cancel(*, subject: models.Model | str, rule: str | None = None) -> int:
    """Take back what was not mailed yet about `subject` (of one rule, or all); answers how many."""
    unsent = Notification.objects.filter(
        subject=subject_key(subject), cancelled_at__isnull=True, mail__isnull=True
    )
    if rule is not None:
        unsent = unsent.filter(rule=rule)
    return unsent.update(cancelled_at=clock.now())


def gather(now: dt.datetime) -> int:
    """Put what is due into mails: urgent ones at once, the rest in one digest per person per
    local day, from settings.DIGEST_HOUR on. Answers the number of mails made."""
    local = timezone.localtime(now)
    pending = Notification.objects.filter(
        mail__isnull=True, cancelled_at__isnull=True, due_on__lte=local.date()
    )
    made = _gather_kind(pending.filter(urgent=True), MailKind.URGENT, now)
    if local.hour >= settings.DIGEST_HOUR:
        had_today = Mail.objects.filter(
            recipient=OuterRef("recipient"), day=local.date(), kind=MailKind.DIGEST
        )
        calm = pending.filter(~Exists(had_today), urgent=False)
        made += _gather_kind(calm, MailKind.DIGEST, now)
    return made


def _gather_kind(pending: QuerySet[Notification], kind: MailKind, now: dt.datetime) -> int:
    people = pending.order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_gather_for(person, pending, kind, now) for person in list(people))


def _gather_for(
    person: int, pending: QuerySet[Notification], kind: MailKind, now: dt.datetime
) -> bool:
    try:
        with transaction.atomic():
            # One gatherer per person: two would share out the lines of a day, and the part that
            # came too late for today's digest would wait until tomorrow.
            language = _language_of_one_we_alone_gather_for(person)
            if language is None:
                return False
            mine = list(
                pending.filter(recipient=person)
                .select_for_update(of=("self",), skip_locked=True)
                .values_list("pk", flat=True)
            )
            if not mine:
                return False
            mail = Mail.objects.create(
                recipient_id=person,
                kind=kind,
                language=language,
                day=timezone.localtime(now).date(),
                message_id=f"<{uuid.uuid4()}@{settings.MAIL_DOMAIN}>",
                dated=now,
                not_before=now,
            )
            Notification.objects.filter(pk__in=mine).update(mail=mail)
    except IntegrityError as error:
        if not breaks(error, "mail_one_digest_per_person_per_day"):
            raise
        return False
    return True


def _language_of_one_we_alone_gather_for(person: int) -> str | None:
    """Hold the person until the end of the transaction; None while another gatherer does."""
    free = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=person)
    return free.values_list("language", flat=True).first()
