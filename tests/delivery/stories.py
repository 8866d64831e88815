"""A portal in which everything came by just now, and mails that are due."""

import datetime as dt
from itertools import count

from accounts.actions import notifications, sweeps
from accounts.models import Mail, User
from config import clock
from config.celery import WATCHED

MORNING = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
_numbers = count(1)


def swept(moment: dt.datetime | dt.date) -> None:
    """Everything that should come by regularly did so at this moment."""
    with clock.at(moment):
        for name in WATCHED:
            sweeps.began(name)
            sweeps.finished(name)


def mail_to(person: User, *, at: dt.datetime = MORNING) -> Mail:
    """A mail that should leave now, with one line."""
    with clock.at(at):
        said = notifications.notify(
            "test-delivery",
            subject=f"test:{next(_numbers)}",
            recipient=person,
            due_on=clock.today(),
            url="/profile/",
            urgent=True,
        )
        notifications.gather(at)
    said.refresh_from_db()
    return said.mail
