"""When something that comes by regularly came by, how it went, and whether it rests."""

import datetime as dt
import functools
import logging
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError
from django.db.models import F
from django.db.models.functions import Coalesce

from accounts.models import Sweep
from config import clock

logger = logging.getLogger(__name__)

MAIL_SERVER = "mail-server"
FIRST_PAUSE = dt.timedelta(seconds=20)
LONGEST_PAUSE = dt.timedelta(minutes=5)
MOST_DOUBLINGS = 8

Work = Callable[[], int | None]


def recorded(name: str) -> Callable[[Work], Work]:
    """Decorator for a task without arguments: its row tells when it ran, what it found (the number
    that it answers) and what went wrong. `name` is that of the schedule in config.celery."""

    def around(work: Work) -> Work:
        @functools.wraps(work)
        def run() -> int | None:
            began(name)
            try:
                found = work()
            except Exception as error:
                with suppress(DatabaseError):  # the error itself says more
                    failed(name, error)
                raise
            finished(name, found or 0)
            return found

        return run

    return around


def began(name: str) -> None:
    now = clock.now()
    Sweep.objects.update_or_create(name=name, defaults={"started_at": now})


def finished(name: str, found: int = 0) -> None:
    Sweep.objects.filter(name=name).update(
        finished_at=clock.now(), found=found, problem="", failing_since=None, paused_until=None
    )


def failed(name: str, error: Exception) -> None:
    Sweep.objects.filter(name=name).update(
        problem=f"{type(error).__name__}: {error}"[:300],
        failing_since=Coalesce("failing_since", clock.now()),
    )


# --- the mail server: what every sweep of mails needs, and what rests when it is away


def mail_rests(now: dt.datetime) -> bool:
    """The server was away a moment ago, and is not tried again yet."""
    return Sweep.objects.filter(name=MAIL_SERVER, paused_until__gt=now).exists()


def mail_server_away(now: dt.datetime, problem: str) -> None:
    """Let all mail rest: 20 seconds, then twice as long each time, at most five minutes."""
    row, _ = Sweep.objects.get_or_create(name=MAIL_SERVER, defaults={"started_at": now})
    pause = min(FIRST_PAUSE * 2 ** min(row.found, MOST_DOUBLINGS), LONGEST_PAUSE)
    logger.warning("The mail server takes no mail; trying again in %s: %s", pause, problem)
    Sweep.objects.filter(name=MAIL_SERVER).update(
        started_at=now,
        found=F("found") + 1,
        problem=problem[:300],
        failing_since=Coalesce("failing_since", now),
        paused_until=now + pause,
    )


def mail_server_answers(now: dt.datetime) -> None:
    """It took a mail, or spoke of one: whatever was wrong is over."""
    Sweep.objects.filter(name=MAIL_SERVER, failing_since__isnull=False).update(
        finished_at=now, found=0, problem="", failing_since=None, paused_until=None
    )
