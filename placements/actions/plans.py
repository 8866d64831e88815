"""The plan of a placement: who proposes, who agrees, and what departs from it."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import cancel, notify, subject_key
from accounts.enums import TRIAD, Role
from accounts.models import User
from config import clock
from config.refusal import Obstacle, Refusal, refuse_if
from placements.actions import amendments
from placements.actions.parties import locked, require
from placements.models import Interruption, Placement, PlanException, WeekPattern
from placements.overviews.plan import KNOW_WHY, UNANSWERED, plan_of
from placements.rules import plan as rules
from placements.rules.placements import closed_obstacles


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
                proposal_waits=placement.weeks.filter(**UNANSWERED).exists(),
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
    _tell(placement, Role.MENTOR, "week-proposed", week, page="week-answer", since=str(since))
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
    cancel(subject=week)
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
    cancel(subject=week, rule="week-proposed")
    if agrees:
        amendments.follow(by=by, placement=placement)
    said = {"since": week.since.isoformat(), "reason": week.declined_because}
    _tell(placement, Role.STUDENT, action, week, **said)
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
    refuse_if(_exception_obstacles(placement, date))
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
    _tell_of_date(placement, date)
    return exception


@transaction.atomic
def move_date(
    *, by: User, placement: Placement, date: dt.date, to: dt.date, note: str = ""
) -> PlanException:
    """The student comes `to` instead of on `date`, for the same part of the day."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    plan = plan_of(placement)
    there = plan.on(date)
    refuse_if(rules.move_obstacles(there=there, here=plan.on(to), date=date, to=to))
    change = {"by": by, "placement": placement, "note": note}
    set_exception(date=date, morning=False, afternoon=False, **change)
    return set_exception(date=to, morning=there.morning, afternoon=there.afternoon, **change)


@transaction.atomic
def clear_exception(*, by: User, placement: Placement, date: dt.date) -> None:
    """From now on the date follows the pattern week again."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    refuse_if(closed_obstacles(placement))
    for exception in placement.plan_exceptions.filter(date=date):
        record("plan-date-cleared", exception, by=by, topic=placement.topic, date=date.isoformat())
        exception.delete()
        _tell_of_date(placement, date)


@transaction.atomic
def copy_week(*, by: User, placement: Placement, source: dt.date, target: dt.date) -> int:
    """Plan the week that holds `target` as the one that holds `source`; answers how many dates
    had to change."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    period = {"first": placement.starts_on, "last": placement.ends_on}
    refuse_if(
        [
            *closed_obstacles(placement),
            *rules.copy_obstacles(source=source, target=target, **period),
        ]
    )
    changes = list(rules.copied_dates(plan_of(placement), source, target))
    for date, morning, afternoon in changes:
        set_exception(by=by, placement=placement, date=date, morning=morning, afternoon=afternoon)
    return len(changes)


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
    _tell_of_away(placement, "away-reported", away, by)
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
    _tell_of_away(placement, "away-changed", away, by)
    return away


@transaction.atomic
def remove_away(*, by: User, away: Interruption) -> Interruption:
    """It did not happen; the days are planned again."""
    placement = locked(away.placement)
    away = Interruption.objects.select_for_update().get(pk=away.pk)
    _require_student_or_coach(by, placement)
    refuse_if(closed_obstacles(placement))
    if away.removed_at:
        return away
    away.removed_at = clock.now()
    away.save(update_fields=["removed_at"])
    record("away-removed", away, by=by, topic=placement.topic, date=away.first.isoformat())
    _tell_of_away(placement, "away-removed", away, by)
    return away


def _locked_week(week: WeekPattern) -> tuple[Placement, WeekPattern]:
    placement = locked(week.placement)
    return placement, WeekPattern.objects.select_for_update().get(pk=week.pk)


def _require_student_or_coach(by: User, placement: Placement) -> None:
    if placement.role_of(by) not in KNOW_WHY:
        raise Refusal("not-your-role", _("Only the student and the competence coach can do this."))


def _exception_obstacles(placement: Placement, date: dt.date) -> list[Obstacle]:
    period = {"first": placement.starts_on, "last": placement.ends_on}
    return [*closed_obstacles(placement), *rules.exception_obstacles(date=date, **period)]


def _away_obstacles(placement: Placement, first: dt.date, last: dt.date | None) -> list[Obstacle]:
    return list(
        rules.interruption_obstacles(
            start=first,
            end=last,
            first=placement.starts_on,
            last=placement.ends_on,
            logged=placement.days.values_list("date", flat=True),
        )
    )


def _tell_of_date(placement: Placement, date: dt.date) -> None:
    """A date at hand is said at once, and every time it changes; others once, in the next mail."""
    today = clock.today()
    if today <= date <= today + dt.timedelta(days=1):
        key = f"{subject_key(placement)}#{date:%y%m%d}@{_moment()}"
        planned = plan_of(Placement.objects.get(pk=placement.pk)).on(date)
        said = {"date": date.isoformat(), "plan": placement.pk}
        said |= {"morning": bool(planned and planned.morning)}
        said |= {"afternoon": bool(planned and planned.afternoon)}
        _tell(placement, Role.MENTOR, "plan-date-at-hand", key, urgent=True, **said)
    elif date > today:
        due = next_digest()
        _tell(placement, Role.MENTOR, "plan-dates-changed", placement, due_on=due)


def _tell_of_away(placement: Placement, rule: str, away: Interruption, by: User) -> None:
    """Dates only, to who did not say it; never the kind or the reason."""
    said = {"away": away.pk, "first": away.first.isoformat()}
    said |= {"last": away.last.isoformat() if away.last else ""}
    at_hand = away.first <= clock.today() + dt.timedelta(days=1)
    key = f"{subject_key(away)}@{_moment()}"
    for role in TRIAD:
        _tell(placement, role, rule, key, but=by, urgent=at_hand, **said)


def _moment() -> str:
    """Now, in microseconds and few letters: with it a key is another one after every change."""
    return f"{int(clock.now().timestamp() * 1_000_000):x}"


def next_digest() -> dt.date:
    """The first morning of which the daily mail has not left yet."""
    now = timezone.localtime(clock.now())
    return now.date() + dt.timedelta(days=now.hour >= settings.DIGEST_HOUR)


def _tell(
    placement: Placement,
    role: str,
    rule: str,
    subject: models.Model | str,
    *,
    but: User | None = None,
    page: str = "plan",
    due_on: dt.date | None = None,
    urgent: bool = False,
    **said: Any,
) -> None:
    key = subject.pk if page == "week-answer" and isinstance(subject, WeekPattern) else placement.pk
    for person in placement.people(role):
        if person == but:
            continue
        notify(
            rule,
            subject=subject,
            recipient=person,
            due_on=due_on or clock.today(),
            context={"student": placement.student.get_full_name(), "role": str(role), **said},
            url=reverse(f"placements:{page}", args=[key]),
            urgent=urgent,
        )
