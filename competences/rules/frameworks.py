"""What keeps a framework from coming in, or a version from being published."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.core.validators import slug_re
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.importers.drafts import FrameworkDraft


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


def open_draft_obstacles(*, draft: int | None) -> Iterable[Obstacle]:
    """`draft`: the number of the framework's version that was not published yet, if there is one;
    a framework has one draft at a time."""
    if draft is not None:
        yield Obstacle(
            "draft-open",
            format_lazy(
                _(
                    "Version {number} of this framework is a draft already. Publish or discard it "
                    "before another file comes in."
                ),
                number=draft,
            ),
        )
