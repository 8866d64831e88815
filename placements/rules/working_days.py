"""Working days in Belgium: Monday to Friday without the ten legal public holidays."""

import datetime as dt
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


FIXED = {
    (1, 1): _("New Year's Day"),
    (5, 1): _("Labour Day"),
    (7, 21): _("the national holiday"),
    (8, 15): _("Assumption Day"),
    (11, 1): _("All Saints' Day"),
    (11, 11): _("Armistice Day"),
    (12, 25): _("Christmas Day"),
}
# Days after Easter Sunday.
MOVING = {1: _("Easter Monday"), 39: _("Ascension Day"), 50: _("Whit Monday")}


@lru_cache(maxsize=64)
def named_holidays(year: int) -> dict[dt.date, str | Promise]:
    """The ten legal public holidays of Belgium in `year`, with their names; two of them may fall
    on one date, which then has the name of the moving one."""
    sunday = easter(year)
    fixed = {dt.date(year, *date): name for date, name in FIXED.items()}
    return fixed | {sunday + dt.timedelta(days=days): name for days, name in MOVING.items()}


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(named_holidays(year))


def is_working_day(date: dt.date) -> bool:
    return date.weekday() < 5 and date not in public_holidays(date.year)


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start`, up to and including `end`; 0 when end is not later."""
    days = (start + dt.timedelta(days=step) for step in range(1, max((end - start).days, 0) + 1))
    return sum(is_working_day(day) for day in days)


@lru_cache(maxsize=8192)
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


@lru_cache(maxsize=8192)
def shift_working_days(date: dt.date, count: int) -> dt.date:
    """`count` working days after `date`, or before it when below zero; 0: the date itself, or the
    first working day after it."""
    if count == 0:
        return next_working_day(date)
    if count > 0:
        return add_working_days(date, count)
    while count < 0:
        date -= dt.timedelta(days=1)
        count += is_working_day(date)
    return date
