"""The plan of placements as it stands, for one or for many at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.enums import DayState
from placements.models import (
    Closure,
    Interruption,
    Placement,
    PlacementPolicy,
    PlanException,
    WeekPattern,
    WorkplaceDay,
)
from placements.overviews.counts import day_counts, policy_of
from placements.rules.plan import (
    Pace,
    PlanFacts,
    PlannedDay,
    Span,
    Week,
    date_of_day,
    pace,
    told_kind,
    total,
)

COUNTED = (DayState.LOGGED, DayState.CONFIRMED)
UNANSWERED = {"agreed_at": None, "declined_at": None, "withdrawn_at": None}
KNOW_WHY = (Role.STUDENT, Role.COACH)


def attach_plans(placements: Collection[Placement]) -> None:
    """Read the plans of all of these in four queries; `plan_of` answers without any from then."""
    keys = [placement.pk for placement in placements]
    weeks, exceptions, away = defaultdict(list), defaultdict(dict), defaultdict(list)
    for row in WeekPattern.objects.filter(placement__in=keys, agreed_at__isnull=False).order_by(
        "since", "agreed_at"
    ):
        halves = frozenset(row.mornings), frozenset(row.afternoons)
        weeks[row.placement_id].append(Week(row.since, *halves))
    for row in PlanException.objects.filter(placement__in=keys):
        exceptions[row.placement_id][row.date] = (row.morning, row.afternoon)
    for row in Interruption.objects.filter(placement__in=keys, removed_at__isnull=True).defer(
        "reason"
    ):
        away[row.placement_id].append(Span(row.first, row.last, told_kind(row.kind)))
    closures = list(Closure.objects.all())
    for placement in placements:
        whole = frozenset(placement.weekdays)
        programme = placement.enrolment.programme_id
        placement.plan_facts = PlanFacts(
            first=placement.starts_on,
            last=placement.ends_on,
            weeks=[Week(placement.starts_on, whole, whole), *weeks[placement.pk]],
            closed=[
                Span(row.first, row.last, row.name)
                for row in closures
                if row.programme_id in {None, programme}
            ],
            away=away[placement.pk],
            exceptions=exceptions[placement.pk],
        )


def plan_of(placement: Placement) -> PlanFacts:
    if not hasattr(placement, "plan_facts"):
        attach_plans([placement])
    return placement.plan_facts


def planned_or_whole(placement: Placement, date: dt.date) -> PlannedDay:
    """What is planned on a date, for who works on it; a whole day where the plan says nothing."""
    return plan_of(placement).on(date) or PlannedDay(date)


def planned_days(placement: Placement) -> list[PlannedDay]:
    """Every day and half day on which the student is expected, in order."""
    return list(plan_of(placement).days())


@dataclass(frozen=True)
class Forecast:
    """Plan against actual, and when the days that matter fall if the plan is kept.

    `dates`: number of a workplace day -> its date (None: the plan holds too few days);
    `last`: when the last required day falls; `short`: how many days the plan holds too few.
    """

    pace: Pace
    dates: dict[int, dt.date | None]
    last: dt.date | None
    short: Decimal
    today: dt.date

    @property
    def is_done(self) -> bool:
        return self.pace.left == 0


def forecast(
    placement: Placement, policy: PlacementPolicy, days: Collection[WorkplaceDay], required: int
) -> Forecast:
    """`days`: all entries of the placement; `required`: after shortenings. Windows open on the
    days that the policy names."""
    today, planned = clock.today(), planned_days(placement)
    worked = sorted((day for day in days if day.state in COUNTED), key=lambda day: day.date)
    logged = [(day.date, day.portion) for day in worked]
    taken = {date for date, _portion in logged}
    to_come = [day for day in planned if day.date >= today and day.date not in taken]
    numbers = (policy.trialogue_from_day, policy.assessment_from_day)
    done = sum((portion for _date, portion in logged), Decimal(0))
    return Forecast(
        pace=pace(planned, logged=done, required=Decimal(required), today=today),
        dates={number: date_of_day(number, logged, to_come) for number in numbers},
        last=date_of_day(required, logged, to_come),
        short=max(Decimal(required) - done - total(to_come), Decimal(0)),
        today=today,
    )


def forecast_of(placement: Placement, days: Collection[WorkplaceDay] | None = None) -> Forecast:
    """The same for one placement from `with_days()`; its days are read when they are not given."""
    entries = placement.days.all() if days is None else days
    return forecast(placement, policy_of(placement), entries, day_counts(placement).required)


@dataclass(frozen=True)
class Away:
    """A time away as one reader gets it: `kind` in the words for this reader, `reason` only for
    student and coach."""

    row: Interruption
    kind: str
    reason: str


def times_away(placement: Placement, role: str) -> list[Away]:
    """The latest first, as read by who speaks in this role ("" for a coordinator); one query."""
    rows = placement.interruptions.filter(removed_at__isnull=True).order_by("-first", "-pk")
    if role in KNOW_WHY:
        return [Away(row, row.get_kind_display(), row.reason) for row in rows]
    return [Away(row, told_kind(row.kind), "") for row in rows.defer("reason")]


def open_week(placement: Placement) -> WeekPattern | None:
    """The pattern week that waits for the mentor's answer."""
    return placement.weeks.filter(**UNANSWERED).select_related("proposed_by").first()


def declined_week(placement: Placement) -> WeekPattern | None:
    """The last proposal, when the mentor said what would suit better."""
    last = placement.weeks.order_by("proposed_at", "pk").last()
    return last if last and last.declined_at else None


def weeks_to_answer(mentor: User) -> list[WeekPattern]:
    """Proposed weeks of open placements that wait for this mentor; three queries."""
    placements = Placement.objects.with_voice(mentor, Role.MENTOR).open()
    found = WeekPattern.objects.filter(placement__in=placements, **UNANSWERED)
    people = Prefetch("placement", queryset=Placement.objects.with_people())
    return list(found.prefetch_related(people).order_by("proposed_at", "pk"))
