import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.models import Competence
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import locked, locked_all, require
from placements.enums import DayState
from placements.models import Placement, WorkplaceDay
from placements.overviews.days import last_returns
from placements.rules import days as rules


@dataclass(frozen=True)
class DayContent:
    """What a student says about a day. The three pulses may stay empty (None).

    `key` is of the press on the device that sent it: the same key again is the same press again.
    """

    date: dt.date
    morning: bool = True
    afternoon: bool = True
    tasks: str = ""
    competences: Collection[Competence] = field(default_factory=tuple)
    workload: int | None = None
    learnt_something_new: bool | None = None
    got_feedback: bool | None = None
    key: uuid.UUID | None = None


def sent_before(placement: Placement, key: uuid.UUID | None) -> WorkplaceDay | None:
    """The day that this press made already; refused for a key of another placement."""
    day = WorkplaceDay.objects.filter(key=key).first() if key else None
    if day is not None and day.placement_id != placement.pk:
        raise Refusal("key-used", _("This page was used before. Open it again, please."))
    return day


def _check(placement: Placement, content: DayContent, day: WorkplaceDay | None = None) -> None:
    """What holds for what is said about a day, logged now or changed (`day`)."""
    rows = placement.days.filter(date=content.date)
    refuse_if(
        rules.log_obstacles(
            placement=placement,
            date=content.date,
            morning=content.morning,
            afternoon=content.afternoon,
            today=clock.today(),
            others=rows.exclude(pk=day.pk) if day else rows,
        )
    )
    if any(item.version_id != placement.dossier.version_id for item in content.competences):
        raise Refusal(
            "other-framework",
            _("Choose competences of this placement's framework."),
            field="competences",
        )


def _fill(day: WorkplaceDay, content: DayContent) -> None:
    day.date, day.morning, day.afternoon = content.date, content.morning, content.afternoon
    day.tasks = content.tasks.strip()
    day.workload = content.workload
    day.learnt_something_new = content.learnt_something_new
    day.got_feedback = content.got_feedback
    day.changed_at = clock.now()


@transaction.atomic
def log(*, by: User, placement: Placement, content: DayContent) -> WorkplaceDay:
    """Log a workplace day; it counts towards the windows at once (rules 6 and 7).

    However often the same `content.key` comes, one day is made and every call answers it.
    """
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    if (day := sent_before(placement, content.key)) is not None:
        return day
    _check(placement, content)
    day = WorkplaceDay(placement=placement, key=content.key)
    _fill(day, content)
    day.save()
    day.competences.set(content.competences)
    record("day-logged", day, by=by, topic=placement.topic, date=content.date.isoformat())
    return day


@transaction.atomic
def change(*, by: User, day: WorkplaceDay, content: DayContent) -> WorkplaceDay:
    """Change a day that is not confirmed; a returned day goes back to the mentor (rule 8)."""
    placement = locked(day.placement)
    require(by, placement, Role.STUDENT)
    day = WorkplaceDay.objects.select_for_update(of=["self"]).get(pk=day.pk)
    refuse_if(rules.change_obstacles(day))
    _check(placement, content, day)
    was = day.state
    _fill(day, content)
    day.state, day.returned_because = DayState.LOGGED, ""
    day.save()
    day.competences.set(content.competences)
    record("day-changed", day, by=by, topic=placement.topic, date=day.date.isoformat(), was=was)
    return day


def _lock_as_mentor(by: User, days: Collection[WorkplaceDay]) -> None:
    for placement in locked_all(day.placement for day in days):
        require(by, placement, Role.MENTOR)


