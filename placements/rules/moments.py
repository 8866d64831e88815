"""Proposed moments for a meeting: which can be proposed, answered and fixed, and which to offer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.refusal import Obstacle
from placements.enums import ProposalState, TrialogueState
from placements.rules.placements import closed_obstacles
from placements.rules.trialogues import too_far_obstacles

if TYPE_CHECKING:
    from placements.models import MeetingProposal, MeetingSlot, Placement, Trialogue

ASKED = (Role.STUDENT, Role.MENTOR)
MOST_SLOTS = 3
# One offered moment a day, each at another hour: who never can at ten may well at four.
HOURS = (dt.time(10), dt.time(13, 30), dt.time(16))
NOTICE = dt.timedelta(days=2)
LOOK_AHEAD = dt.timedelta(days=28)


def propose_obstacles(
    *,
    placement: Placement,
    starts: Sequence[dt.datetime],
    now: dt.datetime,
    moves: Trialogue | None,
    already_planned: bool,
) -> Iterable[Obstacle]:
    """`moves`: the planned meeting that these moments are about; else it must not be planned."""
    yield from closed_obstacles(placement)
    if not starts:
        yield Obstacle("no-moments", _("Propose at least one moment."), "starts_at_1")
    if len(starts) > MOST_SLOTS:
        yield Obstacle("too-many-moments", _("Propose three moments at most."))
    if len(set(starts)) < len(starts):
        yield Obstacle("moment-twice", _("You chose the same moment twice."))
    for number, moment in enumerate(starts, 1):
        if moment <= now:
            message = _("Choose a moment that still has to come.")
            yield Obstacle("moment-passed", message, f"starts_at_{number}")
        yield from too_far_obstacles(moment, now, f"starts_at_{number}")
    if moves is not None and moves.state != TrialogueState.PLANNED:
        yield Obstacle("not-planned", _("This meeting is no longer planned."))
    if moves is None and already_planned:
        yield Obstacle("already-planned", _("A meeting of this kind is already planned."))


def open_obstacles(proposal: MeetingProposal) -> Iterable[Obstacle]:
    yield from closed_obstacles(proposal.placement)
    if proposal.state != ProposalState.OPEN:
        message = _("These moments need no answer any more.")
        yield Obstacle("moments-closed", message)


def answer_obstacles(
    proposal: MeetingProposal,
    slots: Mapping[int, MeetingSlot],
    chosen: Collection[int],
    now: dt.datetime,
) -> Iterable[Obstacle]:
    """`slots` of the proposal by key, `chosen` the keys that somebody answers about."""
    yield from open_obstacles(proposal)
    if not chosen or not set(chosen) <= set(slots):
        yield Obstacle("not-a-moment", _("Choose one of the proposed moments."))
    if any(slots[key].starts_at <= now for key in chosen if key in slots):
        yield Obstacle("moment-passed", _("This moment has passed; choose another one."))


def none_obstacles(proposal: MeetingProposal, words: str) -> Iterable[Obstacle]:
    yield from open_obstacles(proposal)
    if not words.strip():
        yield Obstacle("words-missing", _("Say when you could come."), "words")


def has_answered(said: Collection[bool | None]) -> bool:
    """`said` of each moment to come, None for nothing: one suits, or all were answered."""
    return True in said or (bool(said) and None not in said)


def first_common(
    slots: Iterable[MeetingSlot], suits: Mapping[int, Collection[str]], now: dt.datetime
) -> MeetingSlot | None:
    """The earliest moment to come that suits student and mentor; `suits`: slot (key) -> roles."""
    common = [
        slot for slot in slots if slot.starts_at > now and set(ASKED) <= set(suits.get(slot.pk, ()))
    ]
    return min(common, key=lambda slot: slot.starts_at, default=None)


@dataclass(frozen=True)
class Span:
    """Dates from which moments are offered."""

    first: dt.date
    last: dt.date


def span_to_offer(
    *, opens: dt.date | None, closes: dt.date | None, today: dt.date, is_due: bool
) -> Span:
    """The dates within a window that can still be chosen, with a few days' notice. The window
    opens after the day `opens`. Where it has closed, or the plan does not reach it, soon."""
    soon = today + NOTICE
    if opens is None and not is_due:
        return Span(soon, soon + LOOK_AHEAD)
    first = soon if is_due or opens is None else max(soon, opens + dt.timedelta(days=1))
    if closes is None or closes < first:
        return Span(first, first + LOOK_AHEAD)
    return Span(first, closes)


def moments_to_offer(
    span: Span,
    *,
    is_free: Callable[[dt.date], bool],
    at_work: Collection[dt.date],
) -> list[tuple[dt.date, dt.time]]:
    """Three moments, on different days where there are enough: workplace days first, then other
    working days (`is_free`: nobody works or is there)."""
    length = (span.last - span.first).days + 1
    open_days = [
        date
        for date in (span.first + dt.timedelta(days=step) for step in range(length))
        if not is_free(date)
    ]
    there = [date for date in open_days if date in at_work]
    elsewhere = [date for date in open_days if date not in at_work]
    dates = sorted((there + elsewhere)[:MOST_SLOTS])
    # Too few days for one moment each: then another hour of the same ones.
    return sorted((dates[number % len(dates)], hour) for number, hour in enumerate(HOURS) if dates)
