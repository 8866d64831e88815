"""Who may say what in a dossier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from competences.enums import Moment
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Competence, Dossier, MasteryLevel


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
