"""When a meeting falls: windows counted in logged days, forecast in dates."""

import datetime as dt
from decimal import Decimal

import pytest

from config import clock
from placements.enums import TrialogueKind, TrialogueState, WindowState
from placements.models import PlacementPolicy, Trialogue
from placements.overviews.meetings import forecast
from placements.rules.windows import windows
from tests.factories import make_placement
from tests.placements.stories import hold_trialogue, work

TRIALOGUE, ASSESSMENT = windows(PlacementPolicy())


def meeting(kind: str, state: str) -> Trialogue:
    return Trialogue(kind=kind, state=state)


@pytest.mark.parametrize(
    ("logged", "state"),
    [
        ("7.5", WindowState.NOT_YET),
        ("8", WindowState.OPEN),
        ("10", WindowState.OPEN),
        ("10.5", WindowState.OVERDUE),
    ],
)
def test_the_trialogue_window_runs_from_day_8_to_day_10_and_halves_count(logged, state):
    assert TRIALOGUE.state(Decimal(logged), []) == state


@pytest.mark.parametrize(
    ("logged", "state"), [("19", "not_yet"), ("22", "open"), ("23", "overdue")]
)
def test_the_assessment_window_runs_from_day_20_to_day_22(logged, state):
    assert ASSESSMENT.state(Decimal(logged), []) == state


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (meeting(TrialogueKind.PROGRESS, TrialogueState.PLANNED), WindowState.PLANNED),
        (meeting(TrialogueKind.PROGRESS, TrialogueState.HELD), WindowState.MET),
        (meeting(TrialogueKind.PROGRESS, TrialogueState.SIGNED), WindowState.MET),
        (meeting(TrialogueKind.PROGRESS, TrialogueState.CANCELLED), WindowState.OVERDUE),
        (meeting(TrialogueKind.EXTRA, TrialogueState.HELD), WindowState.OVERDUE),
    ],
)
def test_only_a_meeting_of_its_own_kind_meets_a_window(found, state):
    assert TRIALOGUE.state(Decimal(11), [found]) == state


@pytest.mark.django_db
def test_the_forecast_of_a_placement_follows_its_days_and_its_plan():
    placement = make_placement(weekdays=(0,))  # Mondays from 21 September
    work(placement, 7)
    with clock.at(dt.date(2026, 11, 3)):
        trialogue, assessment = forecast(placement)

    assert (trialogue.state, trialogue.opens, trialogue.closes) == (
        WindowState.NOT_YET,
        dt.date(2026, 11, 9),
        dt.date(2026, 11, 23),
    )
    assert assessment.kind == TrialogueKind.ASSESSMENT


@pytest.mark.django_db
def test_a_held_trialogue_meets_the_window_of_its_placement():
    placement = make_placement()
    work(placement, 9)
    hold_trialogue(placement, dt.date(2026, 10, 2))

    with clock.at(dt.date(2026, 10, 3)):
        states = [window.state for window in forecast(placement)]

    assert states == [WindowState.MET, WindowState.NOT_YET]
