"""What waits for whom around a placement."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from placements.models import Placement, WorkplaceDay
from placements.rules.working_days import public_holidays


@todo.source("placements.log-today")
def log_today(user: User, today: dt.date) -> Iterable[Todo]:
    """A student's day in the calendar that has no entry yet: one tap when it went as planned."""
    entries = WorkplaceDay.objects.filter(date=today)
    found = (
        Placement.objects.with_voice(user, Role.STUDENT)
        .open()
        .filter(starts_on__lte=today, ends_on__gte=today, weekdays__contains=[today.weekday()])
        .select_related("workplace__organisation")
        .prefetch_related(Prefetch("days", queryset=entries, to_attr="entries_today"))
    )
    if today in public_holidays(today.year):
        return
    for placement in found:
        if not placement.entries_today:
            yield Todo(
                kind="log-today",
                title=_("Log your day of today"),
                detail=_("%(workplace)s, a whole day.")
                % {"workplace": placement.workplace.organisation.name},
                verb=_("Log my day"),
                url=reverse("placements:day-log", args=[placement.pk]),
                since=today,
                due=today,
                role=Role.STUDENT,
                done_in_place=reverse("placements:day-as-planned", args=[placement.pk]),
                done_in_place_verb=_("As planned"),
            )
