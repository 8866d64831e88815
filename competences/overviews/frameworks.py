"""A version as a draft again: what a file would say that holds it. Export and import compare it."""

from collections import defaultdict

from competences.importers.drafts import (
    CompetenceDraft,
    FrameworkDraft,
    LevelDraft,
    OutcomeDraft,
)
from competences.importers.extras import LISTS
from competences.models import Competence, FrameworkVersion, Outcome

TEXTS = ("code", "name_nl", "name_en", "workplace_nl", "workplace_en", "identifier")
LEVEL_TEXTS = ("code", "name_nl", "name_en", "description_nl", "description_en")


def draft_of(version: FrameworkVersion) -> FrameworkDraft:
    """All of a version, with its identifiers, in 5 queries (and one for its framework)."""
    outcomes = version.outcomes.prefetch_related(
        "competences__targets__course_unit", "competences__targets__level"
    )
    below: dict[int | None, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        below[outcome.parent_id].append(outcome)
    framework = version.framework
    return FrameworkDraft(
        code=framework.code,
        name_nl=framework.name_nl,
        name_en=framework.name_en,
        source=version.source,
        outcomes=_headings(below, None),
        levels=tuple(
            LevelDraft(**{name: getattr(one, name) for name in LEVEL_TEXTS})
            for one in version.levels.all()
        ),
        identifier=framework.identifier,
    )


def _headings(
    below: dict[int | None, list[Outcome]], parent: int | None
) -> tuple[OutcomeDraft, ...]:
    return tuple(
        OutcomeDraft(
            code=one.code,
            name_nl=one.name_nl,
            name_en=one.name_en,
            competences=tuple(_competence(each) for each in one.competences.all()),
            parts=_headings(below, one.pk),
            identifier=one.identifier,
        )
        for one in below[parent]
    )


def _competence(competence: Competence) -> CompetenceDraft:
    targets = sorted(competence.targets.all(), key=lambda one: one.course_unit.position)
    return CompetenceDraft(
        **{name: getattr(competence, name) for name in TEXTS},
        **{name: tuple(getattr(competence, name)) for name in LISTS},
        targets={one.course_unit.code: one.level.code for one in targets},
    )
