"""The rows of a version, written from a draft in which everything has an identifier."""

from collections.abc import Iterable, Iterator

from competences.importers.drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft
from competences.importers.extras import LISTS
from competences.models import Competence, FrameworkVersion, MasteryLevel, Outcome, Target
from competences.overviews.frameworks import LEVEL_TEXTS, TEXTS

HEADING = ("code", "name_nl", "name_en", "identifier")


def write(version: FrameworkVersion, draft: FrameworkDraft) -> None:
    """Levels, headings, competences, targets, and what came from what in `version.based_on`."""
    levels = MasteryLevel.objects.bulk_create(
        MasteryLevel(version=version, position=position, **_fields(level, LEVEL_TEXTS))
        for position, level in enumerate(draft.levels)
    )
    heads = _write_headings(version, draft)
    competences = Competence.objects.bulk_create(
        Competence(
            version=version,
            outcome=heads[id(heading)],
            position=position,
            **_fields(one, TEXTS),
            **{name: list(getattr(one, name)) for name in LISTS},
        )
        for position, (heading, one) in enumerate(_with_heading(draft))
    )
    by_code = {level.code: level for level in levels}
    units = {unit.code: unit for unit in version.framework.programme.course_units.all()}
    Target.objects.bulk_create(
        Target(course_unit=units[unit], competence=competence, level=by_code[level])
        for competence, one in zip(competences, draft.competences, strict=True)
        for unit, level in one.targets.items()
    )
    if version.based_on_id:
        _write_predecessors(version, competences)


def _write_headings(version: FrameworkVersion, draft: FrameworkDraft) -> dict[int, Outcome]:
    """Rows by the id of their draft; a layer at a time, since a row names the one above it."""
    positions = {id(one): position for position, one in enumerate(draft.headings)}
    found: dict[int, Outcome] = {}
    layer: list[tuple[Outcome | None, OutcomeDraft]] = [(None, one) for one in draft.outcomes]
    while layer:
        rows = Outcome.objects.bulk_create(
            Outcome(
                version=version, parent=above, position=positions[id(one)], **_fields(one, HEADING)
            )
            for above, one in layer
        )
        pairs = list(zip(rows, (one for _above, one in layer), strict=True))
        found |= {id(one): row for row, one in pairs}
        layer = [(row, part) for row, one in pairs for part in one.parts]
    return found


def _with_heading(draft: FrameworkDraft) -> Iterator[tuple[OutcomeDraft, CompetenceDraft]]:
    for heading in draft.headings:
        for one in heading.competences:
            yield heading, one


def _write_predecessors(version: FrameworkVersion, competences: Iterable[Competence]) -> None:
    """The same identifier in the version before; else the same code, if nothing else took it."""
    before = list(Competence.objects.filter(version=version.based_on_id).only("code", "identifier"))
    by_identifier = {one.identifier: one for one in before}
    competences = list(competences)
    kept = {one.identifier for one in competences} & by_identifier.keys()
    by_code = {one.code: one for one in before if one.identifier not in kept}
    link = Competence.predecessors.through
    link.objects.bulk_create(
        link(from_competence=one, to_competence=origin)
        for one in competences
        if (origin := by_identifier.get(one.identifier) or by_code.get(one.code))
    )


def _fields(holder: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(holder, name) for name in names}
