"""Who tells of prior learning, who decides on it, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from competences.enums import PriorLearningKind
from competences.rules.evidence import closed_obstacles, reader_obstacles
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Competence, Dossier, Evidence, MasteryLevel, PriorLearning

ONLY_THE_STUDENT = _("The student tells what was learnt before.")
ONLY_THE_COACH = _("The coach decides on prior learning.")


def telling_obstacles(dossier: Dossier, role: str) -> Iterable[Obstacle]:
    """Why this voice cannot add prior learning to this dossier."""
    yield from closed_obstacles(dossier)
    if role != Role.STUDENT:
        yield Obstacle("not-the-student", ONLY_THE_STUDENT)


def content_obstacles(
    *,
    dossier: Dossier,
    kind: str,
    title: str,
    text: str,
    audience: str,
    competences: Collection[Competence],
    evidence: Collection[Evidence],
) -> Iterable[Obstacle]:
    """Why these words do not make a piece of prior learning."""
    if kind not in PriorLearningKind.values:
        yield Obstacle("no-kind", _("Choose where you learnt it."), "kind")
    if not title.strip():
        yield Obstacle("no-title", _("Give it a name, so that your coach knows it."), "title")
    if not text.strip():
        yield Obstacle("no-words", _("Write what you learnt, in a sentence or two."), "text")
    yield from reader_obstacles(audience)
    if not competences:
        yield Obstacle(
            "no-competences", _("Choose at least one competence that it is about."), "competences"
        )
    if any(competence.version_id != dossier.version_id for competence in competences):
        yield Obstacle(
            "other-framework",
            _("This competence belongs to another version of the framework."),
            "competences",
        )
    if any(piece.dossier_id != dossier.pk for piece in evidence):
        yield Obstacle(
            "other-dossier", _("This evidence belongs to another placement."), "evidence"
        )


def changing_obstacles(
    prior_learning: PriorLearning, role: str, *, is_decided: bool
) -> Iterable[Obstacle]:
    """Why it cannot be changed or withdrawn any more: the coach decided on these very words."""
    yield from telling_obstacles(prior_learning.dossier, role)
    yield from withdrawn_obstacles(prior_learning)
    if is_decided:
        yield Obstacle(
            "decided",
            _("Your coach has decided on this; add another one, or ask your coach to look again."),
        )


def withdrawn_obstacles(prior_learning: PriorLearning) -> Iterable[Obstacle]:
    if prior_learning.withdrawn_at is not None:
        yield Obstacle("withdrawn", _("This was withdrawn."))


def audience_obstacles(prior_learning: PriorLearning, role: str) -> Iterable[Obstacle]:
    """Why this voice cannot choose who sees it; also decided on, it is the student's."""
    yield from withdrawn_obstacles(prior_learning)
    if role != Role.STUDENT:
        yield Obstacle("not-the-student", ONLY_THE_STUDENT)


def deciding_obstacles(prior_learning: PriorLearning, role: str) -> Iterable[Obstacle]:
    """Why this voice cannot decide on this piece at all."""
    yield from closed_obstacles(prior_learning.dossier)
    yield from withdrawn_obstacles(prior_learning)
    if role != Role.COACH:
        yield Obstacle("not-the-coach", ONLY_THE_COACH)


def verdict_obstacles(
    *,
    dossier: Dossier,
    asked: Collection[int],
    competence: Competence,
    level: MasteryLevel | None,
    reason: str,
) -> Iterable[Obstacle]:
    """Why this decision on one competence cannot stand; `asked`: competences (ids) it is about."""
    if competence.version_id != dossier.version_id:
        yield Obstacle(
            "other-framework", _("This competence belongs to another version of the framework.")
        )
    elif competence.pk not in asked:
        yield Obstacle("not-asked", _("Recognition of this competence was not asked."))
    if level is not None and level.version_id != dossier.version_id:
        yield Obstacle("other-scale", _("This level belongs to another scale."), "level")
    if not reason.strip():
        yield Obstacle("no-reason", _("Write why, in a sentence; the student reads it."), "reason")
