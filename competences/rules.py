"""Pure rules of competence tracking: who may say what, and how far apart voices are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.validators import slug_re
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from competences.enums import Moment
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.importers.drafts import FrameworkDraft
    from competences.models import Competence, Dossier, MasteryLevel


@dataclass(frozen=True)
class Said:
    """What a voice says now: `position` on the scale (0 = lowest), None when it did not come up."""

    position: int | None

    @property
    def came_up(self) -> bool:
        return self.position is not None


def distance(voices: Mapping[str, Said | None]) -> int:
    """Levels between the lowest and the highest voice that saw the competence; never an average."""
    seen = [said.position for said in voices.values() if said and said.position is not None]
    return max(seen) - min(seen) if len(seen) > 1 else 0


def assessment_obstacles(
    *,
    dossier: Dossier,
    role: str,
    competence: Competence,
    came_up: bool,
    level: MasteryLevel | None,
    moment: str,
) -> Iterable[Obstacle]:
    """Why this cannot be said in this dossier, whoever says it."""
    if dossier.closed_at is not None:
        yield Obstacle(
            "dossier-closed",
            _("This placement has ended; what was said stays as it is."),
        )
    if role not in TRIAD:
        yield Obstacle("no-voice", _("Only the student, the mentor and the coach have a voice."))
    if competence.version_id != dossier.version_id:
        yield Obstacle(
            "other-framework",
            _("This competence belongs to another version of the framework."),
            "competence",
        )
    if came_up and level is None:
        yield Obstacle(
            "level-missing", _("Choose a level, or say that it did not come up."), "level"
        )
    if not came_up and level is not None:
        yield Obstacle(
            "level-without-coming-up",
            _("A competence that did not come up has no level."),
            "level",
        )
    if level is not None and level.version_id != dossier.version_id:
        yield Obstacle("other-scale", _("This level belongs to another scale."), "level")
    if moment == Moment.BASELINE and role != Role.STUDENT:
        yield Obstacle(
            "baseline-is-the-students",
            _("The student describes the starting situation."),
            "moment",
        )


def publish_obstacles(*, is_published: bool, levels: int, competences: int) -> Iterable[Obstacle]:
    """Why a framework version cannot be published (counts of its levels and competences)."""
    if is_published:
        yield Obstacle("already-published", _("This version is published; it never changes again."))
    if not 2 <= levels <= 7:
        yield Obstacle("scale-size", _("A mastery scale has 2 to 7 levels."))
    if not competences:
        yield Obstacle("no-competences", _("Add at least one competence before publishing."))


def draft_obstacles(draft: FrameworkDraft, course_units: Collection[str]) -> Iterable[Obstacle]:
    """Why a framework cannot come into a programme that has these course units (codes)."""
    if not slug_re.match(draft.code):
        yield Obstacle(
            "code-not-plain",
            _("The code of a framework has letters, digits, - and _ only."),
            "$.code",
        )
    asked = {unit: one.code for one in draft.competences for unit in one.targets}
    for unit, competence in asked.items():
        if unit not in course_units:
            yield Obstacle(
                "unknown-course-unit",
                format_lazy(
                    _("This programme has no course unit {unit}, named at competence {code}."),
                    unit=unit,
                    code=competence,
                ),
                f"$.outcomes…targets.{unit}",
            )
