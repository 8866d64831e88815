"""Tasks of the workplace on their way to the student: four steps each, with who said what."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from accounts.models import User
from mentors.enums import TaskStage
from mentors.models import TaskSignOff, WorkTask
from mentors.rules.onboarding import BOTH
from mentors.rules.tasks import STAGES, Standing
from placements.models import Placement


@dataclass(frozen=True)
class Step:
    """One of the four steps of a task. `where`: "done", "now" (the furthest that both reached),
    "skipped" (agreed without it) or "" (to come); `said`: who signed it off, first one first."""

    stage: TaskStage
    where: str
    said: list[TaskSignOff]

    @property
    def name(self) -> str:
        return str(self.stage.label)


@dataclass(frozen=True)
class TaskLine:
    """One task. `role`: in which the reader speaks; `is_open`: something can still be signed.

    Only student and mentor are asked and offered a step; for others both are None.
    """

    task: WorkTask
    sign_offs: list[TaskSignOff]
    role: str
    is_open: bool = True

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.sign_offs)

    @property
    def steps(self) -> list[Step]:
        return [
            Step(stage, self._where(stage), [one for one in self.sign_offs if one.stage == stage])
            for stage in STAGES
        ]

    def _where(self, stage: int) -> str:
        if self.standing.is_skipped(stage):
            return "skipped"
        if stage == self.standing.reached:
            return "now"
        return "done" if stage < self.standing.reached else ""

    @property
    def _signs(self) -> bool:
        return self.is_open and self.role in BOTH

    @property
    def asked(self) -> TaskStage | None:
        """The step that the other signed off and the reader did not answer yet."""
        found = self.standing.asked_of(self.role) if self._signs else None
        return TaskStage(found) if found else None

    @property
    def asked_since(self) -> dt.datetime:
        """Since when that step waits; only where one is asked."""
        return min(one.at for one in self.sign_offs if one.stage == self.asked)

    @property
    def offered(self) -> TaskStage | None:
        """The step that the reader signs off with one tap."""
        found = self.standing.offered(self.role) if self._signs else None
        return TaskStage(found) if found else None

    @property
    def open_stages(self) -> list[TaskStage]:
        return [TaskStage(stage) for stage in self.standing.open_to(self.role)]

    @property
    def words(self) -> list[TaskSignOff]:
        return [one for one in self.sign_offs if one.words]


@dataclass(frozen=True)
class TakeOver:
    """All tasks of a placement: those that wait for the reader first, alone ones and those put
    aside apart."""

    lines: list[TaskLine]

    @property
    def waiting(self) -> list[TaskLine]:
        return [line for line in self._kept if line.asked]

    @property
    def under_way(self) -> list[TaskLine]:
        return [line for line in self._kept if not line.asked and not line.standing.is_alone]

    @property
    def alone(self) -> list[TaskLine]:
        return [line for line in self._kept if not line.asked and line.standing.is_alone]

    @property
    def aside(self) -> list[TaskLine]:
        return [line for line in self.lines if line.task.removed_at]

    @property
    def total(self) -> int:
        return len(self._kept)

    @property
    def alone_count(self) -> int:
        return sum(line.standing.is_alone for line in self._kept)

    @property
    def _kept(self) -> list[TaskLine]:
        return [line for line in self.lines if not line.task.removed_at]


def standing_of(sign_offs: Iterable[TaskSignOff]) -> Standing:
    said: dict[int, set[str]] = {}
    for one in sign_offs:
        said.setdefault(one.stage, set()).add(one.role)
    return Standing({stage: frozenset(roles) for stage, roles in said.items()})


def take_over(placement: Placement, user: User) -> TakeOver:
    """Every task of the placement as this reader meets it; two queries."""
    return TakeOver(_lines([placement], user))


def task_line(task: WorkTask, placement: Placement, user: User) -> TaskLine:
    sign_offs = list(task.sign_offs.select_related("person"))
    is_open = placement.is_open and task.removed_at is None
    return TaskLine(task, sign_offs, placement.role_of(user) or "", is_open)


def take_overs(placements: Collection[Placement], user: User) -> dict[int, TakeOver]:
    """Placement id -> its tasks, also where there are none; two queries for all of them."""
    lines: dict[int, list[TaskLine]] = {one.pk: [] for one in placements}
    for line in _lines(placements, user):
        lines[line.task.placement_id].append(line)
    return {pk: TakeOver(found) for pk, found in lines.items()}


def to_answer(user: User) -> list[tuple[Placement, TakeOver]]:
    """Open placements in which something waits for this person as student or mentor; four
    queries."""
    mine = Placement.objects.visible_to(user).with_voice(user, *BOTH).open()
    placements = {one.pk: one for one in mine.with_people()}
    found = take_overs(placements.values(), user) if placements else {}
    return [(placements[pk], tasks) for pk, tasks in found.items() if tasks.waiting]


def _lines(placements: Collection[Placement], user: User) -> list[TaskLine]:
    known = {one.pk: one for one in placements}
    said = Prefetch("sign_offs", TaskSignOff.objects.select_related("person"))
    tasks = WorkTask.objects.filter(placement__in=known).select_related("competence")
    lines = []
    for task in tasks.prefetch_related(said):
        placement = known[task.placement_id]
        is_open = placement.is_open and task.removed_at is None
        role = placement.role_of(user) or ""
        lines.append(TaskLine(task, list(task.sign_offs.all()), role, is_open))
    return lines
