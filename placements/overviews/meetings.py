"""Meetings in lists: the windows in which they fall, what is coming, what is open, what was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from config import clock
from placements.enums import DayState, TrialogueKind, TrialogueState, WindowState
from placements.models import Placement, SignOff, Trialogue
from placements.overviews.counts import day_counts, policy_of
from placements.overviews.plan import planned_days
from placements.rules.plan import PlannedDay, date_of_day
from placements.rules.windows import Window, windows


@dataclass(frozen=True)
class Forecast:
    """A window of a placement with the dates on which its first and last day fall, or will.

    `last_day` and `ends`: the last required day and its date, where the meeting may fall at the end
    of the period too; `near_end` is when those last days begin.
    """

    kind: str
    from_day: int
    by_day: int
    opens: dt.date | None
    closes: dt.date | None
    state: WindowState
    last_day: int | None = None
    near_end: dt.date | None = None
    ends: dt.date | None = None

    def is_late(self, date: dt.date) -> bool:
        """A meeting on this date falls after the window, and not at the end either."""
        at_end = self.near_end is not None and date >= self.near_end
        return self.closes is not None and date > self.closes and not at_end

    @property
    def name(self) -> str:
        return TrialogueKind(self.kind).label

    @property
    def state_name(self) -> str:
        return self.state.label


def forecast(placement: Placement) -> list[Forecast]:
    """The windows of one placement, with dates from what was logged and what the plan holds."""
    days = placement.days.exclude(state=DayState.RETURNED).order_by("date", "pk")
    worked = list(days.values_list("date", "portion"))
    meetings = list(placement.trialogues.exclude(state=TrialogueState.CANCELLED).defer("report"))
    taken, today = {date for date, _portion in worked}, clock.today()
    later = [day for day in planned_days(placement) if day.date >= today and day.date not in taken]
    logged = sum((portion for _date, portion in worked), Decimal(0))
    required = day_counts(placement).required
    return [
        _forecast(window, window.state(logged, meetings), required, worked, later)
        for window in windows(policy_of(placement))
    ]


def _forecast(
    window: Window,
    state: WindowState,
    required: int,
    worked: Sequence[tuple[dt.date, Decimal]],
    later: Sequence[PlannedDay],
) -> Forecast:
    at_end = window.days_at_end(required)
    near_end, ends = (
        (date_of_day(number, worked, later) for number in at_end) if at_end else (None, None)
    )
    return Forecast(
        kind=window.kind,
        from_day=window.from_day,
        by_day=window.by_day,
        opens=date_of_day(window.from_day, worked, later),
        closes=date_of_day(window.by_day, worked, later),
        state=state,
        last_day=required if at_end else None,
        near_end=near_end,
        ends=ends,
    )


@dataclass(frozen=True)
class Group:
    """Meetings under one heading of a list."""

    title: str
    meetings: list[Trialogue]


def conversations(user: User, placement: Placement | None = None) -> list[Group]:
    """What is coming, what is open, what was: of one placement, or of all in which this person
    speaks. Two queries and one for the people, whatever the number."""
    found = Trialogue.objects.visible_to(user).defer("report")
    if placement is not None:
        found = found.filter(placement=placement)
    else:
        found = found.filter(placement__in=Placement.objects.with_voice(user))
    meetings = list(
        found.prefetch_related(
            Prefetch("placement", queryset=Placement.objects.with_people()),
            Prefetch("sign_offs", queryset=SignOff.objects.current().order_by("pk")),
        )
    )
    state = {
        _("Planned"): [TrialogueState.PLANNED],
        _("Open, waiting to be signed off"): [TrialogueState.HELD],
        _("Held"): [TrialogueState.SIGNED],
        _("Cancelled"): [TrialogueState.CANCELLED],
    }
    groups = [
        Group(title, [meeting for meeting in meetings if meeting.state in states])
        for title, states in state.items()
    ]
    groups[0].meetings.reverse()  # what comes first stands first
    return [group for group in groups if group.meetings]
