"""What stands in the calendar that somebody reads with their own program."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.calendar import DayAtWork, personal
from placements.enums import TrialogueState
from placements.models import CalendarFeed, Placement, Trialogue
from placements.overviews.counts import day_counts
from placements.overviews.plan import COUNTED, attach_plans, planned_days
from placements.rules.plan import PlannedDay, enough

LOOK_BACK = dt.timedelta(days=365)


def calendar_of(feed: CalendarFeed) -> str:
    """The .ics text in the active language; the same queries whatever the number of meetings.

    Meetings where this person speaks today: who handed over a role loses them at once.
    """
    person = feed.person
    days = _days(person, feed.made_at) if feed.with_days else ()
    name = _("Trialoog: %(name)s") % {"name": person.get_full_name()}
    return personal(name, _meetings(person), days)


def _meetings(person: User) -> list[Trialogue]:
    people = Placement.objects.select_related("enrolment__student")
    found = Trialogue.objects.visible_to(person).filter(
        placement__in=Placement.objects.with_voice(person),
        starts_at__gte=clock.now() - LOOK_BACK,
    )
    return list(
        found.exclude(state=TrialogueState.CANCELLED)
        .defer("report")
        .prefetch_related(Prefetch("placement", queryset=people))
        .order_by("starts_at", "pk")
    )


def _days(person: User, known_at: dt.datetime) -> Iterator[DayAtWork]:
    """The student's own planned days, in open placements only."""
    mine = Placement.objects.visible_to(person).with_voice(person, Role.STUDENT).open()
    found = mine.select_related("enrolment", "workplace__organisation").with_days().order_by("pk")
    placements = list(found.prefetch_related("days"))
    attach_plans(placements)
    for placement in placements:
        name = placement.workplace.organisation.name
        for day in _expected(placement):
            yield DayAtWork(placement.pk, day.date, _title(name, day), known_at)


def _expected(placement: Placement) -> list[PlannedDay]:
    """What was planned up to now, and from now on until all required days are there: a shortening
    takes the last ones out of the calendar, and taking it back puts them in again."""
    today, planned = clock.today(), planned_days(placement)
    taken = {day.date for day in placement.days.all() if day.state in COUNTED}
    past = [day for day in planned if day.date < today or day.date in taken]
    to_come = [day for day in planned if day.date >= today and day.date not in taken]
    return [*past, *to_come[: enough(to_come, day_counts(placement).left)]]


def _title(name: str, day: PlannedDay) -> str:
    if day.is_whole:
        return name
    words = {"name": name}
    return (
        _("%(name)s, in the morning") % words
        if day.morning
        else (_("%(name)s, in the afternoon") % words)
    )
