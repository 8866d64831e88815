"""A worker that was working when its queue went away goes on with the next connection."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from kombu import Connection
from kombu.transport import redis

from config.broker import ForgivingQoS


@pytest.fixture
def qos() -> Iterator[redis.QoS]:
    """Of a channel whose connection is gone while one message is in work."""
    with Connection(settings.CELERY_BROKER_URL) as connection:
        channel = connection.channel()
        qos = channel.qos
        was, channel.connection = channel.connection, None
        yield qos
        channel.connection = was


def test_workers_have_the_forgiving_one(qos):
    assert type(qos) is ForgivingQoS


def test_work_that_is_done_after_the_queue_went_away_ends_nothing(qos):
    qos.ack("tag")
    qos.reject("tag", requeue=True)


def test_without_it_the_error_is_one_that_ends_a_worker(qos):
    with pytest.raises(AttributeError):
        redis.QoS.ack(qos, "tag")
