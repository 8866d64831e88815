"""The plan of a placement: who proposes, who agrees, and what departs from it."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import locked, require
from placements.enums import InterruptionKind
from placements.models import Interruption, Placement, PlanException, WeekPattern
from placements.overviews.plan import plan_of
from placements.rules import plan as rules
from placements.rules.placements import closed_obstacles

OPEN = {"agreed_at": None, "declined_at": None, "withdrawn_at": None}


@transaction.atomic
def propose_week(
    *,
    by: User,
    placement: Placement,
    since: dt.date,
    mornings: Collection[int],
    afternoons: Collection[int],
) -> WeekPattern:
    """The student proposes another pattern week from `since`; it holds once the mentor agrees."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    refuse_if(
        [
            *closed_obstacles(placement),
            *rules.week_obstacles(
                mornings=mornings,
                afternoons=afternoons,
                since=since,
                first=placement.starts_on,
                last=placement.ends_on,
                proposal_waits=placement.weeks.filter(**OPEN).exists(),
            ),
        ]
    )
    week = WeekPattern.objects.create(
        placement=placement,
        since=since,
        mornings=sorted(set(mornings)),
        afternoons=sorted(set(afternoons)),
        proposed_by=by,
    )
    record("week-proposed", week, by=by, topic=placement.topic, date=since.isoformat())
    _tell(placement, Role.MENTOR, "week-proposed", week, since=since.isoformat())
    return week


@transaction.atomic
def withdraw_week(*, by: User, week: WeekPattern) -> WeekPattern:
    placement, week = _locked_week(week)
    require(by, placement, Role.STUDENT)
    if not week.is_open:
        raise Refusal("week-answered", _("This proposal has been answered or taken back."))
    week.withdrawn_at = clock.now()
    week.save(update_fields=["withdrawn_at"])
    record("week-withdrawn", week, by=by, topic=placement.topic)
    return week


@transaction.atomic
def answer_week(*, by: User, week: WeekPattern, agrees: bool, reason: str = "") -> WeekPattern:
    """The mentor agrees, and the week holds; or says what would suit better."""
    placement, week = _locked_week(week)
    require(by, placement, Role.MENTOR)
    refuse_if(
        [
            *closed_obstacles(placement),
            *rules.answer_obstacles(
                is_open=week.is_open,
                agrees=agrees,
                reason=reason,
                since=week.since,
                today=clock.today(),
            ),
        ]
    )
    if agrees:
        week.agreed_by, week.agreed_at = by, clock.now()
    else:
        week.declined_because, week.declined_at = reason.strip(), clock.now()
    week.save(update_fields=["agreed_by", "agreed_at", "declined_because", "declined_at"])
    action = "week-agreed" if agrees else "week-declined"
    record(action, week, by=by, topic=placement.topic, date=week.since.isoformat())
    _tell(placement, Role.STUDENT, action, week, since=week.since.isoformat(), reason=reason)
    return week


@transaction.atomic
def set_exception(
    *,
    by: User,
    placement: Placement,
    date: dt.date,
    morning: bool,
    afternoon: bool,
    note: str = "",
) -> PlanException:
    """The student comes on another day, for half a day, or not at all on this date."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    refuse_if(_exception_obstacles(placement, [date]))
    exception, _created = PlanException.objects.update_or_create(
        placement=placement,
        date=date,
        defaults={
            "morning": morning,
            "afternoon": afternoon,
            "note": note.strip(),
            "by": by,
            "at": clock.now(),
        },
    )
    record("plan-date-changed", exception, by=by, topic=placement.topic, date=date.isoformat())
    _tell(placement, Role.MENTOR, "plan-date-changed", exception, date=date.isoformat())
    return exception


@transaction.atomic
def clear_exception(*, by: User, placement: Placement, date: dt.date) -> None:
    """From now on the date follows the pattern week again."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    refuse_if(closed_obstacles(placement))
    for exception in placement.plan_exceptions.filter(date=date):
        record("plan-date-cleared", exception, by=by, topic=placement.topic, date=date.isoformat())
        exception.delete()


