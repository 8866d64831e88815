"""What comes late: the outbox, the mail server, and whatever should come by regularly."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, QuerySet

from accounts.actions import mails
from accounts.actions.sweeps import MAIL_SERVER
from accounts.enums import MailState
from accounts.models import Mail, Sweep, TextMessage
from accounts.models.notification import Outgoing
from accounts.pace import may_hear
from config.celery import WATCHED, next_due

logger = logging.getLogger(__name__)

GRACE = dt.timedelta(minutes=4)  # and a monitor that asks each minute knows it within five


@dataclass(frozen=True)
class Alarm:
    """`name`: "outbox", "texts", "mail-server", or a name of the schedule; `since`: when the
    thing that is late should have happened; `problem`: what went wrong, for staff only."""

    name: str
    since: dt.datetime
    problem: str = ""


def waiting(now: dt.datetime) -> QuerySet[Mail]:
    """Mails that should have left, the longest first. Those to a stopped address wait rightly, and
    those of somebody whose quiet hours ended just now."""
    due = mails.to_send(now).filter(state=MailState.WAITING, not_before__lte=now)
    return due.filter(may_hear(now - GRACE, "recipient__")).order_by("not_before")


def oldest(rows: QuerySet[Outgoing]) -> dt.datetime | None:
    return rows.values_list("not_before", flat=True).first()


def alarms(now: dt.datetime) -> list[Alarm]:
    """Everything that is late at `now`; four queries."""
    sweeps = {row.name: row for row in Sweep.objects.all()}
    mail_since = oldest(waiting(now))
    texts_since = oldest(
        TextMessage.objects.filter(state=MailState.WAITING, not_before__lte=now).order_by(
            "not_before"
        )
    )
    server = sweeps.get(MAIL_SERVER)
    late = [
        Alarm("outbox", mail_since) if mail_since else None,
        Alarm("texts", texts_since) if texts_since else None,
        # Without mail to send nobody tries whether it is back.
        Alarm(MAIL_SERVER, server.failing_since, server.problem)
        if server and server.failing_since and mail_since
        else None,
        *_sweeps_to_come(sweeps),
    ]
    return [alarm for alarm in late if alarm and alarm.since + GRACE < now]


def _sweeps_to_come(sweeps: dict[str, Sweep]) -> Iterable[Alarm]:
    """Each watched sweep with the moment at which it is due next."""
    for name in WATCHED:
        row = sweeps.get(name)
        if row is None:
            yield Alarm(name, next_due(name, _installed_at()), "It never ran.")
        else:
            yield Alarm(name, next_due(name, row.finished_at or row.started_at), row.problem)


def _installed_at() -> dt.datetime:
    """From when on a sweep can be expected that never ran: the last change of the tables."""
    return MigrationRecorder(connection).migration_qs.aggregate(last=Max("applied"))["last"]


def log(found: Iterable[Alarm]) -> None:
    for alarm in found:
        logger.error("%s is late since %s. %s", alarm.name, alarm.since.isoformat(), alarm.problem)
