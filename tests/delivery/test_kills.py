"""The proof of `make proof-delivery`, small: real workers, beats, queue, database, mail server."""

import os
from pathlib import Path

import pytest
import redis
from django.conf import settings as django_settings

from tests.delivery import kills
from tests.processes import database_url

SMALL = {"seed": 5, "faster": 8, "beat": 1, "every": 0.2, "parents": 0.2}


@pytest.fixture
def environ(transactional_db: None, settings, tmp_path: Path) -> dict[str, str]:
    """What processes need to work on this test's database and queue."""
    with redis.Redis.from_url(django_settings.CELERY_BROKER_URL) as queue:
        queue.flushdb()
    return {
        **os.environ,
        "DEMO": "1",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "MEDIA_ROOT": str(tmp_path / "media"),
    }


def test_kills_lose_no_mail_and_send_again_only_the_same_one(environ, tmp_path, record_property):
    found = kills.run(tmp_path, environ, mails=150, kills=10, **SMALL)

    record_property("reminders under SIGKILL", str(found))
    assert found.kills == 10
    assert found.faults() == []


def test_marked_first_and_then_sent_mails_are_lost(environ, tmp_path, record_property):
    found = kills.run(tmp_path, environ, mails=40, kills=6, control="mark-first", **SMALL)

    record_property("red control, marked first", str(found))
    assert found.lost >= 3
