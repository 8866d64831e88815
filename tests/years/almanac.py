"""Belgian working days for the oracle, from a list of dates and by walking: nothing of ours."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
BRUSSELS = ZoneInfo("Europe/Brussels")
# Easter Sundays as published; the rest of the legal holidays follows from these and fixed dates.
EASTER = [
    dt.date(*date)
    for date in (
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2029, 4, 1),
        (2030, 4, 21),
        (2031, 4, 13),
        (2032, 3, 28),
        (2033, 4, 17),
        (2034, 4, 9),
        (2035, 3, 25),
        (2036, 4, 13),
        (2037, 4, 5),
    )
]
FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
HOLIDAYS = {sunday + days * DAY for sunday in EASTER for days in (1, 39, 50)} | {
    dt.date(sunday.year, *date) for sunday in EASTER for date in FIXED
}


def works(date: dt.date) -> bool:
    return date.isoweekday() <= 5 and date not in HOLIDAYS


def on_or_after(date: dt.date) -> dt.date:
    while not works(date):
        date += DAY
    return date


@cache
def moved(date: dt.date, count: int) -> dt.date:
    """So many working days later (or earlier, below zero); none: the first working day from it."""
    if count == 0:
        return on_or_after(date)
    step = DAY if count > 0 else -DAY
    passed = 0
    while passed < abs(count):
        date += step
        passed += works(date)
    return date


def clock_changes(year: int) -> list[dt.date]:
    """The Sundays on which summer time ends in this year and begins in the next."""
    found = []
    for last in (dt.date(year, 10, 31), dt.date(year + 1, 3, 31)):
        while last.isoweekday() != 7:
            last -= DAY
        found.append(last)
    return found


def local(moment: dt.datetime) -> dt.date:
    return moment.astimezone(BRUSSELS).date()


def last_repeat(first: dt.date, every: int | None, today: dt.date) -> dt.date:
    """Walk from the first date in steps; what falls on a day off waits for the next working day."""
    found = step = first
    while every is not None and (step := step + every * DAY) <= today:
        if on_or_after(step) <= today:
            found = on_or_after(step)
    return found
