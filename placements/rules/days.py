"""What holds for workplace days (rules 6 to 8 of the domain)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from placements.enums import DayState

if TYPE_CHECKING:
    from accounts.models import User
    from placements.actions.days import DayContent
    from placements.models import DayConflict, Placement, WorkplaceDay

UNDO_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Return:
    """That a day was returned: when, and by whom (id)."""

    at: dt.datetime
    by: int | None


def closed_obstacles(placement: Placement) -> Iterable[Obstacle]:
    if not placement.is_open:
        yield Obstacle(
            "placement-closed",
            _("This placement has ended; its days stay as they are."),
        )


def log_obstacles(
    *,
    placement: Placement,
    date: dt.date,
    morning: bool,
    afternoon: bool,
    today: dt.date,
    others: Iterable[WorkplaceDay],
) -> Iterable[Obstacle]:
    """Why this day cannot be logged or changed; `others` are the other entries on that date."""
    yield from closed_obstacles(placement)
    if not (morning or afternoon):
        yield Obstacle("no-half", _("Choose the morning, the afternoon or both."), "part")
    if date > today:
        yield Obstacle("day-in-the-future", _("This day still has to come."), "date")
    if not placement.starts_on <= date <= placement.ends_on:
        yield Obstacle(
            "day-outside-period",
            gettext("Your placement runs from %(start)s to %(end)s; this day falls outside it.")
            % {"start": date_format(placement.starts_on), "end": date_format(placement.ends_on)},
            "date",
        )
    for other in others:
        if overlaps(other, morning=morning, afternoon=afternoon):
            yield Obstacle(
                "day-already-logged",
                gettext("You already logged %(date)s; one date is one day at most.")
                % {"date": date_format(date)},
                "date",
            )
            break


def overlaps(day: WorkplaceDay, *, morning: bool, afternoon: bool) -> bool:
    return (morning and day.morning) or (afternoon and day.afternoon)


def says_no_more(
    day: WorkplaceDay, practised: Collection[int], content: DayContent, competences: Collection[int]
) -> bool:
    """Does a second text about the same date hold nothing that this day lacks? Then there is
    nothing to choose between. `practised`, `competences`: ids, of the day and of the text."""
    same_halves = (day.morning, day.afternoon) == (content.morning, content.afternoon)
    pulses = ("workload", "learnt_something_new", "got_feedback")
    return (
        same_halves
        and content.tasks.strip() in ("", day.tasks)
        and set(competences) <= set(practised)
        and all(getattr(content, name) in (None, getattr(day, name)) for name in pulses)
    )


def settle_obstacles(conflict: DayConflict) -> Iterable[Obstacle]:
    if conflict.settled_at is not None:
        yield Obstacle("settled", _("You chose already what this day says."))


def change_obstacles(day: WorkplaceDay) -> Iterable[Obstacle]:
    yield from closed_obstacles(day.placement)
    if day.state == DayState.CONFIRMED:
        yield Obstacle(
            "day-confirmed",
            _("This day has been confirmed. Ask for a correction to open it again."),
        )


def correction_obstacles(day: WorkplaceDay, reason: str) -> Iterable[Obstacle]:
    yield from closed_obstacles(day.placement)
    if day.state != DayState.CONFIRMED:
        yield Obstacle(
            "day-not-confirmed", _("This day is still open: you can change it yourself.")
        )
    if not reason.strip():
        yield Obstacle(
            "reason-missing", _("Say in one sentence what has to be corrected."), "reason"
        )


def confirm_obstacles(day: WorkplaceDay) -> Iterable[Obstacle]:
    yield from closed_obstacles(day.placement)
    if day.state == DayState.CONFIRMED:
        yield Obstacle("already-confirmed", _("This day has already been confirmed."))
    if day.state == DayState.RETURNED:
        yield Obstacle(
            "day-returned", _("This day was returned and is waiting for the student's correction.")
        )


def undo_obstacles(day: WorkplaceDay, *, by: User, now: dt.datetime) -> Iterable[Obstacle]:
    """A confirmation can be taken back for a day, by who gave it, as long as nothing rests on it:
    what rests on confirmed days is the end of the placement."""
    yield from closed_obstacles(day.placement)
    if day.state != DayState.CONFIRMED:
        yield Obstacle("day-not-confirmed-now", _("This day is not confirmed; nothing to undo."))
        return
    if day.confirmed_by_id != by.pk:
        yield Obstacle("not-your-confirmation", _("Somebody else confirmed this day."))
    if now > day.confirmed_at + UNDO_FOR:
        yield Obstacle(
            "undo-too-late",
            _("This was confirmed more than 24 hours ago. The student can ask for a correction."),
        )


def undo_return_obstacles(
    day: WorkplaceDay, *, returned: Return | None, by: User, now: dt.datetime
) -> Iterable[Obstacle]:
    """A return can be taken back for a day, by who gave it, while the student has not changed the
    day: from then on there is nothing to take back. `returned`: the last time it came back."""
    yield from closed_obstacles(day.placement)
    if day.state != DayState.RETURNED or returned is None:
        yield Obstacle(
            "day-not-returned-now",
            _("This day is not with the student any more; there is nothing to take back."),
        )
        return
    if returned.by != by.pk:
        yield Obstacle("not-your-return", _("Somebody else returned this day."))
    if now > returned.at + UNDO_FOR:
        yield Obstacle(
            "undo-return-too-late",
            _("This was returned more than 24 hours ago. The student changes it and sends it in."),
        )


def return_obstacles(day: WorkplaceDay, reason: str) -> Iterable[Obstacle]:
    yield from confirm_obstacles(day)
    if not reason.strip():
        yield Obstacle(
            "reason-missing", _("Say why, so that the student can put it right."), "reason"
        )
