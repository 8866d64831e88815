"""When somebody is expected at the workplace: the pattern week and all that departs from it.

Local dates and half days only; nothing here knows of hours, so no clock change touches it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from placements.enums import InterruptionKind
from placements.rules.working_days import named_holidays

WHOLE, HALF = Decimal(1), Decimal("0.5")
LONGEST_CLOSURE = dt.timedelta(days=93)


@dataclass(frozen=True)
class Week:
    """A pattern week from `since` on; weekdays with 0 = Monday."""

    since: dt.date
    mornings: frozenset[int]
    afternoons: frozenset[int]


@dataclass(frozen=True)
class Span:
    """Days on which nobody is expected, first and last included; no `last`: not known yet."""

    first: dt.date
    last: dt.date | None
    name: str = ""

    def holds(self, date: dt.date) -> bool:
        return self.first <= date and (self.last is None or date <= self.last)


@dataclass(frozen=True)
class PlannedDay:
    date: dt.date
    morning: bool = True
    afternoon: bool = True

    @property
    def is_whole(self) -> bool:
        return self.morning and self.afternoon

    @property
    def portion(self) -> Decimal:
        return WHOLE if self.is_whole else HALF


@dataclass(frozen=True)
class PlanFacts:
    """`weeks` in order of `since`; the first one holds from the start whatever its `since`.

    `exceptions`: date -> (morning, afternoon), which win over everything: who agreed to come on a
    holiday comes. `away`: interruptions; `closed`: the institution's calendar.
    """

    first: dt.date
    last: dt.date
    weeks: Sequence[Week]
    closed: Sequence[Span] = ()
    away: Sequence[Span] = ()
    exceptions: Mapping[dt.date, tuple[bool, bool]] = field(default_factory=dict)

    def week_on(self, date: dt.date) -> Week:
        place = bisect_right([week.since for week in self.weeks], date)
        return self.weeks[max(place - 1, 0)]

    def free_because(self, date: dt.date) -> Span | None:
        """The interruption, closure or public holiday that keeps this date free."""
        for span in (*self.away, *self.closed):
            if span.holds(date):
                return span
        holiday = named_holidays(date.year).get(date)
        return Span(date, date, str(holiday)) if holiday else None

    def on(self, date: dt.date) -> PlannedDay | None:
        """What is planned on this date; None for nothing."""
        if not self.first <= date <= self.last:
            return None
        if date in self.exceptions:
            morning, afternoon = self.exceptions[date]
        elif self.free_because(date):
            return None
        else:
            week = self.week_on(date)
            morning = date.weekday() in week.mornings
            afternoon = date.weekday() in week.afternoons
        return PlannedDay(date, morning, afternoon) if morning or afternoon else None

    def days(self) -> Iterator[PlannedDay]:
        """Every planned day or half day of the period, in order."""
        return self.between(self.first, self.last)

    def between(self, first: dt.date, last: dt.date) -> Iterator[PlannedDay]:
        """Those from the one date to the other, both included."""
        first = max(first, self.first)
        for offset in range((min(last, self.last) - first).days + 1):
            if planned := self.on(first + dt.timedelta(days=offset)):
                yield planned


def total(days: Iterable[PlannedDay]) -> Decimal:
    """How many workplace days these are, half days as 0.5."""
    return sum((day.portion for day in days), Decimal(0))


def enough(days: Sequence[PlannedDay], needed: Decimal) -> int:
    """How many of these dates, from the first on, it takes to make up `needed` workplace days."""
    for place, reached in enumerate(accumulate((day.portion for day in days), initial=Decimal(0))):
        if reached >= needed:
            return place
    return len(days)


def quiet_since(away: Iterable[Span], last: dt.date, today: dt.date) -> dt.date | None:
    """From when silence counts: the last sign, or the end of a time away after it. None: somebody
    who is away today owes no sign at all."""
    spans = [span for span in away if span.first <= today]
    if any(span.holds(today) for span in spans):
        return None
    return max([last, *(span.last for span in spans if span.last)])


@dataclass(frozen=True)
class Pace:
    """Plan against actual, in workplace days: `behind` is negative for who is ahead."""

    planned_by_now: Decimal
    logged: Decimal
    left: Decimal

    @property
    def behind(self) -> Decimal:
        return self.planned_by_now - self.logged

    @property
    def ahead(self) -> Decimal:
        return -self.behind


def pace(
    planned: Iterable[PlannedDay], *, logged: Decimal, required: Decimal, today: dt.date
) -> Pace:
    """`planned` before today counts; today is still under way."""
    by_now = total(day for day in planned if day.date < today)
    return Pace(min(by_now, required), logged, max(required - logged, Decimal(0)))


def date_of_day(
    number: int,
    logged: Sequence[tuple[dt.date, Decimal]],
    planned: Iterable[PlannedDay],
) -> dt.date | None:
    """When workplace day `number` fell, or falls if the plan is kept from now on.

    `logged`: (date, portion) in order; `planned`: days to come, in order. None: too few of them.
    """
    reached = Decimal(0)
    for date, portion in logged:
        reached += portion
        if reached >= number:
            return date
    for day in planned:
        reached += day.portion
        if reached >= number:
            return day.date
    return None


def told_kind(kind: str) -> str:
    """The kind of a time away as everybody who sees the placement reads it: exams by name, all
    the rest alike, or whatever is not named would be known as an illness."""
    return str(InterruptionKind.EXAMS.label if kind == InterruptionKind.EXAMS else _("away"))


def week_obstacles(
    *,
    mornings: Iterable[int],
    afternoons: Iterable[int],
    since: dt.date,
    first: dt.date,
    last: dt.date,
    proposal_waits: bool,
) -> Iterable[Obstacle]:
    """Why this pattern week cannot be proposed for a placement from `first` to `last`."""
    halves = [*mornings, *afternoons]
    if not halves:
        yield Obstacle("no-half-day", _("Choose at least half a day a week."), "week")
    if not set(halves) <= set(range(7)):
        yield Obstacle("no-weekday", _("Choose days of the week."), "week")
    if not first <= since <= last:
        yield Obstacle(
            "week-outside-period", _("Let the new week start inside your placement."), "since"
        )
    if proposal_waits:
        yield Obstacle(
            "week-proposed-already",
            _("A new week waits for your mentor's answer; take it back first."),
        )


def answer_obstacles(
    *, is_open: bool, agrees: bool, reason: str, since: dt.date, today: dt.date
) -> Iterable[Obstacle]:
    """Why the mentor cannot answer to a proposed week like this."""
    if not is_open:
        yield Obstacle("week-answered", _("This proposal has been answered or taken back."))
    if not agrees and not reason.strip():
        yield Obstacle("reason-missing", _("Say what would suit better."), "reason")
    if agrees and since < today - dt.timedelta(days=28):
        yield Obstacle(
            "week-too-old", _("This proposal is older than four weeks; ask for a new one."), "since"
        )


def monday_of(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def copied_dates(
    plan: PlanFacts, source: dt.date, target: dt.date
) -> Iterator[tuple[dt.date, bool, bool]]:
    """What has to change, as (date, morning, afternoon), to work the week of `target` as that of
    `source`. A holiday, a closure or a time away in either of them is no habit to copy."""
    shift = monday_of(target) - monday_of(source)
    for offset in range(7):
        there = monday_of(source) + dt.timedelta(days=offset)
        here = there + shift
        if not plan.first <= here <= plan.last or plan.free_because(here):
            continue
        if plan.free_because(there) and there not in plan.exceptions:
            continue
        halves, now = (_halves(plan.on(date)) for date in (there, here))
        if halves != now:
            yield here, *halves


def _halves(day: PlannedDay | None) -> tuple[bool, bool]:
    return (day.morning, day.afternoon) if day else (False, False)


def copy_obstacles(
    *, source: dt.date, target: dt.date, first: dt.date, last: dt.date
) -> Iterable[Obstacle]:
    """Why one week cannot be worked as another; `first` and `last` of the placement."""
    if monday_of(source) == monday_of(target):
        yield Obstacle("same-week", _("Choose two different weeks."), "target")
    if not monday_of(first) <= monday_of(target) <= last:
        yield Obstacle("week-outside", _("This week falls outside your placement."), "target")


def move_obstacles(
    *, there: PlannedDay | None, here: PlannedDay | None, date: dt.date, to: dt.date
) -> Iterable[Obstacle]:
    """Why a planned date cannot move: `there` and `here` are what is planned before and after."""
    if there is None:
        yield Obstacle("nothing-planned", _("Nothing is planned on this date."), "date")
    if here is not None or date == to:
        yield Obstacle("planned-already", _("You are expected on that day already."), "instead")


def closure_obstacles(*, first: dt.date, last: dt.date, name: str) -> Iterable[Obstacle]:
    """Why these days cannot be closed in a calendar of the institution or a programme."""
    if last < first:
        yield Obstacle("end-before-start", _("The end lies before the start."), "last")
    if last - first > LONGEST_CLOSURE:
        yield Obstacle(
            "closure-too-long",
            _("This cannot be right: a closure lasts three months at most."),
            "last",
        )
    if not name.strip():
        yield Obstacle("name-missing", _("Give it a name in Dutch."), "name_nl")


def exception_obstacles(*, date: dt.date, first: dt.date, last: dt.date) -> Iterable[Obstacle]:
    if not first <= date <= last:
        yield Obstacle("day-outside-period", _("This day falls outside your placement."), "date")


def interruption_obstacles(
    *,
    start: dt.date,
    end: dt.date | None,
    first: dt.date,
    last: dt.date,
    logged: Iterable[dt.date],
) -> Iterable[Obstacle]:
    """`logged`: dates with an entry; nobody is away on a day they worked."""
    if end is not None and end < start:
        yield Obstacle("end-before-start", _("The end lies before the start."), "last")
        return
    if start > last or (end is not None and end < first):
        yield Obstacle(
            "interruption-outside-period", _("These days fall outside your placement."), "first"
        )
    span = Span(start, end)
    if any(span.holds(date) for date in logged):
        yield Obstacle(
            "worked-meanwhile",
            _("You logged a workplace day in this time; choose dates around it."),
            "first",
        )
