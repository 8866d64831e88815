"""The plan week by week, beside what was logged: the calendar that student, mentor, coach and
coordinator look at together."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config import clock
from placements.enums import DayState
from placements.models import Placement, PlanException, WorkplaceDay
from placements.overviews.plan import COUNTED, plan_of
from placements.rules.plan import PlanFacts, PlannedDay, Span, monday_of

WEEK = dt.timedelta(days=7)
AT_HAND = 8 * WEEK
# What a half day can be, as the calendar draws it; what really happened wins over the plan.
CONFIRMED, LOGGED, PLANNED, NOTHING = "confirmed", "logged", "planned", "nothing"


@dataclass(frozen=True)
class Cell:
    """One date. `morning` and `afternoon`: what is drawn; `free`: why nobody is expected."""

    date: dt.date
    planned: PlannedDay | None
    morning: str
    afternoon: str
    free: str
    in_period: bool
    is_today: bool
    differs: bool

    @property
    def said(self) -> str:
        """The same in words, for who does not see the drawing."""
        parts = [self._planned(), self._logged(), self.free]
        return ", ".join(part for part in parts if part)

    def _planned(self) -> str:
        if self.planned is None:
            return ""
        if self.planned.is_whole:
            return _("planned: the whole day")
        return _("planned: the morning") if self.planned.morning else _("planned: the afternoon")

    def _logged(self) -> str:
        done = {self.morning, self.afternoon} & {CONFIRMED, LOGGED}
        if not done:
            return ""
        half = {self.morning, self.afternoon} - {CONFIRMED, LOGGED}
        if half:
            return _("half a day logged")
        return _("confirmed") if done == {CONFIRMED} else _("logged")


@dataclass(frozen=True)
class WeekRow:
    """Seven dates from a Monday on; `notes` name holidays, closures, time away and changes."""

    monday: dt.date
    cells: list[Cell]
    planned: Decimal
    logged: Decimal
    notes: list[str]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def is_now(self) -> bool:
        return any(cell.is_today for cell in self.cells)

    @property
    def has_begun(self) -> bool:
        return self.monday <= clock.today()


@dataclass(frozen=True)
class Month:
    """The weeks whose Monday falls in one month."""

    first: dt.date
    weeks: list[WeekRow]


@dataclass(frozen=True)
class Weeks:
    """Weeks that are over, this one and those at hand, and all that come after."""

    earlier: list[Month]
    ahead: list[Month]
    later: list[Month]


def weeks_of(
    placement: Placement,
    days: Collection[WorkplaceDay],
    exceptions: Collection[PlanException],
) -> Weeks:
    """`days` and `exceptions`: all of the placement; no queries but for the plan."""
    drawn = _Drawing(plan_of(placement), days, exceptions)
    now = max(monday_of(clock.today()), monday_of(placement.starts_on))
    then = now + AT_HAND
    rows = [drawn.week(monday) for monday in mondays(placement)]
    return Weeks(
        earlier=_by_month([row for row in rows if row.monday < now]),
        ahead=_by_month([row for row in rows if now <= row.monday < then]),
        later=_by_month([row for row in rows if row.monday >= then]),
    )


def mondays(placement: Placement) -> Iterator[dt.date]:
    """Of every week of the placement's period."""
    monday = monday_of(placement.starts_on)
    while monday <= placement.ends_on:
        yield monday
        monday += WEEK


def _by_month(rows: list[WeekRow]) -> list[Month]:
    found: dict[dt.date, list[WeekRow]] = defaultdict(list)
    for row in rows:
        found[row.monday.replace(day=1)].append(row)
    return [Month(first, weeks) for first, weeks in found.items()]


class _Drawing:
    def __init__(
        self,
        plan: PlanFacts,
        days: Collection[WorkplaceDay],
        exceptions: Collection[PlanException],
    ) -> None:
        self.plan, self.today = plan, clock.today()
        self.days: dict[dt.date, list[WorkplaceDay]] = defaultdict(list)
        for day in days:
            if day.state in COUNTED:
                self.days[day.date].append(day)
        self.exceptions = {exception.date: exception for exception in exceptions}

    def week(self, monday: dt.date) -> WeekRow:
        cells = [self._cell(monday + dt.timedelta(days=offset)) for offset in range(7)]
        return WeekRow(
            monday=monday,
            cells=cells,
            planned=sum((cell.planned.portion for cell in cells if cell.planned), Decimal(0)),
            logged=sum((day.portion for cell in cells for day in self._on(cell)), Decimal(0)),
            notes=[*self._free(cells), *self._changes(cells)],
        )

    def _on(self, cell: Cell) -> list[WorkplaceDay]:
        return self.days.get(cell.date, [])

    def _cell(self, date: dt.date) -> Cell:
        planned = self.plan.on(date)
        in_period = self.plan.first <= date <= self.plan.last
        free = self.plan.free_because(date) if in_period else None
        return Cell(
            date=date,
            planned=planned,
            morning=self._half(date, planned, "morning"),
            afternoon=self._half(date, planned, "afternoon"),
            free=free.name if free else "",
            in_period=in_period,
            is_today=date == self.today,
            differs=date in self.exceptions,
        )

    def _half(self, date: dt.date, planned: PlannedDay | None, half: str) -> str:
        for day in self.days.get(date, []):
            if getattr(day, half):
                return CONFIRMED if day.state == DayState.CONFIRMED else LOGGED
        return PLANNED if planned and getattr(planned, half) else NOTHING

    def _free(self, cells: list[Cell]) -> Iterator[str]:
        """Each time without workplace days once, with its own dates."""
        named: list[Span] = []
        for cell in cells:
            span = self.plan.free_because(cell.date) if cell.in_period else None
            if span and span not in named and (span.first != span.last or cell.date.weekday() < 5):
                named.append(span)
        for span in named:
            yield f"{span.name}: {dates(span.first, span.last)}"

    def _changes(self, cells: list[Cell]) -> Iterator[str]:
        for cell in cells:
            exception = self.exceptions.get(cell.date)
            if exception is None or not cell.in_period:
                continue
            text = f"{_near(cell.date)}: {halves_in_words(exception.morning, exception.afternoon)}"
            yield f"{text} ({exception.note})" if exception.note else text


def halves_in_words(morning: bool, afternoon: bool) -> str:
    if morning and afternoon:
        return _("the whole day")
    if morning or afternoon:
        return _("the morning only") if morning else _("the afternoon only")
    return _("not at the workplace")


def dates(first: dt.date, last: dt.date | None) -> str:
    """'16 November', '16 to 22 November', 'from 16 November on'."""
    long = pgettext("date without year", "j F")
    if last is None:
        return _("from %(first)s on") % {"first": date_format(first, long)}
    if first == last:
        return date_format(first, long)
    same_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same_month else date_format(first, long)
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, long)}


def _near(date: dt.date) -> str:
    return date_format(date, pgettext("date near", "D j M"))
