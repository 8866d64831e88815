"""A year in which much was said costs hardly more to show than one in which nothing was."""

import pytest

from competences.models import Assessment
from tests.competences.much import (
    COMPETENCES,
    EVENTS,
    api_of,
    make_quiet,
    page_of,
    queries_of,
    say_much,
    seconds,
)

TIMES_AS_LONG = 3


@pytest.fixture
def quiet(db):
    return make_quiet()


@pytest.fixture
def loud(db):
    placement = make_quiet()
    say_much(placement)
    return placement


@pytest.fixture
def few(db):
    placement = make_quiet()
    say_much(placement, events=1)
    return placement


def test_14400_events_cost_as_many_queries_as_360(few, loud):
    assert Assessment.objects.filter(dossier=loud.dossier).count() == COMPETENCES * 3 * EVENTS
    assert [queries_of(page_of(one)) for one in (few, loud)] == [27, 27]
    assert [queries_of(api_of(one)) for one in (few, loud)] == [13, 13]


def test_the_page_of_14400_events_takes_less_than_three_times_as_long(quiet, loud, record_property):
    page, full_page, api, full_api = seconds(
        [page_of(quiet), page_of(loud), api_of(quiet), api_of(loud)], rounds=3
    )

    record_property("page of 14,400 events, times as long", round(full_page / page, 2))
    record_property("API of 14,400 events, times as long", round(full_api / api, 2))
    assert full_page < TIMES_AS_LONG * page
    assert full_api < TIMES_AS_LONG * api
