"""When somebody is expected: the pattern week and what departs from it, on local dates."""

import datetime as dt
from decimal import Decimal

import pytest

from placements.rules.plan import (
    PlanFacts,
    PlannedDay,
    Span,
    Week,
    answer_obstacles,
    date_of_day,
    interruption_obstacles,
    pace,
    week_obstacles,
)

WEDNESDAY_AND_FRIDAY_MORNING = Week(dt.date(2026, 9, 14), frozenset({2, 4}), frozenset({2}))


def plan(first: dt.date, last: dt.date, **fields) -> PlanFacts:
    return PlanFacts(first, last, **({"weeks": [WEDNESDAY_AND_FRIDAY_MORNING]} | fields))


def codes(obstacles) -> list[str]:
    return [obstacle.code for obstacle in obstacles]


def test_a_pattern_week_may_hold_half_days():
    week = plan(dt.date(2026, 9, 14), dt.date(2026, 9, 20))

    assert list(week.days()) == [
        PlannedDay(dt.date(2026, 9, 16), morning=True, afternoon=True),
        PlannedDay(dt.date(2026, 9, 18), morning=True, afternoon=False),
    ]
    assert [day.portion for day in week.days()] == [Decimal(1), Decimal("0.5")]


def test_a_new_week_holds_from_its_first_day_and_not_before():
    mondays = Week(dt.date(2026, 9, 24), frozenset({0}), frozenset({0}))
    days = plan(
        dt.date(2026, 9, 21),
        dt.date(2026, 10, 4),
        weeks=[WEDNESDAY_AND_FRIDAY_MORNING, mondays],
    )

    assert [day.date for day in days.days()] == [dt.date(2026, 9, 23), dt.date(2026, 9, 28)]


def test_public_holidays_closures_and_time_away_are_free():
    days = plan(
        dt.date(2026, 11, 9),
        dt.date(2026, 12, 6),
        closed=[Span(dt.date(2026, 11, 16), dt.date(2026, 11, 22), "autumn break")],
        away=[Span(dt.date(2026, 11, 25), dt.date(2026, 11, 25), "exams")],
    )

    # Wednesday 11 November is Armistice Day.
    assert [day.date.isoformat() for day in days.days()] == [
        "2026-11-13",
        "2026-11-27",
        "2026-12-02",
        "2026-12-04",
    ]


def test_an_illness_without_an_end_frees_all_that_follows():
    days = plan(dt.date(2026, 9, 14), dt.date(2026, 9, 27), away=[Span(dt.date(2026, 9, 18), None)])

    assert [day.date for day in days.days()] == [dt.date(2026, 9, 16)]


def test_what_was_agreed_for_one_date_wins_over_all_the_rest():
    armistice, free = dt.date(2026, 11, 11), dt.date(2026, 11, 13)
    days = plan(
        dt.date(2026, 11, 9),
        dt.date(2026, 11, 15),
        exceptions={armistice: (True, False), free: (False, False)},
    )

    assert list(days.days()) == [PlannedDay(armistice, morning=True, afternoon=False)]


@pytest.mark.parametrize(
    ("first", "last", "dates"),
    [
        (dt.date(2026, 10, 24), dt.date(2026, 10, 26), ["2026-10-24", "2026-10-25", "2026-10-26"]),
        (dt.date(2027, 3, 27), dt.date(2027, 3, 28), ["2027-03-27", "2027-03-28"]),
        (dt.date(2028, 2, 28), dt.date(2028, 3, 1), ["2028-02-28", "2028-02-29", "2028-03-01"]),
    ],
    ids=["clocks go back", "clocks go forward", "29 February"],
)
def test_the_nights_in_which_the_clock_changes_are_days_like_others(first, last, dates):
    every_day = Week(first, frozenset(range(7)), frozenset(range(7)))

    days = list(plan(first, last, weeks=[every_day]).days())

    assert [day.date.isoformat() for day in days] == dates
    assert {day.portion for day in days} == {Decimal(1)}


def test_the_pace_compares_what_was_planned_before_today_with_what_was_logged():
    planned = [PlannedDay(dt.date(2026, 9, number)) for number in (21, 22, 23)]
    planned.append(PlannedDay(dt.date(2026, 9, 24), afternoon=False))

    found = pace(planned, logged=Decimal("1.5"), required=Decimal(40), today=dt.date(2026, 9, 24))

    assert (found.planned_by_now, found.behind, found.left) == (3, Decimal("1.5"), Decimal("38.5"))


def test_day_eight_falls_where_the_halves_add_up_to_eight():
    logged = [(dt.date(2026, 9, 21), Decimal(1)), (dt.date(2026, 9, 22), Decimal("0.5"))]
    to_come = [PlannedDay(dt.date(2026, 10, number)) for number in range(1, 8)]

    assert date_of_day(1, logged, to_come) == dt.date(2026, 9, 21)
    assert date_of_day(8, logged, to_come) == dt.date(2026, 10, 7)
    assert date_of_day(20, logged, to_come) is None


def test_a_week_needs_half_a_day_and_a_start_inside_the_placement():
    obstacles = week_obstacles(
        mornings=[],
        afternoons=[],
        since=dt.date(2027, 1, 1),
        first=dt.date(2026, 9, 21),
        last=dt.date(2026, 12, 18),
        proposal_waits=True,
    )

    assert codes(obstacles) == ["no-half-day", "week-outside-period", "week-proposed-already"]


def test_a_mentor_who_does_not_agree_says_what_would_suit_better():
    asked = {"since": dt.date(2026, 10, 1), "today": dt.date(2026, 10, 2)}

    assert codes(answer_obstacles(is_open=True, agrees=False, reason=" ", **asked)) == [
        "reason-missing"
    ]
    assert codes(answer_obstacles(is_open=True, agrees=True, reason="", **asked)) == []
    assert codes(answer_obstacles(is_open=False, agrees=True, reason="", **asked)) == [
        "week-answered"
    ]


def test_nobody_is_away_on_a_day_they_worked():
    def obstacles(start: dt.date, end: dt.date | None) -> list[str]:
        found = interruption_obstacles(
            start=start,
            end=end,
            first=dt.date(2026, 9, 21),
            last=dt.date(2027, 6, 18),
            logged=[dt.date(2026, 10, 7)],
        )
        return codes(found)

    assert obstacles(dt.date(2026, 10, 5), dt.date(2026, 10, 6)) == []
    assert obstacles(dt.date(2026, 10, 5), None) == ["worked-meanwhile"]
    assert obstacles(dt.date(2026, 10, 6), dt.date(2026, 10, 5)) == ["end-before-start"]
    assert obstacles(dt.date(2027, 7, 1), None) == ["interruption-outside-period"]
