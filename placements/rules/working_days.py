"""Working days in Belgium: Monday to Friday without the ten legal public holidays."""

import datetime as dt
from functools import lru_cache


def easter(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return dt.date(year, month, (h - m + r + month + 19) % 32)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[dt.date]:
    """The ten legal public holidays of Belgium in `year`."""
    sunday = easter(year)
    fixed = [(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
    moving = [1, 39, 50]  # Easter Monday, Ascension Day, Whit Monday
    return frozenset(
        [dt.date(year, month, day) for month, day in fixed]
        + [sunday + dt.timedelta(days=days) for days in moving]
    )


def is_working_day(date: dt.date) -> bool:
    return date.weekday() < 5 and date not in public_holidays(date.year)


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start`, up to and including `end`; 0 when end is not later."""
    days = (start + dt.timedelta(days=step) for step in range(1, max((end - start).days, 0) + 1))
    return sum(is_working_day(day) for day in days)


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The date `count` working days after `start` (count >= 0)."""
    date = start
    while count > 0:
        date += dt.timedelta(days=1)
        count -= is_working_day(date)
    return date


def next_working_day(date: dt.date) -> dt.date:
    """This date when it is a working day, else the first one after it."""
    while not is_working_day(date):
        date += dt.timedelta(days=1)
    return date
