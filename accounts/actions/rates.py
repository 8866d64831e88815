"""Counting how often something happens, exactly, however many ask at once."""

import datetime as dt

from django.db import connection

from accounts.models import RateCount
from config import clock

COUNT_ONE = """
INSERT INTO accounts_ratecount AS counted (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = counted.count + 1
RETURNING count
"""


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more for `key`; False when this window of `seconds` has had its `limit`.

    One statement counts and answers, so that a thousand requests at once pass `limit` times.
    Call it outside a transaction that may roll back: the count would go with it.
    """
    now = clock.now().timestamp()
    window = dt.datetime.fromtimestamp(now - now % seconds, dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [key, window])
        (count,) = cursor.fetchone()
    return count <= limit


def forget(*, before: dt.datetime) -> int:
    """Drop the counts of windows long past; answers how many."""
    return RateCount.objects.filter(window__lt=before).delete()[0]
