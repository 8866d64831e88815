from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.models import Programme
from config import clock
from config.refusal import Refusal, refuse_if
from placements.models import Placement
from placements.rules.access import is_coordinator
from quality.enums import Level
from quality.models import ChecklistAnswer, ChecklistItem, Question
from quality.rules import NOT_KEPT_BY_YOU, answer_obstacles, point_obstacles

SOURCE = Path(__file__).parent.parent / "data" / "checklist.yaml"


@transaction.atomic
def load(path: Path = SOURCE) -> int:
    """Bring in the points of the guide that are not there yet; what was edited stays as it is.

    Returns how many points were added.
    """
    added, position = 0, 0
    for block in yaml.safe_load(path.read_text()):
        for theme in block["themes"]:
            for told in theme["questions"]:
                position += 1
                question = _question(position, block["phase"], theme["theme"], told["question"])
                added += sum(
                    _add_missing(question, number, item)
                    for number, item in enumerate(told["items"], 1)
                )
    return added


def _question(position: int, phase: dict, theme: dict, words: dict) -> Question:
    return Question.objects.get_or_create(
        position=position,
        defaults={
            "phase": phase["key"],
            "phase_nl": phase["nl"],
            "phase_en": phase["en"],
            "theme": theme["key"],
            "theme_nl": theme["nl"],
            "theme_en": theme["en"],
            "name_nl": words["nl"],
            "name_en": words["en"],
        },
    )[0]


def _add_missing(question: Question, position: int, told: dict[str, Any]) -> bool:
    defaults = {
        "question": question,
        "position": position,
        "weight": told["weight"],
        "level": told["level"],
        "parties": told["parties"],
        "name_nl": told["nl"],
        "name_en": told["en"],
        "proof": told.get("proof", ""),
    }
    return ChecklistItem.objects.get_or_create(key=told["key"], defaults=defaults)[1]


def role_in(placement: Placement, user: User) -> str | None:
    """In which voice this person answers: of the triad, or as coordinator."""
    role = placement.role_of(user)
    if role is None and is_coordinator(user, placement):
        role = Role.COORDINATOR
    return role


@transaction.atomic
def answer(
    *, by: User, placement: Placement, item: ChecklistItem, value: str, remark: str = ""
) -> ChecklistAnswer:
    """One party's answer to one point, in the own voice; a change of mind is a new answer."""
    role = role_in(placement, by)
    refuse_if(answer_obstacles(item, role, value))
    said = ChecklistAnswer.objects.create(
        item=item,
        placement=placement,
        role=role,
        person=by,
        value=value,
        remark=remark.strip(),
    )
    record("checklist-answered", said, by=by, topic=placement.topic, point=item.key, role=role)
    return said


def _require_coordinator(user: User) -> None:
    if not Programme.objects.coordinated_by(user).exists():
        raise Refusal("not-your-role", NOT_KEPT_BY_YOU)


@transaction.atomic
def change_point(
    *, by: User, item: ChecklistItem, name_nl: str, name_en: str, weight: str, parties: list[str]
) -> ChecklistItem:
    """Other words, weight or parties; the answers given so far stay with what was asked then."""
    _require_coordinator(by)
    refuse_if(point_obstacles(name_nl, name_en, weight, parties))
    before = {"nl": item.name_nl, "en": item.name_en, "weight": item.weight}
    item.name_nl, item.name_en = name_nl.strip(), name_en.strip()
    item.weight, item.parties = weight, parties
    item.save(update_fields=["name_nl", "name_en", "weight", "parties"])
    record("checklist-point-changed", item, by=by, before=before)
    return item


@transaction.atomic
def add_point(
    *, by: User, question: Question, name_nl: str, name_en: str, weight: str, parties: list[str]
) -> ChecklistItem:
    """A point of the institution's own, under one of the questions."""
    _require_coordinator(by)
    refuse_if(point_obstacles(name_nl, name_en, weight, parties))
    question = Question.objects.select_for_update().get(pk=question.pk)
    position = (question.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item = ChecklistItem.objects.create(
        key=f"own-{question.position}-{position}",
        question=question,
        position=position,
        weight=weight,
        level=Level.PLACEMENT,
        parties=parties,
        name_nl=name_nl.strip(),
        name_en=name_en.strip(),
    )
    record("checklist-point-added", item, by=by)
    return item


@transaction.atomic
def retire_point(*, by: User, item: ChecklistItem) -> ChecklistItem:
    """No longer ask this point; its answers stay in the history."""
    _require_coordinator(by)
    if item.retired_at is not None:
        raise Refusal("point-retired", _("This point is no longer asked."))
    item.retired_at = clock.now()
    item.save(update_fields=["retired_at"])
    record("checklist-point-retired", item, by=by)
    return item


@transaction.atomic
def restore_point(*, by: User, item: ChecklistItem) -> ChecklistItem:
    """Ask a retired point again."""
    _require_coordinator(by)
    item.retired_at = None
    item.save(update_fields=["retired_at"])
    record("checklist-point-restored", item, by=by)
    return item
