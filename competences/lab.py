"""The Talent lab's questions: for looking back, and for the teacher's form that grows."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from competences.enums import LabStage
from config.bilingual import pick

if TYPE_CHECKING:
    from competences.models import GoalGroup

FILE = Path(__file__).parent / "data" / "lab.yaml"


@dataclass(frozen=True)
class Question:
    """`variants`: ReflectionVariant values it is asked in; `stages`: LabStage values."""

    key: str
    nl: str
    en: str
    variants: Collection[str] = ()
    stages: Collection[str] = ()
    optional: bool = False

    def __str__(self) -> str:
        return pick(self.nl, self.en)


@cache
def _questions() -> dict[str, list[Question]]:
    held: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: [Question(**row) for row in rows] for name, rows in held.items()}


def reflection_questions(variant: str) -> list[Question]:
    """What a self-reflection of this variant asks, in order."""
    return [one for one in _questions()["self_reflection"] if variant in one.variants]


def feedback_questions(stage: str | None = None) -> list[Question]:
    """The lines of the teacher's form: those of one stage, or all."""
    return [one for one in _questions()["feedback"] if stage is None or stage in one.stages]


def stage_on(group: "GoalGroup", today: dt.date) -> str:
    """Where a group is: start until the day before the pitch, then pitch until the final."""
    if group.final_on is not None and today >= group.final_on:
        return LabStage.END
    if group.pitch_on is not None and today >= group.pitch_on:
        return LabStage.PITCH
    return LabStage.START
