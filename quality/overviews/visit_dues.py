"""What visits ask of who makes them, and when that is said; every date follows from the moment of
the visit, so that a sweep that comes again finds the same one."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from config import clock
from quality.enums import VisitState
from quality.models import Visit
from quality.overviews.cycle_dues import CycleDue as Due
from quality.rules.visits import REPORT_WITHIN, THANK_WITHIN, VISITED

BEFORE = dt.timedelta(days=1)
# Time to do it, and then still within the week.
THANKS_AFTER = THANK_WITHIN - dt.timedelta(days=4)
REPORT_AFTER = REPORT_WITHIN - dt.timedelta(days=4)


def dues(today: dt.date) -> Iterator[Due]:
    """Everything that can be said on this day, said before or not; two queries."""
    found = [*_coming(today), *_after()]
    yield from (one for one in found if one.due_on <= today and one.recipient.is_active)


def _coming(today: dt.date) -> Iterator[Due]:
    rows = Visit.objects.filter(state=VisitState.PLANNED, starts_at__gte=clock.now())
    for visit in _with_visitor(rows):
        day = clock.local_date(visit.starts_at) - BEFORE
        yield _due("visit-coming", visit, day, page="visit-focus")


def _after() -> Iterator[Due]:
    rows = Visit.objects.filter(state__in=VISITED)
    waiting = rows.filter(thanked_at__isnull=True) | rows.filter(state=VisitState.HELD)
    for visit in _with_visitor(waiting):
        held_on = clock.local_date(visit.held_at)
        if visit.thanked_at is None:
            yield _due("visit-thanks-due", visit, held_on + THANKS_AFTER, page="visit-thank")
        if visit.state == VisitState.HELD:
            yield _due("visit-report-due", visit, held_on + REPORT_AFTER, page="visit-report")


def _with_visitor(rows):
    return rows.select_related("visitor", "workplace__organisation")


def _due(rule: str, visit: Visit, due_on: dt.date, *, page: str) -> Due:
    context = {
        "visit": visit.pk,
        "workplace": str(visit.workplace),
        "at": visit.starts_at.isoformat(),
    }
    url = reverse(f"quality:{page}", args=[visit.pk])
    return Due(rule, f"quality.visit:{visit.pk}", visit.visitor, due_on, context, url)
