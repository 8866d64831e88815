"""When a meeting falls: windows counted in logged days, forecast in dates."""

import datetime as dt
from decimal import Decimal

import pytest

from config import clock
from placements.actions import trialogues
from placements.enums import Advice, ShorteningState, TrialogueKind, TrialogueState, WindowState
from placements.models import Placement, PlacementPolicy, ShorteningProposal, Trialogue
from placements.overviews.meetings import Forecast, forecast
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


@pytest.mark.parametrize(
    ("required", "at_end"), [(40, (38, 40)), (35, (33, 35)), (30, (28, 30)), (24, None), (20, None)]
)
def test_the_assessment_window_stays_and_the_end_of_the_period_moves(required, at_end):
    assert (ASSESSMENT.from_day, ASSESSMENT.by_day) == (20, 22)
    assert ASSESSMENT.days_at_end(required) == at_end
    assert TRIALOGUE.days_at_end(required) is None


def assessment_of(placement: Placement, on: dt.date) -> Forecast:
    fresh = Placement.objects.with_people().with_days().get(pk=placement.pk)
    with clock.at(on):
        return forecast(fresh)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("shortenings", [0, 1, 2])
def test_an_assessment_meeting_falls_in_the_window_or_at_the_end(shortenings):
    """Rule: near the end of the shortened period, between day 20 and 22."""
    placement = make_placement()
    work(placement, 25)
    meeting = hold_trialogue(placement, dt.date(2026, 10, 2))
    for _number in range(shortenings):
        ShorteningProposal.objects.create(
            placement=placement,
            trialogue=meeting,
            days=5,
            reason="Dit kan ik al.",
            proposed_by=placement.student,
            state=ShorteningState.RATIFIED,
            advice=Advice.AGREES,
            advised_by=placement.mentor,
            advised_at=clock.now(),
            decided_by=placement.coach,
            decided_at=clock.now(),
        )
    last_day = 40 - 5 * shortenings

    today = dt.date(2026, 10, 24)  # a Saturday; day 25 was on Friday
    found = assessment_of(placement, today)
    # Day 26 is Monday 26 October, and every working day from there on counts.
    ends = {40: dt.date(2026, 11, 16), 35: dt.date(2026, 11, 6), 30: dt.date(2026, 10, 30)}
    assert (found.state, found.last_day, found.ends) == (
        WindowState.OVERDUE,
        last_day,
        ends[last_day],
    )
    assert [found.is_late(found.ends - dt.timedelta(days=n)) for n in (0, 7)] == [False, True]

    with clock.at(today):
        trialogues.plan(
            by=placement.coach,
            placement=placement,
            starts_at=dt.datetime.combine(found.ends, dt.time(16), dt.UTC),
            kind=TrialogueKind.ASSESSMENT,
        )
    assert assessment_of(placement, today).state == WindowState.PLANNED
