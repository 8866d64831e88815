"""Who may answer a point of the checklist, and where an answer and a fact part ways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.refusal import Obstacle
from quality.enums import AnswerValue, Level, Weight

if TYPE_CHECKING:
    from quality.models import ChecklistItem
    from quality.proofs import Proof

NOT_KEPT_BY_YOU = _("The checklist is kept by the coordinators.")


def answer_obstacles(item: ChecklistItem, role: str | None, value: str) -> Iterable[Obstacle]:
    """Why somebody with this role cannot answer this point so."""
    if item.retired_at is not None:
        yield Obstacle("point-retired", _("This point is no longer asked."))
    if role not in item.parties:
        yield Obstacle("not-asked-of-you", _("This point is asked of somebody else."))
    if value not in AnswerValue.values:
        yield Obstacle("no-answer", _("Choose one of the answers."), "value")


def point_obstacles(
    name_nl: str, name_en: str, weight: str, parties: list[str]
) -> Iterable[Obstacle]:
    """Why a point cannot stand in the checklist like this."""
    if not name_nl.strip():
        yield Obstacle("no-words", _("Write the point in Dutch."), "name_nl")
    if not name_en.strip():
        yield Obstacle("no-words", _("Write the point in English."), "name_en")
    if weight not in Weight.values:
        yield Obstacle("no-weight", _("Choose a weight."), "weight")
    if not parties:
        yield Obstacle("nobody-asked", _("Say who answers this point."), "parties")


def contradicts(values: Iterable[str], proof: Proof | None) -> bool:
    """People say yes, the data say no: something to talk about, never a verdict."""
    return proof is not None and proof.holds is False and AnswerValue.YES in set(values)


def may_act(item: ChecklistItem, role: str | None) -> bool:
    """Who is told that an answer and the data part ways: who runs the placement, who is asked."""
    return role in {Role.COACH, Role.COORDINATOR} or role in item.parties


def level_obstacles(item: ChecklistItem, about: str) -> Iterable[Obstacle]:
    """Why this point is not answered about a workplace or programme as such."""
    if about not in {Level.PLACEMENT, item.level}:
        yield Obstacle("other-level", _("This point is answered about something else."))
