"""The year of one placement as a picture: days, windows, meetings, and what a shortening took."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from config import clock
from config.pictures import DaysPicture, Meeting, Tick, TimelinePicture, Window
from placements.enums import DayState, TrialogueKind, TrialogueState
from placements.models import Placement, PlacementPolicy, Trialogue, WorkplaceDay
from placements.overviews.counts import DayCounts, day_counts
from placements.overviews.days import COUNTED
from placements.overviews.plan import planned_days
from placements.rules.plan import PlannedDay, date_of_day, enough, total
from placements.rules.windows import windows


def ring(counts: DayCounts, to_come: Iterable[PlannedDay] = ()) -> DaysPicture:
    return DaysPicture(
        required=counts.required,
        confirmed=float(counts.confirmed),
        logged=float(counts.waiting),
        planned=float(min(total(to_come), counts.left)),
    )


def year(
    placement: Placement,
    policy: PlacementPolicy,
    days: Iterable[WorkplaceDay],
    meetings: Iterable[Trialogue],
    *,
    title: str,
    on_paper: bool = False,
) -> TimelinePicture:
    """`days` and `meetings`: all of the placement; no queries when it came from `with_days()`."""
    counts, today = day_counts(placement), clock.today()
    worked = sorted((day for day in days if day.state in COUNTED), key=lambda day: day.date)
    taken = {day.date for day in worked}
    to_come = [
        day for day in planned_days(placement) if day.date >= today and day.date not in taken
    ]
    off = Decimal(counts.required_at_start - counts.required)
    left, all_of_it = enough(to_come, counts.left), enough(to_come, counts.left + off)
    states = [(day.date, "planned") for day in to_come[:left]]
    states += [(day.date, "dropped") for day in to_come[left:all_of_it]]
    logged = [(day.date, day.portion) for day in worked]
    return TimelinePicture(
        title=title,
        first=placement.starts_on.replace(day=1),
        last=_end_of_month(placement.ends_on),
        today=None if on_paper else today,
        days=[*(_tick(day) for day in worked), *(Tick(*pair) for pair in states)],
        required=counts.required,
        required_before=counts.required_at_start if off else None,
        windows=_windows(policy, logged, to_come[:left]),
        meetings=_meetings(meetings),
    )


def _tick(day: WorkplaceDay) -> Tick:
    return Tick(day.date, "confirmed" if day.state == DayState.CONFIRMED else "logged")


def _windows(
    policy: PlacementPolicy,
    logged: Sequence[tuple[dt.date, Decimal]],
    to_come: Sequence[PlannedDay],
) -> list[Window]:
    names = {TrialogueKind.PROGRESS: _("trialogue"), TrialogueKind.ASSESSMENT: _("assessment")}
    found = []
    for window in windows(policy):
        first = date_of_day(window.from_day, logged, to_come)
        last = date_of_day(window.by_day, logged, to_come)
        if first and last:
            between = _("day %(first)s to %(last)s") % {
                "first": window.from_day,
                "last": window.by_day,
            }
            found.append(Window(first, last, names[window.kind], between))
    return found


def _meetings(meetings: Iterable[Trialogue]) -> list[Meeting]:
    return sorted(
        (
            Meeting(
                meeting.held_on or timezone.localtime(meeting.starts_at).date(),
                meeting.get_kind_display(),
            )
            for meeting in meetings
            if meeting.state != TrialogueState.CANCELLED
        ),
        key=lambda meeting: meeting.day,
    )


def _end_of_month(date: dt.date) -> dt.date:
    return (date.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
