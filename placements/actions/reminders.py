"""The sweep: what the rules say is due goes into the outbox, each thing once."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.db import transaction

from accounts.actions.notifications import notify_all
from accounts.models import Notification
from competences.actions import goal_reminders
from config import clock
from placements.overviews.reminder_candidates import candidates
from placements.overviews.reminder_messages import (
    Message,
    chunks,
    of_placements,
    of_programmes,
    unsaid,
)


def collect(now: dt.datetime) -> int:
    """Write what is due at `now` for all open placements; answers how many are new.

    Safe to run at any rhythm and with others at the same time: the due dates follow from the
    facts, and the outbox keeps one row per rule, subject, person and due date.
    """
    with clock.at(now):
        asks = candidates(now)
        written = sum(
            _write(lambda keys=keys: of_placements(keys, now, asks)) for keys in chunks(asks)
        )
        return written + _write(lambda: of_programmes(now)) + goal_reminders.collect(now)


def pending(now: dt.datetime) -> Iterator[Message]:
    """What `collect` would write, without writing it."""
    with clock.at(now):
        asks = candidates(now)
        for keys in chunks(asks):
            yield from unsaid(of_placements(keys, now, asks), clock.today())
        yield from unsaid(of_programmes(now), clock.today())


@transaction.atomic
def _write(find: Callable[[], list[Message]]) -> int:
    return notify_all([_row(message) for message in unsaid(find(), clock.today())])


def _row(message: Message) -> Notification:
    return Notification(
        rule=message.due.rule,
        subject=message.due.subject,
        recipient=message.recipient,
        due_on=message.due.due_on,
        context=message.values,
        url=message.url,
        calendar=message.calendar,
        channel=message.due.channel,
    )
