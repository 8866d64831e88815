"""What a programme's coordinators add for looking back: ways with steps of their own, examples.

A way is never changed in place: what was written in it keeps its questions. Nor does anything here
tell whether somebody wrote in it, since that alone would say that a reflection exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import Programme
from config import clock
from config.refusal import Obstacle, refuse_if
from placements.actions.parties import require_coordinator
from placements.models import ReflectionExample, ReflectionModel
from placements.reflection_models import built_in

MOST_STEPS = 8
CODE_LENGTH = 30


@dataclass(frozen=True)
class WayContent:
    """`steps`: (Dutch, English) questions in their order; English may be empty."""

    name_nl: str
    name_en: str
    steps: Sequence[tuple[str, str]]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [
            {"key": f"step-{number}", "nl": nl, "en": en}
            for number, (nl, en) in enumerate(self.steps, start=1)
        ]


@dataclass(frozen=True)
class ExampleContent:
    dimension: str
    depth: str
    text_nl: str
    text_en: str
    why_nl: str
    why_en: str


@transaction.atomic
def add_way(*, by: User, programme: Programme, content: WayContent) -> ReflectionModel:
    require_coordinator(by, programme)
    refuse_if(_steps_obstacles(content.steps))
    way = ReflectionModel.objects.create(
        programme=programme,
        code=_free_code(programme, content.name_nl),
        name_nl=content.name_nl,
        name_en=content.name_en,
        steps=content.rows,
    )
    record("reflection-model-added", way, by=by)
    return way


@transaction.atomic
def change_way(*, by: User, way: ReflectionModel, content: WayContent) -> ReflectionModel:
    """Another name stays the same way; other steps are a new one, and the old one retires."""
    require_coordinator(by, way.programme)
    refuse_if(_steps_obstacles(content.steps))
    if content.rows != way.steps:
        retire_way(by=by, way=way)
        return add_way(by=by, programme=way.programme, content=content)
    way.name_nl, way.name_en = content.name_nl, content.name_en
    way.save(update_fields=["name_nl", "name_en"])
    record("reflection-model-renamed", way, by=by)
    return way


@transaction.atomic
def retire_way(*, by: User, way: ReflectionModel) -> None:
    """Offered to nobody any more; what was written in it stays readable and can be changed."""
    require_coordinator(by, way.programme)
    way.retired_at = clock.now()
    way.save(update_fields=["retired_at"])
    record("reflection-model-retired", way, by=by)


@transaction.atomic
def add_example(*, by: User, programme: Programme, content: ExampleContent) -> ReflectionExample:
    require_coordinator(by, programme)
    example = ReflectionExample.objects.create(programme=programme, **asdict(content))
    record("reflection-example-added", example, by=by)
    return example


@transaction.atomic
def change_example(
    *, by: User, example: ReflectionExample, content: ExampleContent
) -> ReflectionExample:
    require_coordinator(by, example.programme)
    fields: Mapping[str, str] = asdict(content)
    for name, value in fields.items():
        setattr(example, name, value)
    example.save(update_fields=list(fields))
    record("reflection-example-changed", example, by=by)
    return example


@transaction.atomic
def retire_example(*, by: User, example: ReflectionExample) -> None:
    require_coordinator(by, example.programme)
    example.retired_at = clock.now()
    example.save(update_fields=["retired_at"])
    record("reflection-example-retired", example, by=by)


def _steps_obstacles(steps: Sequence[tuple[str, str]]) -> list[Obstacle]:
    if 2 <= len(steps) <= MOST_STEPS:
        return []
    return [Obstacle("steps", _("Give two to eight steps, each on a line of its own."), "steps_nl")]


def _free_code(programme: Programme, name: str) -> str:
    """A code no other way of this programme has, nor one of the portal."""
    start = slugify(name)[:CODE_LENGTH] or "way"
    taken = {*built_in(), *_codes(programme)}
    number = 1
    while (code := start if number == 1 else f"{start}-{number}") in taken:
        number += 1
    return code


def _codes(programme: Programme) -> Sequence[str]:
    # One writer at a time, or two would choose the same code.
    Programme.objects.select_for_update().get(pk=programme.pk)
    return ReflectionModel.objects.filter(programme=programme).values_list("code", flat=True)
