"""A self-evaluation goes on in order: prepared, collecting, discussed, concluded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from quality.enums import CycleState

if TYPE_CHECKING:
    from quality.models import Cycle, CycleAction

ONLY_COORDINATORS = _("The self-evaluation is led by the coordinators of the programme.")
ONLY_INVITED = _("This self-evaluation asks others; you were not invited to answer.")
NOT_YOUR_ACTION = _("Only who does it, or a coordinator, says that it is done.")
RUNNING = (CycleState.OPEN, CycleState.COLLECTING, CycleState.DISCUSSING)


def open_obstacles(*, exists: bool, previous_runs: bool) -> Iterable[Obstacle]:
    """Why no self-evaluation can begin for this programme and year."""
    if exists:
        yield Obstacle("cycle-exists", _("This year has its self-evaluation already."), "year")
    elif previous_runs:
        yield Obstacle(
            "cycle-runs", _("Conclude the self-evaluation that is still running first."), "year"
        )


def invite_obstacles(
    state: str, roles: Collection[str], found: int, answer_by: dt.date, today: dt.date
) -> Iterable[Obstacle]:
    if state not in {CycleState.OPEN, CycleState.COLLECTING}:
        yield Obstacle("cycle-past-collecting", _("Answers are no longer collected."))
    if not roles or not found:
        yield Obstacle("nobody-invited", _("Choose whom you invite."), "roles")
    if answer_by <= today:
        yield Obstacle("answer-by-past", _("Choose a day in the future."), "answer_by")


def cycle_answer_obstacles(cycle: Cycle) -> Iterable[Obstacle]:
    if cycle.state != CycleState.COLLECTING:
        yield Obstacle("cycle-not-collecting", _("No answers are collected at the moment."))


def discuss_obstacles(cycle: Cycle) -> Iterable[Obstacle]:
    if cycle.state != CycleState.COLLECTING:
        yield Obstacle("cycle-not-collecting", _("Only what was collected can be discussed."))


def in_discussion_obstacles(cycle: Cycle) -> Iterable[Obstacle]:
    if cycle.state != CycleState.DISCUSSING:
        yield Obstacle("cycle-not-discussed", _("The self-evaluation is not being discussed."))


def words_obstacles(words: str) -> Iterable[Obstacle]:
    if not words.strip():
        yield Obstacle("no-words", _("Write what it came to."), "words")


def action_obstacles(
    cycle: Cycle, what: str, *, may_do: bool, due_on: dt.date, today: dt.date
) -> Iterable[Obstacle]:
    """Why this cannot be agreed; `may_do`: who does it has something to do with the programme."""
    if cycle.state == CycleState.CONCLUDED:
        yield Obstacle("cycle-concluded", _("This self-evaluation is concluded."))
    if not what.strip():
        yield Obstacle("no-words", _("Write what is to be done."), "what")
    if not may_do:
        yield Obstacle("not-of-the-programme", _("Choose somebody of the programme."), "who")
    if due_on < today:
        yield Obstacle("due-in-the-past", _("Choose a day that is still to come."), "due_on")


def finish_obstacles(action: CycleAction, *, went_on: bool) -> Iterable[Obstacle]:
    if action.done_at is not None:
        yield Obstacle("action-done", _("This was done already."))
    if went_on:
        yield Obstacle("action-went-on", _("This goes on in the next self-evaluation."))