@transaction.atomic
def confirm(*, by: User, days: Collection[WorkplaceDay], remark: str = "") -> list[WorkplaceDay]:
    """The mentor says that these days took place; all of them or none.

    `remark` is what the mentor says about a day and is kept with each of them.
    """
    confirmed = []
    _lock_as_mentor(by, days)
    rows = WorkplaceDay.objects.select_for_update(of=["self"]).select_related("placement__dossier")
    for day in rows.filter(pk__in=[day.pk for day in days]).order_by("date"):
        refuse_if(rules.confirm_obstacles(day))
        day.state, day.confirmed_at, day.confirmed_by = DayState.CONFIRMED, clock.now(), by
        day.seen_by_mentor_at = day.seen_by_mentor_at or clock.now()
        day.remark = remark.strip() or day.remark
        day.correction_asked = ""
        day.save()
        topic = day.placement.topic
        record("day-confirmed", day, by=by, topic=topic, date=day.date.isoformat())
        confirmed.append(day)
    return confirmed


@transaction.atomic
def undo_confirm(*, by: User, days: Collection[WorkplaceDay]) -> list[WorkplaceDay]:
    """The mentor takes back confirmations of the last 24 hours; all of them or none.

    Remarks stay: they were said. The days wait for the mentor again.
    """
    undone = []
    _lock_as_mentor(by, days)
    rows = WorkplaceDay.objects.select_for_update(of=["self"]).select_related("placement__dossier")
    for day in rows.filter(pk__in=[day.pk for day in days]).order_by("date"):
        refuse_if(rules.undo_obstacles(day, by=by, now=clock.now()))
        day.state, day.confirmed_at, day.confirmed_by = DayState.LOGGED, None, None
        day.save()
        topic = day.placement.topic
        record("day-confirmation-undone", day, by=by, topic=topic, date=day.date.isoformat())
        undone.append(day)
    return undone


@transaction.atomic
def give_back(*, by: User, day: WorkplaceDay, reason: str) -> WorkplaceDay:
    """The mentor returns a day with a reason; it counts for nothing until corrected (rule 6)."""
    require(by, locked(day.placement), Role.MENTOR)
    day = WorkplaceDay.objects.select_for_update(of=["self"]).get(pk=day.pk)
    refuse_if(rules.return_obstacles(day, reason))
    day.state, day.returned_because = DayState.RETURNED, reason.strip()
    day.seen_by_mentor_at = day.seen_by_mentor_at or clock.now()
    day.save()
    topic = day.placement.topic
    record("day-returned", day, by=by, topic=topic, date=day.date.isoformat())
    return day


@transaction.atomic
def undo_give_back(*, by: User, day: WorkplaceDay) -> WorkplaceDay:
    """The mentor takes back a return of the last 24 hours, while the student has not changed the
    day. It waits for the mentor again, as it stood; the reason is gone from it, not from history.
    """
    require(by, locked(day.placement), Role.MENTOR)
    day = WorkplaceDay.objects.select_for_update(of=["self"]).get(pk=day.pk)
    returned = last_returns([day]).get(day.pk)
    refuse_if(rules.undo_return_obstacles(day, returned=returned, by=by, now=clock.now()))
    reason = day.returned_because
    day.state, day.returned_because = DayState.LOGGED, ""
    day.save()
    record(
        "day-return-undone",
        day,
        by=by,
        topic=day.placement.topic,
        date=day.date.isoformat(),
        because=reason,
    )
    return day


@transaction.atomic
def ask_correction(*, by: User, day: WorkplaceDay, reason: str) -> WorkplaceDay:
    """The student opens a confirmed day again; the mentor hears of it (rule 8)."""
    require(by, locked(day.placement), Role.STUDENT)
    day = WorkplaceDay.objects.select_for_update(of=["self"]).get(pk=day.pk)
    refuse_if(rules.correction_obstacles(day, reason))
    day.state, day.confirmed_at, day.confirmed_by = DayState.LOGGED, None, None
    day.correction_asked = reason.strip()
    day.save()
    topic = day.placement.topic
    record("day-reopened", day, by=by, topic=topic, date=day.date.isoformat())
    return day


def mark_seen(*, by: User, placements: Collection[Placement]) -> int:
    """The mentor has the open days on the screen: the student's passport shows "seen"."""
    return WorkplaceDay.objects.filter(
        placement__in=[item for item in placements if item.role_of(by) == Role.MENTOR],
        state=DayState.LOGGED,
        seen_by_mentor_at__isnull=True,
    ).update(seen_by_mentor_at=clock.now())
