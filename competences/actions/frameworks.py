"""Frameworks come in from files, version after version, and are published once and for all."""

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from competences.actions.drafts import refuse_strangers
from competences.actions.framework_rows import write
from competences.importers import reading
from competences.importers.drafts import FrameworkDraft
from competences.models import Framework, FrameworkImport, FrameworkVersion, Programme
from competences.overviews.frameworks import ImportPlan, plan_of
from competences.rules.frameworks import (
    draft_obstacles,
    open_draft_obstacles,
    publish_obstacles,
)
from config import clock
from config.refusal import Obstacle, refuse_if


@transaction.atomic
def choose(*, by: User, programme: Programme, file_name: str, data: bytes) -> FrameworkImport:
    """Keep a framework file for a day, to look at before it comes in. Raises Refusal by path."""
    refuse_strangers(by, programme)
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


def import_obstacles(
    programme: Programme, draft: FrameworkDraft, plan: ImportPlan
) -> list[Obstacle]:
    units = set(programme.course_units.values_list("code", flat=True))
    waits = plan.newest and not plan.newest.is_published and not plan.is_same
    return [
        *draft_obstacles(draft, units),
        *open_draft_obstacles(draft=plan.newest.number if waits else None),
    ]


def same_version(programme: Programme, draft: FrameworkDraft) -> FrameworkVersion | None:
    """The newest version of this framework, if it says exactly what the draft says."""
    plan = plan_of(programme, draft)
    return plan.newest if plan.is_same else None


@transaction.atomic
def import_draft(
    *, by: User | None, programme: Programme, draft: FrameworkDraft
) -> FrameworkVersion:
    """A new framework, or the next version of one; the newest one itself where nothing differs.

    Targets are written for the course units that the draft names.
    """
    refuse_strangers(by, programme)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    plan = plan_of(programme, draft)
    refuse_if(import_obstacles(programme, draft, plan))
    if plan.newest and plan.is_same:
        return plan.newest
    draft, newest = plan.draft, plan.newest
    names = {"name_nl": draft.name_nl, "name_en": draft.name_en}
    framework, _created = Framework.objects.update_or_create(
        programme=programme,
        code=draft.code,
        defaults=names,
        create_defaults={**names, "identifier": draft.identifier},
    )
    version = FrameworkVersion.objects.create(
        framework=framework,
        number=newest.number + 1 if newest else 1,
        source=draft.source,
        based_on=newest,
    )
    write(version, draft)
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
    refuse_strangers(by, version.framework.programme)
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