@transaction.atomic
def copy_week(*, by: User, placement: Placement, source: dt.date, target: dt.date) -> int:
    """Plan the week that holds `target` as the one that holds `source`; answers how many dates
    had to change."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    plan = plan_of(placement)
    monday, other = (day - dt.timedelta(days=day.weekday()) for day in (source, target))
    changed = 0
    for offset in range(7):
        there = plan.on(monday + dt.timedelta(days=offset))
        date = other + dt.timedelta(days=offset)
        here = plan.on(date)
        halves = (there.morning, there.afternoon) if there else (False, False)
        now = (here.morning, here.afternoon) if here else (False, False)
        if halves != now and plan.first <= date <= plan.last:
            set_exception(
                by=by, placement=placement, date=date, morning=halves[0], afternoon=halves[1]
            )
            changed += 1
    return changed


@transaction.atomic
def report_away(
    *,
    by: User,
    placement: Placement,
    kind: str,
    first: dt.date,
    last: dt.date | None,
    reason: str = "",
) -> Interruption:
    """The student, or the coach who got the call, says when no days will be worked."""
    placement = locked(placement)
    _require_student_or_coach(by, placement)
    refuse_if([*closed_obstacles(placement), *_away_obstacles(placement, first, last)])
    away = Interruption.objects.create(
        placement=placement, kind=kind, first=first, last=last, reason=reason.strip(), by=by
    )
    record("away-reported", away, by=by, topic=placement.topic, date=first.isoformat())
    told = {"first": first.isoformat(), "last": last.isoformat() if last else ""}
    for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
        _tell(placement, role, "away-reported", away, but=by, **told)
    return away


@transaction.atomic
def change_away(
    *, by: User, away: Interruption, first: dt.date, last: dt.date | None
) -> Interruption:
    """Back earlier or later than was said."""
    placement = locked(away.placement)
    away = Interruption.objects.select_for_update().get(pk=away.pk)
    _require_student_or_coach(by, placement)
    refuse_if([*closed_obstacles(placement), *_away_obstacles(placement, first, last)])
    away.first, away.last = first, last
    away.save(update_fields=["first", "last"])
    record("away-changed", away, by=by, topic=placement.topic, date=first.isoformat())
    return away


@transaction.atomic
def remove_away(*, by: User, away: Interruption) -> Interruption:
    """It did not happen; the days are planned again."""
    placement = locked(away.placement)
    away = Interruption.objects.select_for_update().get(pk=away.pk)
    _require_student_or_coach(by, placement)
    refuse_if(closed_obstacles(placement))
    away.removed_at = away.removed_at or clock.now()
    away.save(update_fields=["removed_at"])
    record("away-removed", away, by=by, topic=placement.topic, date=away.first.isoformat())
    return away


def may_read_reason(away: Interruption, role: str) -> bool:
    """Why somebody is away is between student and coach; of an illness others see the dates."""
    return role in {Role.STUDENT, Role.COACH} or away.kind != InterruptionKind.ILLNESS


def _locked_week(week: WeekPattern) -> tuple[Placement, WeekPattern]:
    placement = locked(week.placement)
    return placement, WeekPattern.objects.select_for_update().get(pk=week.pk)


def _require_student_or_coach(by: User, placement: Placement) -> None:
    if placement.role_of(by) not in {Role.STUDENT, Role.COACH}:
        raise Refusal("not-your-role", _("Only the student and the competence coach can do this."))


def _exception_obstacles(placement: Placement, dates: Collection[dt.date]) -> list:
    return [
        *closed_obstacles(placement),
        *(
            obstacle
            for date in dates
            for obstacle in rules.exception_obstacles(
                date=date, first=placement.starts_on, last=placement.ends_on
            )
        ),
    ]


def _away_obstacles(placement: Placement, first: dt.date, last: dt.date | None) -> list:
    return list(
        rules.interruption_obstacles(
            start=first,
            end=last,
            first=placement.starts_on,
            last=placement.ends_on,
            logged=placement.days.values_list("date", flat=True),
        )
    )


def _tell(placement: Placement, role: str, rule: str, subject, *, but: User | None = None, **said):
    person = placement.person(role)
    if person is None or person == but:
        return
    notify(
        rule,
        subject=subject,
        recipient=person,
        due_on=clock.today(),
        context={"student": placement.student.get_full_name(), "role": str(role), **said},
        url=reverse("placements:plan", args=[placement.pk]),
    )
