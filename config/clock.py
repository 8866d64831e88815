"""The clock: the one place that asks for the time, so that tests and demo data can set it.

`at` holds for the code inside it. A server and a worker answer in threads and processes of their
own: for them a test sets `settings.CLOCK_AT`, or the environment variable that it comes from.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)


def now() -> dt.datetime:
    """The present moment, timezone aware."""
    return _frozen.get() or settings.CLOCK_AT or timezone.now()


def today() -> dt.date:
    """The local date of the institution (settings.TIME_ZONE), never that of the visitor."""
    return timezone.localtime(now()).date()


def morning() -> dt.datetime:
    """The beginning of today: when a paper was made that says how things stand. The same words on
    the same day are the same paper."""
    return timezone.make_aware(dt.datetime.combine(today(), dt.time()))


def local_date(moment: dt.datetime) -> dt.date:
    """The institution's date at that moment."""
    return moment.astimezone(timezone.get_default_timezone()).date()


def standing_at(text: str) -> dt.datetime:
    """The moment that CLOCK_AT names; without an offset it would be another one on each machine."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ImproperlyConfigured(
            f"CLOCK_AT is {text!r}; it must be a moment with its offset from UTC, such as "
            "2026-09-18T10:00+02:00."
        )
    return moment


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[dt.datetime]:
    """Live at another moment; a plain date means noon, local time, of that day."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(12))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
