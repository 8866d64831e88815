"""What a sweep costs does not grow with the rows of a chunk; the rest is `make bench-sweep`."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.actions import reminders as sweep
from placements.actions.reminders import collect
from placements.overviews import reminder_messages, reminders
from tests.sweep import crowd as crowded
from tests.sweep.crowd import NOW, crowd
from tests.years.lives import at_noon

pytestmark = pytest.mark.django_db

CHUNK = 34


@pytest.fixture
def everywhere(monkeypatch):
    """Every placement is looked at, as if something could be due at each."""
    monkeypatch.setattr(sweep, "candidates", crowded.everywhere)


def queries_of(count: int) -> int:
    """Of a sweep with nothing new to say."""
    crowd(count, tag=str(count))
    assert collect(at_noon(NOW)) > count / 4
    with CaptureQueriesContext(connection) as seen:
        assert collect(at_noon(NOW)) == 0
    return len(seen)


@pytest.mark.parametrize("count", [60, 180])
def test_a_chunk_costs_the_same_whatever_is_in_it(count, everywhere):
    assert queries_of(count) == CHUNK


def test_what_is_new_is_written_in_as_many_queries_however_much_it_is():
    found = []
    for count in (180, 360):
        crowd(count, tag=str(count))
        collect(at_noon(NOW) - dt.timedelta(days=1))
        with CaptureQueriesContext(connection) as seen:
            assert collect(at_noon(NOW)) > count / 30
        found.append(len(seen))

    assert found[0] == found[1] < 50


def test_each_chunk_more_costs_as_much_as_the_one_before(monkeypatch, everywhere):
    one = queries_of(120)
    chunks = []
    for size in (60, 40):
        monkeypatch.setattr(reminder_messages, "CHUNK", size)
        with CaptureQueriesContext(connection) as seen:
            collect(at_noon(NOW))
        chunks.append(len(seen))

    assert chunks[1] - chunks[0] == chunks[0] - one


def test_a_forgotten_prefetch_would_show(monkeypatch, everywhere):
    """The red control."""
    monkeypatch.setattr(
        reminders,
        "_with_recipients",
        lambda found: list(found.select_related("enrolment__student")),
    )

    assert queries_of(60) > CHUNK + 50
