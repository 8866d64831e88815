import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse

from accounts import alarms
from accounts.models import Sweep
from config import clock

logger = logging.getLogger(__name__)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _queue() -> None:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    with client:
        client.ping()


def _answers(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # whatever is wrong with it, it does not answer
        logger.exception("Health: %s", check.__name__)
        return False
    return True


@login_not_required
def health_web(request: HttpRequest) -> JsonResponse:
    """For whoever restarts web processes: 200 when database and queue answer, 503 when not."""
    body = {"database": _answers(_database), "queue": _answers(_queue)}
    return JsonResponse(body, status=200 if all(body.values()) else 503)


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """For the monitoring: 503 when database or queue does not answer, or when something is late.

    Anybody may ask: names, numbers and moments only, never what a mail server said of somebody.
    """
    now = clock.now()
    body: dict[str, Any] = {"database": _answers(_database), "queue": _answers(_queue)}
    if body["database"]:
        body |= _late(now)
    fine = body["database"] and body["queue"] and not body["alarms"]
    return JsonResponse(body, status=200 if fine else 503)


def _late(now: dt.datetime) -> dict[str, Any]:
    found = alarms.alarms(now)
    alarms.log(found)
    waiting = alarms.waiting(now)
    oldest = alarms.oldest(waiting)
    return {
        "alarms": [{"name": alarm.name, "since": alarm.since} for alarm in found],
        "outbox_age_seconds": int((now - oldest).total_seconds()) if oldest else 0,
        "outbox_waiting": waiting.count(),
        "sweeps": {
            row.name: {
                "started_at": row.started_at,
                "finished_at": row.finished_at,
                "found": row.found,
                "failing_since": row.failing_since,
            }
            for row in Sweep.objects.all()  # everybody may see: moments and numbers
        },
    }
