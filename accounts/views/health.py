import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse

from accounts.enums import MailState
from accounts.models import Mail
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


def _outbox_age() -> int:
    """Seconds that the oldest mail which should have left is waiting."""
    now = clock.now()
    oldest = (
        Mail.objects.filter(
            state=MailState.WAITING, not_before__lte=now
        )  # everybody may see: an age
        .order_by("not_before")
        .values_list("not_before", flat=True)
        .first()
    )
    return int((now - oldest).total_seconds()) if oldest else 0


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """For the monitoring: 200 when database and queue answer, 503 when not."""
    database, queue = _answers(_database), _answers(_queue)
    body = {
        "database": database,
        "queue": queue,
        "outbox_age_seconds": _outbox_age() if database else None,
    }
    return JsonResponse(body, status=200 if database and queue else 503)
