"""When somebody wants to hear something: quiet hours on the wall clock, and how often.

Quiet hours are those of the clock on the wall of the institution. In the night in which an hour
comes twice both are quiet; in the one that has an hour less, what would end in it ends with it.
"""

import datetime as dt

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

WEEKLY_ON = 4  # Friday: what a week of working days left behind


def is_quiet(start: dt.time | None, end: dt.time | None, now: dt.datetime) -> bool:
    """Whether the clock stands between these two, the end not included; also over midnight."""
    if start is None or end is None:
        return False
    clock = timezone.localtime(now).time()
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def may_hear(now: dt.datetime, person: str = "") -> Q:
    """Rows whose person has no quiet hours at `now`; `person` is the prefix of the lookup."""
    clock = timezone.localtime(now).time()
    start, end = f"{person}quiet_from", f"{person}quiet_until"
    by_day = Q(**{f"{start}__lte": clock, f"{end}__gt": clock})
    within = Q(**{f"{start}__lte": F(end)}) & by_day
    over_midnight = Q(**{f"{start}__gt": F(end)}) & (
        Q(**{f"{start}__lte": clock}) | Q(**{f"{end}__gt": clock})
    )
    return Q(**{f"{start}__isnull": True}) | ~(within | over_midnight)


def last_weekly_day(now: dt.datetime) -> dt.date:
    """The latest day on which a weekly message could leave: its hour has come."""
    local = timezone.localtime(now)
    date = local.date() if local.hour >= settings.DIGEST_HOUR else local.date() - dt.timedelta(1)
    return date - dt.timedelta(days=(date.weekday() - WEEKLY_ON) % 7)
