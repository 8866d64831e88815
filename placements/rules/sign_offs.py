"""When a report can be signed off, in which ways, and when it can be opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle
from placements.enums import TrialogueState
from placements.rules.placements import closed_obstacles

if TYPE_CHECKING:
    from placements.models import SignOffTicket, Trialogue

TICKET_LASTS = dt.timedelta(minutes=10)


def sign_off_obstacles(
    trialogue: Trialogue, *, role: str | None, signed: Collection[str], report: str, shown: str
) -> Iterable[Obstacle]:
    """`report`: hash of the report as it is, `shown`: of the report that the person saw.

    Also after the end of the placement: a yes to what was said then adds nothing to it.
    """
    if role not in TRIAD:
        yield Obstacle("no-voice", _("You have no voice in this placement."))
    elif role in signed:
        yield Obstacle("already-signed", _("You have already signed off this report."))
    yield from open_report_obstacles(trialogue)
    if report != shown:
        yield Obstacle(
            "report-changed",
            _("The report changed while you were reading. Read it again before you sign off."),
        )


def room_obstacles(
    trialogue: Trialogue, *, role: str | None, signed: Collection[str]
) -> Iterable[Obstacle]:
    """Why somebody cannot sign off with the coach as witness: on the coach's device or by code."""
    yield from open_report_obstacles(trialogue)
    if role == Role.COACH:
        yield Obstacle("own-witness", _("Nobody is their own witness: sign off on your own page."))
    elif role not in TRIAD:
        yield Obstacle("no-voice", _("This person has no voice in the placement any more."))
    elif role in signed:
        yield Obstacle("already-signed", _("This voice has already signed off."))


def open_report_obstacles(trialogue: Trialogue) -> Iterable[Obstacle]:
    """Nobody is asked for a yes before the meeting, or after all three gave theirs."""
    if trialogue.state != TrialogueState.HELD:
        yield Obstacle("not-open", _("There is no open report to sign off."))


def ticket_is_open(ticket: SignOffTicket, now: dt.datetime) -> bool:
    """A code works for minutes and once; a newer one, a correction or another way ends it."""
    return ticket.used_at is None and ticket.ended_at is None and now < ticket.expires_at


def correction_obstacles(trialogue: Trialogue, *, version: int, reason: str) -> Iterable[Obstacle]:
    """`version`: of the report that the coach saw when asking for a correction."""
    yield from closed_obstacles(trialogue.placement)
    if not trialogue.is_frozen:
        yield Obstacle(
            "not-frozen", _("Nobody has signed off yet: the report can simply be changed.")
        )
    elif version != trialogue.report_version:
        yield Obstacle("already-corrected", _("This report was opened for a correction meanwhile."))
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say what has to be corrected and why."), "reason")
