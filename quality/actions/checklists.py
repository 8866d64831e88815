from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import Programme
from config import clock
from config.refusal import Refusal, refuse_if
from placements.models import Placement, Workplace
from quality.enums import Level
from quality.models import ChecklistAnswer, ChecklistItem, Cycle, PointWording, Question
from quality.overviews.checklists import role_in, roles_at
from quality.overviews.cycles import collecting
from quality.rules import NOT_KEPT_BY_YOU, answer_obstacles, point_obstacles
from quality.rules.checklists import level_obstacles
from quality.rules.cycles import cycle_answer_obstacles

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
    item, is_new = ChecklistItem.objects.get_or_create(key=told["key"], defaults=defaults)
    if is_new:
        _word(item, by=None)
    return is_new


def _word(item: ChecklistItem, *, by: User | None) -> PointWording:
    """Keep how the point reads from now on."""
    last = item.wordings.aggregate(last=Max("number"))["last"] or 0
    return PointWording.objects.create(
        item=item,
        number=last + 1,
        name_nl=item.name_nl,
        name_en=item.name_en,
        weight=item.weight,
        parties=item.parties,
        by=by,
    )


@transaction.atomic
def answer(
    *, by: User, placement: Placement, item: ChecklistItem, value: str, remark: str = ""
) -> ChecklistAnswer:
    """One party's answer to one point, in the own voice; a change of mind is a new answer.

    It is about what the point is about: this placement, its workplace or its programme.
    """
    role = role_in(placement, by)
    refuse_if(answer_obstacles(item, role, value))
    enrolment = placement.enrolment
    subject = {
        Level.PLACEMENT: {"placement": placement},
        Level.WORKPLACE: {"workplace_id": placement.workplace_id},
        Level.PROGRAMME: {"programme_id": enrolment.programme_id},
    }[Level(item.level)]
    cycle = collecting(enrolment.programme_id, enrolment.academic_year_id)
    return _say(by, item, role or "", value, remark, cycle, placement.topic, subject)


@transaction.atomic
def answer_about_workplace(
    *,
    by: User,
    workplace: Workplace,
    role: str,
    item: ChecklistItem,
    value: str,
    remark: str = "",
) -> ChecklistAnswer:
    """About a workplace as such, in a role that this person has there."""
    own = role if role in roles_at(workplace, by) else None
    refuse_if([*level_obstacles(item, Level.WORKPLACE), *answer_obstacles(item, own, value)])
    return _say(by, item, role, value, remark, None, "", {"workplace": workplace})


@transaction.atomic
def answer_in_cycle(
    *, by: User, cycle: Cycle, role: str, item: ChecklistItem, value: str, remark: str = ""
) -> ChecklistAnswer:
    """About the programme of a self-evaluation, by somebody who was invited in that role."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    invited = cycle.invitations.filter(person=by, role=role).exists()
    refuse_if(
        [
            *cycle_answer_obstacles(cycle),
            *level_obstacles(item, Level.PROGRAMME),
            *answer_obstacles(item, role if invited else None, value),
        ]
    )
    about = {"programme_id": cycle.programme_id}
    return _say(by, item, role, value, remark, cycle, "", about)


def _say(
    by: User,
    item: ChecklistItem,
    role: str,
    value: str,
    remark: str,
    cycle: Cycle | None,
    topic: str,
    subject: dict[str, Any],
) -> ChecklistAnswer:
    said = ChecklistAnswer.objects.create(
        item=item,
        wording=item.wordings.first(),
        cycle=cycle,
        role=role,
        person=by,
        value=value,
        remark=remark.strip(),
        **subject,
    )
    if cycle is not None:
        asked = cycle.invitations.filter(person=by, role=role, answered_at__isnull=True)
        asked.update(answered_at=said.at)
    record("checklist-answered", said, by=by, topic=topic, point=item.key, role=role)
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
    item = ChecklistItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    before = {"nl": item.name_nl, "en": item.name_en, "weight": item.weight}
    told = {
        "name_nl": name_nl.strip(),
        "name_en": name_en.strip(),
        "weight": weight,
        "parties": parties,
    }
    if told == {name: getattr(item, name) for name in told}:
        return item
    if not item.wordings.exists():  # it stood here before wordings were kept
        _word(item, by=None)
    for name, words in told.items():
        setattr(item, name, words)
    item.save(update_fields=list(told))
    _word(item, by=by)
    record("checklist-point-changed", item, by=by, before=before)
    return item


@transaction.atomic
def add_point(
    *,
    by: User,
    question: Question,
    name_nl: str,
    name_en: str,
    weight: str,
    parties: list[str],
    level: str = Level.PLACEMENT,
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
        level=level,
        parties=parties,
        name_nl=name_nl.strip(),
        name_en=name_en.strip(),
    )
    _word(item, by=by)
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
