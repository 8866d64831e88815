"""What somebody was told, by which way, and whether it arrived."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise

from accounts import reminders
from accounts.enums import Channel, MailState, MessageState
from accounts.models import Bounce, Mail, Notification, TextMessage, User
from accounts.reminders import Line

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """One message: `at` is when it left, or was written as long as it did not."""

    to: User
    at: dt.datetime
    state: MessageState
    channel: Channel
    title: str | Promise
    detail: str = ""
    url: str = ""

    @property
    def kind(self) -> str:
        """Of the device that shows the state (components, `{% state %}`)."""
        return {
            MessageState.SENT: "received",
            MessageState.WAITING: "waiting",
            MessageState.CANCELLED: "draft",
        }.get(self.state, "warning")


def with_way(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """The newest first, with what says how each went; one query."""
    bounced = Bounce.objects.filter(mail=OuterRef("mail"), settled_at__isnull=True)
    return (
        rows.select_related("recipient", "mail", "text_message")
        .defer("calendar")
        .annotate(bounced=Exists(bounced))
        .order_by("-created_at", "-pk")
    )


def messages_of(person: User, today: dt.date) -> QuerySet[Notification]:
    """What this person was told, or will be with the next message."""
    return with_way(Notification.objects.visible_to(person).filter(due_on__lte=today))


def told_in_full(rows: Iterable[Notification]) -> list[Told]:
    """For the reader: the words of the message itself, in the language of the page."""
    return [_told(row, _line_of(row), row.url) for row in rows]


def told_in_short(rows: Iterable[Notification]) -> list[Told]:
    """For who looks after the placement: what it was about, without any words of it."""
    return [_told(row, Line(str(reminders.rule(row.rule).about))) for row in rows]


def _line_of(row: Notification) -> Line:
    try:
        return reminders.rule(row.rule).render(row)
    except (KeyError, ValueError):  # of a rule that has other values since, or is no more
        logger.warning("Notification %s cannot be told any more", row.pk)
        return Line(row.rule)


def _told(row: Notification, line: Line, url: str = "") -> Told:
    way = _way(row)
    sent_at = way.sent_at if way is not None else None
    return Told(
        to=row.recipient,
        at=sent_at or row.created_at,
        state=_state(row, way),
        channel=Channel.SMS if isinstance(way, TextMessage) else Channel.MAIL,
        title=line.title,
        detail=line.detail,
        url=url,
    )


def _way(row: Notification) -> Mail | TextMessage | None:
    """The SMS, unless it was given up and a mail went instead."""
    text = getattr(row, "text_message", None)
    return row.mail if row.mail is not None or text is None else text


def _state(row: Notification, way: Mail | TextMessage | None) -> MessageState:
    if row.cancelled_at is not None:
        return MessageState.CANCELLED
    if row.bounced:
        return MessageState.BOUNCED
    if way is None or way.state == MailState.WAITING:
        stopped = row.recipient.mail_stopped_at is not None and not isinstance(way, TextMessage)
        return MessageState.STOPPED if stopped else MessageState.WAITING
    return MessageState(way.state)
