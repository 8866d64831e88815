"""The outbox: what somebody must hear is written with what caused it, then gathered into mails."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import reminders
from accounts.enums import Channel, MailKind, MailPace, MailState
from accounts.models import Mail, MutedRule, Notification, TextMessage, User
from accounts.pace import last_weekly_day, may_hear
from config import clock
from config.celery import enqueue
from config.constraints import breaks

BATCH = 500


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


def notify_all(unsaved: Sequence[Notification]) -> int:
    """Say all of these, in the caller's transaction and one query per few hundred; answers how many
    had not been said before. For what is due: none of them is urgent."""
    if not unsaved:
        return 0
    try:
        with transaction.atomic():
            return len(Notification.objects.bulk_create(unsaved, batch_size=BATCH))
    except IntegrityError as error:
        if not breaks(error, "notification_said_once"):
            raise
    # Another one said some of them at the same moment.
    return sum(_say(one) for one in unsaved)


def _say(one: Notification) -> bool:
    said = notify(
        one.rule,
        subject=one.subject,
        recipient=one.recipient,
        due_on=one.due_on,
        context=one.context,
        url=one.url,
        calendar=one.calendar,
        channel=one.channel,
    )
    return said is not None


def unsent() -> QuerySet[Notification]:
    """What is in no mail and no SMS yet; an SMS that was given up goes by mail instead."""
    by_no_sms = Q(text_message__isnull=True) | Q(text_message__state=MailState.FAILED)
    return Notification.objects.filter(by_no_sms, cancelled_at__isnull=True, mail__isnull=True)


def cancel(*, subject: models.Model | str, rule: str | None = None) -> int:
    """Take back what was not mailed yet about `subject` (of one rule, or all); answers how many."""
    found = Notification.objects.filter(
        subject=subject_key(subject), cancelled_at__isnull=True, mail__isnull=True
    ).exclude(text_message__state=MailState.SENT)
    if rule is not None:
        found = found.filter(rule=rule)
    return found.update(cancelled_at=clock.now())


@dataclass(frozen=True)
class Reader:
    """Somebody for whom something is due, and what of it may leave now."""

    pk: int
    pace: str
    has_mobile: bool
    is_reached_by_mail: bool
    has_urgent: bool
    has_legal: bool
    has_of_the_week: bool
    has_text: bool
    had_today: bool
    had_this_week: bool


def gather(now: dt.datetime) -> int:
    """Put what is due into mails and text messages; answers how many were made.

    Urgent ones go at once. The rest waits for settings.DIGEST_HOUR, and then for the pace of its
    reader: at once, one digest per local day, or one per week in which only what the law asks
    comes daily. In somebody's quiet hours nothing is made; to an address that came back neither.
    """
    pending = unsent().filter(due_on__lte=clock.local_date(now))
    _leave_out_muted(pending, now)
    return sum(_gather_for(reader, pending, now) for reader in _readers(pending, now))


def _leave_out_muted(pending: QuerySet[Notification], now: dt.datetime) -> None:
    """What its reader does not want is not sent; what is urgent or legal always is."""
    for group in MutedRule.objects.values_list("rule", flat=True).order_by("rule").distinct():
        muting = MutedRule.objects.filter(rule=group).values("person")
        unwanted = pending.filter(
            urgent=False, rule__in=reminders.rules_of([group]), recipient__in=muting
        )
        unwanted.update(cancelled_at=now)


def _readers(pending: QuerySet[Notification], now: dt.datetime) -> list[Reader]:
    """Everybody who may hear something now; one query."""
    local, friday = timezone.localtime(now), last_weekly_day(now)
    theirs = pending.filter(recipient=OuterRef("pk"))
    digests = Mail.objects.filter(recipient=OuterRef("pk"), kind=MailKind.DIGEST)
    calm = theirs.filter(urgent=False)
    people = User.objects.filter(may_hear(now), pk__in=pending.values("recipient")).annotate(
        has_urgent=Exists(theirs.filter(urgent=True)),
        has_legal=Exists(calm.filter(rule__in=reminders.legal_rules())),
        has_of_the_week=Exists(calm.filter(due_on__lte=friday)),
        has_text=Exists(theirs.filter(channel=Channel.SMS, text_message__isnull=True)),
        had_today=Exists(digests.filter(day=local.date())),
        had_this_week=Exists(digests.filter(day__gte=friday)),
    )
    return [
        Reader(
            pk=person.pk,
            pace=person.pace,
            has_mobile=bool(person.mobile),
            is_reached_by_mail=person.mail_stopped_at is None,
            has_urgent=person.has_urgent,
            has_legal=person.has_legal,
            has_of_the_week=person.has_of_the_week,
            has_text=person.has_text,
            had_today=person.had_today,
            had_this_week=person.had_this_week,
        )
        for person in people.order_by("pk")
    ]


def _gather_for(reader: Reader, pending: QuerySet[Notification], now: dt.datetime) -> int:
    awake = timezone.localtime(now).hour >= settings.DIGEST_HOUR
    made = 0
    if reader.has_text and reader.has_mobile and awake:
        made += _make_texts(reader, pending, now)
    if reader.has_mobile:
        pending = pending.exclude(channel=Channel.SMS, text_message__isnull=True)
    if not reader.is_reached_by_mail:
        return made
    for kind, lines in _parts(reader, awake, last_weekly_day(now)):
        made += _make_mail(reader.pk, pending.filter(lines), kind, now)
    return made


def _parts(reader: Reader, awake: bool, friday: dt.date) -> Iterator[tuple[MailKind, Q]]:
    """Which lines go now in which mail."""
    if reader.has_urgent:
        yield MailKind.URGENT, Q(urgent=True)
    if not awake:
        return
    calm = Q(urgent=False)
    if reader.pace == MailPace.NOW:
        yield MailKind.URGENT, calm
    elif reader.pace == MailPace.DAILY and not reader.had_today:
        yield MailKind.DIGEST, calm
    elif reader.pace == MailPace.WEEKLY and not reader.had_today:
        of_the_week = reader.has_of_the_week and not reader.had_this_week
        wanted = Q(rule__in=reminders.legal_rules())
        if of_the_week:
            wanted |= Q(due_on__lte=friday)
        if of_the_week or reader.has_legal:
            yield MailKind.DIGEST, calm & wanted


def _make_texts(reader: Reader, pending: QuerySet[Notification], now: dt.datetime) -> int:
    with transaction.atomic():
        if _language_of_one_we_alone_gather_for(reader.pk) is None:
            return 0
        by_sms = pending.filter(recipient=reader.pk, channel=Channel.SMS, text_message__isnull=True)
        made = [TextMessage(notification=said, not_before=now) for said in by_sms]
        return len(TextMessage.objects.bulk_create(made))


def _make_mail(
    person: int, lines: QuerySet[Notification], kind: MailKind, now: dt.datetime
) -> bool:
    try:
        with transaction.atomic():
            # One gatherer per person: two would share out the lines of a day, and the part that
            # came too late for today's digest would wait until tomorrow.
            language = _language_of_one_we_alone_gather_for(person)
            if language is None:
                return False
            mine = list(
                lines.filter(recipient=person)
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
