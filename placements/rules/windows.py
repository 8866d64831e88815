"""When a trialogue or an assessment meeting falls: windows counted in workplace days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from placements.enums import TrialogueKind, TrialogueState, WindowState

if TYPE_CHECKING:
    from placements.models import PlacementPolicy, Trialogue


@dataclass(frozen=True)
class Window:
    """From after `from_day` until day `by_day`, in logged workplace days (halves count 0.5)."""

    kind: str
    from_day: int
    by_day: int

    def state(self, days_logged: Decimal, trialogues: Iterable[Trialogue]) -> WindowState:
        """Where this window stands; only meetings of its own kind meet or plan it."""
        states = {trialogue.state for trialogue in trialogues if trialogue.kind == self.kind}
        if states & {TrialogueState.HELD, TrialogueState.SIGNED}:
            return WindowState.MET
        if TrialogueState.PLANNED in states:
            return WindowState.PLANNED
        if days_logged < self.from_day:
            return WindowState.NOT_YET
        return WindowState.OPEN if days_logged <= self.by_day else WindowState.OVERDUE


def windows(policy: PlacementPolicy) -> tuple[Window, Window]:
    return (
        Window(TrialogueKind.PROGRESS, policy.trialogue_from_day, policy.trialogue_by_day),
        Window(TrialogueKind.ASSESSMENT, policy.assessment_from_day, policy.assessment_by_day),
    )


def date_of_day(
    number: int, logged: Sequence[tuple[dt.date, Decimal]], planned: Sequence[dt.date]
) -> dt.date | None:
    """When workplace day `number` fell, or will fall if the plan is kept.

    `logged`: (date, portion) in order of date; `planned`: later planned dates, in order.
    None when the plan holds too few dates.
    """
    total = Decimal(0)
    for date, portion in logged:
        total += portion
        if total >= number:
            return date
    for date in planned:
        total += 1
        if total >= number:
            return date
    return None
