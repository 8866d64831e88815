"""A version as a draft again: what a file would say that holds it. Export and import compare it."""

from collections import defaultdict
from dataclasses import dataclass, replace

from competences.importers import reading
from competences.importers.changes import Changes, changes
from competences.importers.drafts import (
    CompetenceDraft,
    FrameworkDraft,
    LevelDraft,
    OutcomeDraft,
)
from competences.importers.extras import LISTS
from competences.importers.identity import Known, identified
from competences.models import Competence, FrameworkVersion, Outcome, Programme

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


@dataclass(frozen=True)
class ImportPlan:
    """A draft as it would stand in the database, beside the newest version of its framework."""

    draft: FrameworkDraft
    newest: FrameworkVersion | None
    held: FrameworkDraft | None

    @property
    def is_same(self) -> bool:
        return self.draft == self.held

    @property
    def changes(self) -> Changes | None:
        """None for a framework that is new."""
        return changes(self.held, self.draft) if self.held else None


def plan_of(programme: Programme, draft: FrameworkDraft) -> ImportPlan:
    """What would come in: with a scale, and with an identifier on everything.

    What has no identifier in the file keeps that of the same code in the newest version.
    """
    newest = newest_version(programme, draft)
    draft, known = reading.with_scale(draft), Known()
    held = draft_of(newest) if newest else None
    if held:
        draft = replace(draft, code=held.code, identifier=held.identifier)
        known = Known(
            outcomes={one.code: one.identifier for one in held.headings},
            competences={one.code: one.identifier for one in held.competences},
        )
    return ImportPlan(identified(draft, programme=programme.code, known=known), newest, held)


def newest_version(programme: Programme, draft: FrameworkDraft) -> FrameworkVersion | None:
    """The newest version of the framework that a draft is about: its identifier, else its code."""
    found = (
        FrameworkVersion.objects.filter(framework__programme=programme)
        .select_related("framework__programme")
        .order_by("-number")
    )
    same = draft.identifier and found.filter(framework__identifier=draft.identifier).first()
    return same or found.filter(framework__code=draft.code).first()
