"""When a trialogue or an assessment meeting falls: windows counted in workplace days.

The windows are those of the policy whatever was shortened; with fewer days required, the end of the
period comes nearer, and an assessment meeting may fall there too.
"""

from __future__ import annotations

from collections.abc import Iterable
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

    def days_at_end(self, required: int) -> tuple[int, int] | None:
        """The last days of the period (required days, after shortenings), as many as this window
        has, in which an assessment meeting falls as well; None where the window lies there itself.
        """
        first = required - (self.by_day - self.from_day)
        if self.kind != TrialogueKind.ASSESSMENT or first <= self.by_day:
            return None
        return first, required


def windows(policy: PlacementPolicy) -> tuple[Window, Window]:
    return (
        Window(TrialogueKind.PROGRESS, policy.trialogue_from_day, policy.trialogue_by_day),
        Window(TrialogueKind.ASSESSMENT, policy.assessment_from_day, policy.assessment_by_day),
    )
