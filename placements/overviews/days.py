"""Days as pages show them: in order, with where each one is, and what is still to log."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import HistoryEntry, User
from competences.models import Competence, GoalPlan
from config import clock
from config.templatetags.ui import clock_time, near_day
from placements.enums import DayState, TrialogueKind, TrialogueState, WindowState
from placements.models import Placement, Reflection, WorkplaceDay
from placements.overviews.counts import day_counts, policy_of
from placements.overviews.plan import COUNTED, planned_days
from placements.prompts import Situation
from placements.rules.days import Return
from placements.rules.plan import PlannedDay, enough
from placements.rules.windows import windows

NEAR = dt.timedelta(days=14)
UNLOGGED_SHOWN = 5
Step = tuple[str, str, str]


@dataclass(frozen=True)
class Calendar:
    """What one placement still expects: planned days behind us without an entry, newest first,
    and the days to come, as many as are left."""

    unlogged: list[PlannedDay]
    to_come: list[PlannedDay]


def calendar(placement: Placement, entries: list[WorkplaceDay]) -> Calendar:
    """`entries`: all days of the placement, whatever their state; no queries but for the plan."""
    today, taken = clock.today(), {day.date for day in entries}
    free = [day for day in planned_days(placement) if day.date not in taken]
    to_come = [day for day in free if day.date >= today]
    return Calendar(
        unlogged=[day for day in reversed(free) if day.date < today][:UNLOGGED_SHOWN],
        to_come=to_come[: enough(to_come, day_counts(placement).left)],
    )


def last_returns(days: Collection[WorkplaceDay]) -> dict[int, Return]:
    """Day (id) -> the last time it was returned, as history tells; one query, none for no days."""
    subjects = {f"{day._meta.label_lower}:{day.pk}": day.pk for day in days}
    if not subjects:
        return {}
    found = HistoryEntry.objects.filter(subject__in=subjects, action="day-returned")
    rows = found.order_by("at", "pk").values_list("subject", "at", "by")
    return {subjects[subject]: Return(at, by) for subject, at, by in rows}


def day_number(day: WorkplaceDay) -> Decimal:
    """The how-manieth workplace day this is, half days as 0.5; one query."""
    rows = WorkplaceDay.objects.filter(
        placement=day.placement_id, date__lte=day.date, state__in=COUNTED
    )
    return sum(rows.values_list("portion", flat=True), Decimal(0))


def passport(day: WorkplaceDay) -> list[Step]:
    """Where an entry is: (name, when in words, "done" | "now" | "")."""
    steps = [
        (_("on this device"), None, True),
        (_("received"), day.logged_at, True),
        (_("seen"), day.seen_by_mentor_at, day.seen_by_mentor_at is not None),
    ]
    if day.state == DayState.RETURNED:
        steps.append((_("came back"), None, True))
    else:
        steps.append((_("confirmed"), day.confirmed_at, day.state == DayState.CONFIRMED))
    latest = max(place for place, (_name, _when, reached) in enumerate(steps) if reached)
    return [
        (name, _moment(when), "" if not reached else "now" if place == latest else "done")
        for place, (name, when, reached) in enumerate(steps)
    ]


def _moment(when: dt.datetime | None) -> str:
    if when is None:
        return ""
    return f"{near_day(when)}, {clock_time(when)}"


def state_of(day: WorkplaceDay) -> tuple[str, str]:
    """(kind of the tag `state`, words) for one line of a list."""
    if day.state == DayState.CONFIRMED:
        return "confirmed", _("confirmed")
    if day.state == DayState.RETURNED:
        return "warning", _("came back")
    return ("seen", _("seen")) if day.seen_by_mentor_at else ("received", _("received"))


def competences_last_used_first(placement: Placement) -> list[Competence]:
    """The framework's competences; what was practised last stands in front. Two queries."""
    tagged = WorkplaceDay.competences.through.objects.filter(workplaceday__placement=placement)
    used = dict(
        tagged.order_by()
        .values("competence_id")
        .annotate(last=Max("workplaceday__date"))
        .values_list("competence_id", "last")
    )
    found = Competence.objects.filter(version=placement.dossier.version_id)
    never = dt.date.min
    return sorted(found, key=lambda one: (-used.get(one.pk, never).toordinal(), one.position))


def current_placement(user: User) -> Placement | None:
    """The placement a student means without saying so: an open one, the latest to start; with
    `goal_plan`, the id of the plan of the Talent lab that goes with it (None: none)."""
    plans = GoalPlan.objects.filter(dossier=OuterRef("dossier_id")).values("pk")
    return placements_of(user).annotate(goal_plan=Subquery(plans)).first()


def placements_of(student: User):
    """All placements of a student, open ones first, the latest start first."""
    return (
        Placement.objects.visible_to(student)
        .with_voice(student, Role.STUDENT)
        .order_by(
            F("finalised_at").desc(nulls_first=True),
            F("ended_at").desc(nulls_first=True),
            "-starts_on",
            "-pk",
        )
    )


def situation(placement: Placement, student: User) -> Situation:
    """Where the student is, for the question to look back with; reads only the student's own."""
    counts, today = day_counts(placement), clock.today()
    meetings = list(placement.trialogues.all())
    soon = any(
        meeting.state == TrialogueState.PLANNED and meeting.starts_at <= clock.now() + NEAR
        for meeting in meetings
    )
    window = next(w for w in windows(policy_of(placement)) if w.kind == TrialogueKind.PROGRESS)
    mine = Reflection.objects.visible_to(student).filter(placement=placement).exclude(prompt="")
    answered = list(mine.order_by("written_at").values_list("prompt", "written_at"))
    return Situation(
        days_logged=float(counts.logged),
        days_left=float(counts.left),
        day_came_back=placement.days.filter(
            state=DayState.RETURNED, date__gte=today - NEAR
        ).exists(),
        trialogue_near=soon or window.state(counts.logged, meetings) == WindowState.OPEN,
        answered=[key for key, _at in answered],
        answered_on=[clock.local_date(at) for _key, at in answered],
        today=today,
    )
