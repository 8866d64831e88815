"""Taking over a task: shown, together, supervised, alone. A stage is reached when both say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from mentors.enums import TaskStage
from mentors.rules.onboarding import BOTH

if TYPE_CHECKING:
    from competences.models import Competence
    from mentors.models import WorkTask
    from placements.models import Placement

STAGES = tuple(TaskStage)
ALONE = TaskStage.ALONE


@dataclass(frozen=True)
class Standing:
    """Where a task stands. `said`: stage -> the roles that signed it off."""

    said: Mapping[int, frozenset[str]]

    def has_said(self, role: str, stage: int) -> bool:
        return role in self.said.get(stage, frozenset())

    @property
    def reached(self) -> int:
        """The furthest stage that both signed off; 0 when there is none yet."""
        both = (stage for stage in STAGES if all(self.has_said(role, stage) for role in BOTH))
        return max(both, default=0)

    @property
    def is_alone(self) -> bool:
        return self.reached == ALONE

    def is_skipped(self, stage: int) -> bool:
        """Both agreed on a later stage, without both having signed off this one."""
        return stage < self.reached and not all(self.has_said(role, stage) for role in BOTH)

    def furthest(self, role: str) -> int:
        return max((stage for stage in STAGES if self.has_said(role, stage)), default=0)

    def open_to(self, role: str) -> list[int]:
        """Stages that this role can still sign off."""
        return [
            stage for stage in STAGES if stage > self.reached and not self.has_said(role, stage)
        ]

    def asked_of(self, role: str) -> int | None:
        """The first stage that the other signed off and this role did not answer yet."""
        others = [one for one in BOTH if one != role]
        asked = (
            stage
            for stage in self.open_to(role)
            if any(self.has_said(other, stage) for other in others)
        )
        return next(asked, None)

    def offered(self, role: str) -> int | None:
        """The one tap: what the other said already, else the stage that comes next."""
        ahead = (stage for stage in self.open_to(role) if stage > self.furthest(role))
        return self.asked_of(role) or next(ahead, None)

    def skips(self, role: str, stage: int) -> bool:
        """Whether this role would jump over a stage that it never signed off, unasked."""
        between = range(self.reached + 1, stage)
        asked = any(self.has_said(other, stage) for other in BOTH if other != role)
        return not asked and not all(self.has_said(role, one) for one in between)


def sign_obstacles(standing: Standing, role: str, stage: int, words: str) -> Iterable[Obstacle]:
    """Why this role cannot sign off this stage now; what it signed off before stands already."""
    if stage < standing.reached:
        yield Obstacle(
            "stage-passed", _("You both agreed on a later step already; this one lies behind.")
        )
    elif standing.skips(role, stage) and not words.strip():
        yield Obstacle(
            "stage-skipped",
            _("This skips a step. Say why; it is agreed when the other signs off the same step."),
            "words",
        )


def unknown_obstacles(is_known: bool) -> Iterable[Obstacle]:
    if not is_known:
        yield Obstacle("no-stage", _("Choose one of the four steps."), "stage")


def removed_obstacles(task: WorkTask) -> Iterable[Obstacle]:
    if task.removed_at is not None:
        yield Obstacle("task-removed", _("This task was put aside. Take it up again first."))


def competence_obstacles(competence: Competence | None, placement: Placement) -> Iterable[Obstacle]:
    if competence is not None and competence.version_id != placement.dossier.version_id:
        yield Obstacle(
            "other-framework",
            _("Choose a competence of this placement's framework."),
            "competence",
        )
