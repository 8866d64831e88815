"""Frameworks come in from files, version after version, and are published once and for all."""

from dataclasses import replace

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.importers import reading
from competences.importers.drafts import (
    CompetenceDraft,
    FrameworkDraft,
    LevelDraft,
    OutcomeDraft,
)
from competences.models import (
    Competence,
    Framework,
    FrameworkImport,
    FrameworkVersion,
    MasteryLevel,
    Outcome,
    Programme,
    Target,
)
from competences.rules.frameworks import draft_obstacles, publish_obstacles
from config import clock
from config.refusal import Obstacle, Refusal, refuse_if

LISTS = ("knowledge_nl", "knowledge_en", "skills_nl", "skills_en")
TEXTS = ("code", "name_nl", "name_en", "workplace_nl", "workplace_en")
LEVEL_TEXTS = ("code", "name_nl", "name_en", "description_nl", "description_en")


@transaction.atomic
def choose(*, by: User, programme: Programme, file_name: str, data: bytes) -> FrameworkImport:
    """Keep a framework file for a day, to look at before it comes in. Raises Refusal by path."""
    _refuse_strangers(by, programme)
    reading.parse(data)
    for outdated in FrameworkImport.objects.outdated():
        forget(framework_import=outdated)
    kept = FrameworkImport(by=by, programme=programme, file_name=file_name[:200])
    kept.file.save("framework", ContentFile(data), save=False)
    kept.save()
    return kept


def forget(*, framework_import: FrameworkImport) -> None:
    """Throw the file away: it is a version now, or nobody came back for it."""
    file = framework_import.file
    framework_import.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def read(framework_import: FrameworkImport) -> FrameworkDraft:
    with framework_import.file.open("rb") as file:
        return reading.parse(file.read())


def import_obstacles(programme: Programme, draft: FrameworkDraft) -> list[Obstacle]:
    units = set(programme.course_units.values_list("code", flat=True))
    return list(draft_obstacles(draft, units))


def same_version(programme: Programme, draft: FrameworkDraft) -> FrameworkVersion | None:
    """The newest version of this framework, if it says exactly what the draft says."""
    newest = (
        FrameworkVersion.objects.filter(framework__programme=programme, framework__code=draft.code)
        .select_related("framework")
        .order_by("-number")
        .first()
    )
    if newest is None or _draft_of(newest) != _comparable(reading.with_scale(draft)):
        return None
    return newest


@transaction.atomic
def import_draft(
    *, by: User | None, programme: Programme, draft: FrameworkDraft
) -> FrameworkVersion:
    """A new framework, or the next version of one; the newest one itself where nothing differs.

    Targets are written for the course units that the draft names.
    """
    _refuse_strangers(by, programme)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    refuse_if(import_obstacles(programme, draft))
    if found := same_version(programme, draft):
        return found
    draft = reading.with_scale(draft)
    framework, _created = Framework.objects.update_or_create(
        programme=programme,
        code=draft.code,
        defaults={"name_nl": draft.name_nl, "name_en": draft.name_en},
    )
    newest = framework.versions.order_by("-number").first()
    version = FrameworkVersion.objects.create(
        framework=framework, number=newest.number + 1 if newest else 1, source=draft.source
    )
    _write(version, draft)
    record("framework-imported", version, by=by, number=version.number, code=framework.code)
    return version


@transaction.atomic
def publish(*, by: User, version: FrameworkVersion) -> FrameworkVersion:
    """From now on new placements take this version, and nothing in it changes any more."""
    version = (
        FrameworkVersion.objects.select_for_update(of=["self"])
        .select_related("framework__programme")
        .get(pk=version.pk)
    )
    _refuse_strangers(by, version.framework.programme)
    refuse_if(obstacles_to_publish(version))
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["published_at", "published_by"])
    record("framework-published", version, by=by, number=version.number)
    return version


def obstacles_to_publish(version: FrameworkVersion) -> list[Obstacle]:
    return list(
        publish_obstacles(
            is_published=version.is_published,
            levels=version.levels.count(),
            competences=version.competences.count(),
        )
    )


def _refuse_strangers(by: User | None, programme: Programme) -> None:
    if by is not None and not programme.coordinators.filter(pk=by.pk).exists():
        raise Refusal(
            "not-coordinator", _("Only a coordinator of this programme looks after its framework.")
        )


def _write(version: FrameworkVersion, draft: FrameworkDraft) -> None:
    levels = MasteryLevel.objects.bulk_create(
        MasteryLevel(version=version, position=position, **_texts(level, LEVEL_TEXTS))
        for position, level in enumerate(draft.levels)
    )
    outcomes = Outcome.objects.bulk_create(
        Outcome(version=version, position=position, **_texts(one, ("code", "name_nl", "name_en")))
        for position, one in enumerate(draft.outcomes)
    )
    heads = [
        outcome
        for outcome, drafted in zip(outcomes, draft.outcomes, strict=True)
        for _competence in drafted.competences
    ]
    competences = Competence.objects.bulk_create(
        Competence(
            version=version,
            outcome=heads[position],
            position=position,
            **_texts(one, TEXTS),
            **{name: list(getattr(one, name)) for name in LISTS},
        )
        for position, one in enumerate(draft.competences)
    )
    by_code = {level.code: level for level in levels}
    units = {unit.code: unit for unit in version.framework.programme.course_units.all()}
    Target.objects.bulk_create(
        Target(course_unit=units[unit], competence=competence, level=by_code[level])
        for competence, one in zip(competences, draft.competences, strict=True)
        for unit, level in one.targets.items()
    )


def _texts(holder: object, names: tuple[str, ...]) -> dict[str, str]:
    return {name: getattr(holder, name) for name in names}


def _comparable(draft: FrameworkDraft) -> FrameworkDraft:
    """Without the references to other lists, which are not kept."""
    outcomes = tuple(
        replace(one, competences=tuple(replace(each, references=()) for each in one.competences))
        for one in draft.outcomes
    )
    return replace(draft, outcomes=outcomes)


def _draft_of(version: FrameworkVersion) -> FrameworkDraft:
    """What a file would say that holds this version."""
    outcomes = version.outcomes.prefetch_related(
        "competences__targets__course_unit", "competences__targets__level"
    )
    return FrameworkDraft(
        code=version.framework.code,
        name_nl=version.framework.name_nl,
        name_en=version.framework.name_en,
        source=version.source,
        outcomes=tuple(
            OutcomeDraft(
                one.code,
                one.name_nl,
                one.name_en,
                tuple(_competence_draft(each) for each in one.competences.all()),
            )
            for one in outcomes
        ),
        levels=tuple(LevelDraft(**_texts(one, LEVEL_TEXTS)) for one in version.levels.all()),
    )


def _competence_draft(competence: Competence) -> CompetenceDraft:
    return CompetenceDraft(
        **_texts(competence, TEXTS),
        **{name: tuple(getattr(competence, name)) for name in LISTS},
        targets={one.course_unit.code: one.level.code for one in competence.targets.all()},
    )
