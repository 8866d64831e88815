"""Taking over tasks: put on the list, signed off step by step by both, put aside."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from accounts.actions.history import record
from accounts.models import User
from competences.models import Competence
from config import clock
from config.refusal import refuse_if
from mentors.actions.onboarding import require_both, require_own
from mentors.enums import TemplateKind
from mentors.models import TaskSignOff, WorkTask, WorkTemplate
from mentors.overviews.tasks import standing_of
from mentors.rules import tasks as rules
from mentors.rules.onboarding import closed_obstacles, words_obstacles
from mentors.rules.templates import said
from placements.actions.parties import locked, require_voice
from placements.models import Placement


@transaction.atomic
def add(
    *, by: User, placement: Placement, text: str, competence: Competence | None = None
) -> WorkTask:
    """A task to take over, put there by one of the three; the same words twice are one task."""
    placement = locked(placement)
    require_voice(by, placement)
    refuse_if(
        [
            *closed_obstacles(placement),
            *words_obstacles(text),
            *rules.competence_obstacles(competence, placement),
        ]
    )
    for task in _append(by, placement, [text.strip()], competence):
        record("task-added", task, by=by, topic=placement.topic, text=task.text)
    return _kept(placement).filter(text=text.strip())[0]


@transaction.atomic
def take(*, by: User, placement: Placement, template: WorkTemplate) -> list[WorkTask]:
    """Copy the tasks of a template of this workplace, in the student's language; what stands on
    the list already is not put there twice."""
    placement = locked(placement)
    require_voice(by, placement)
    refuse_if(closed_obstacles(placement))
    require_own(template, placement, TemplateKind.TASKS)
    added = _append(by, placement, said(template.lines, placement.student.language))
    if added:
        topic = placement.topic
        record("tasks-taken", placement, by=by, topic=topic, template=template.pk, tasks=len(added))
    return added


def _kept(placement: Placement) -> Sequence[WorkTask]:
    return WorkTask.objects.filter(placement=placement, removed_at__isnull=True)


def _append(
    by: User, placement: Placement, texts: Iterable[str], competence: Competence | None = None
) -> list[WorkTask]:
    present = set(_kept(placement).values_list("text", flat=True))
    rows = WorkTask.objects.filter(placement=placement)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    new = [text for text in dict.fromkeys(texts) if text not in present]
    return WorkTask.objects.bulk_create(
        WorkTask(
            placement=placement, position=position, text=text, competence=competence, added_by=by
        )
        for position, text in enumerate(new, start=last + 1)
    )


@transaction.atomic
def sign(*, by: User, task: WorkTask, stage: int, words: str = "") -> TaskSignOff:
    """Student or mentor says that a step was reached. Said twice it is said once; it counts when
    both said it."""
    placement = locked(task.placement)
    role = require_both(by, placement)
    task = WorkTask.objects.get(pk=task.pk)
    sign_offs = list(task.sign_offs.all())
    for one in sign_offs:
        if (one.role, one.stage) == (role, stage):
            return one
    standing, words = standing_of(sign_offs), words.strip()
    refuse_if(
        [
            *closed_obstacles(placement),
            *rules.removed_obstacles(task),
            *rules.sign_obstacles(standing, role, stage, words),
        ]
    )
    signed = TaskSignOff.objects.create(
        task=task, stage=stage, role=role, person=by, words=words, at=clock.now()
    )
    reached = standing_of([*sign_offs, signed]).reached
    record(
        "task-signed-off",
        task,
        by=by,
        topic=placement.topic,
        stage=stage,
        role=role,
        reached=reached if reached > standing.reached else None,
    )
    return signed


@transaction.atomic
def remove(*, by: User, task: WorkTask) -> WorkTask:
    """Put a task aside; what both said about it stays readable."""
    placement, task = _lock(by, task)
    if task.removed_at is None:
        task.removed_at = clock.now()
        task.save(update_fields=["removed_at"])
        record("task-removed", task, by=by, topic=placement.topic)
    return task


@transaction.atomic
def restore(*, by: User, task: WorkTask) -> WorkTask:
    """Take a task up again where both left it."""
    placement, task = _lock(by, task)
    if task.removed_at is not None:
        task.removed_at = None
        task.save(update_fields=["removed_at"])
        record("task-restored", task, by=by, topic=placement.topic)
    return task


def _lock(by: User, task: WorkTask) -> tuple[Placement, WorkTask]:
    placement = locked(task.placement)
    require_voice(by, placement)
    refuse_if(closed_obstacles(placement))
    return placement, WorkTask.objects.get(pk=task.pk)
