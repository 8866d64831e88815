"""A roster from file to placements: chosen, its columns named, confirmed, carried out whole."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import jobs
from accounts.actions.history import record
from accounts.models import Job, User
from config import clock
from config.refusal import Obstacle, Refusal, refuse_if
from config.tables import Table
from placements.actions.roster_rows import Writer
from placements.enums import ImportState
from placements.importers import roster
from placements.importers.fields import mapping_obstacles
from placements.models import RosterImport
from placements.overviews.imports import ImportPlan, plan_import, plan_of
from placements.overviews.roster_world import known_names

JOB = "roster-import"
IMPORTS_ONE_BY_ONE = 0x726F7374
"""Key of the advisory lock: two lists at once could both create the same new mentor."""


@dataclass(frozen=True)
class Counts:
    """Placements made, changed and left as they were."""

    created: int
    changed: int
    same: int


@transaction.atomic
def choose(*, by: User, file_name: str, data: bytes) -> RosterImport:
    """Keep a list for a day, with a guess of its columns. Raises TableFault if it is no table."""
    table = roster.read(data)
    forget(before=clock.now())
    kept = RosterImport(
        by=by, file_name=file_name[:200], mapping=roster.guess_mapping(table.header)
    )
    kept.file.save("roster", ContentFile(data), save=False)
    kept.save()
    return kept


@transaction.atomic
def map_columns(
    *, by: User, roster_import: RosterImport, mapping: Mapping[str, int], width: int
) -> RosterImport:
    """Say which column holds what; `width` is the number of columns of the list."""
    refuse_if([*_open_obstacles(roster_import), *mapping_obstacles(mapping, width)])
    roster_import.mapping = dict(mapping)
    roster_import.save(update_fields=["mapping"])
    return roster_import


@transaction.atomic
def confirm(*, by: User, roster_import: RosterImport, digest: str) -> Job:
    """Start the import that was shown; `digest` tells which plan that was."""
    kept = RosterImport.objects.select_for_update(of=["self"]).get(pk=roster_import.pk)
    refuse_if(_open_obstacles(kept))
    plan = plan_of(kept)
    refuse_faults(plan)
    if plan.digest != digest:
        raise _meanwhile()
    kept.state, kept.digest = ImportState.CONFIRMED, digest
    kept.job = jobs.start(JOB, by=by, roster_import=kept.pk)
    kept.save(update_fields=["state", "digest", "job"])
    return kept.job


@transaction.atomic
def carry_out(
    *, roster_import: int, report: Callable[[int, int], None] = lambda done, total: None
) -> RosterImport:
    """Import what was confirmed, whole or not at all; once done, done. `report(done, total)`."""
    kept = RosterImport.objects.select_for_update(of=["self"]).get(pk=roster_import)
    if kept.state == ImportState.DONE:
        return kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS_ONE_BY_ONE])
    plan = plan_of(kept)
    if plan.digest != kept.digest:
        raise _meanwhile()
    counts = apply(by=kept.by, plan=plan, report=report)
    kept.state, kept.done_at = ImportState.DONE, clock.now()
    kept.created, kept.changed, kept.same = counts.created, counts.changed, counts.same
    kept.save(update_fields=["state", "done_at", "created", "changed", "same"])
    record("roster-imported", kept, by=kept.by, file=kept.file_name, created=kept.created)
    return kept


@transaction.atomic
def apply(
    *,
    by: User | None,
    plan: ImportPlan,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Counts:
    """Do what the plan says, through the same actions as the pages. Refused if it has faults."""
    refuse_faults(plan)
    writer = Writer(by, plan.world, plan.stated)
    todo = [*plan.create, *plan.change]
    for done, one in enumerate(todo, start=1):
        writer.write(one)
        report(done, len(todo))
    return Counts(len(plan.create), len(plan.change), len(plan.same))


def import_table(*, by: User | None, table: Table, mapping: Mapping[str, int]) -> Counts:
    """A list at once, without anybody looking first. Raises Refusal when it has faults."""
    return apply(by=by, plan=plan_import(roster.parse(table, mapping, known_names()), by))


def forget(*, before: dt.datetime) -> int:
    """Throw away the lists that were kept for a day by then; answers how many."""
    with clock.at(before):
        outdated = list(RosterImport.objects.outdated())
    for kept in outdated:
        file = kept.file
        kept.delete()
        transaction.on_commit(lambda file=file: file.delete(save=False))
    return len(outdated)


def refuse_faults(plan: ImportPlan) -> None:
    if plan.faults:
        raise Refusal(
            "roster-has-faults",
            _("This list has faults; mend them in the file and choose it again."),
        )


def _open_obstacles(kept: RosterImport) -> list[Obstacle]:
    busy = kept.job is not None and kept.job.is_open
    if kept.state == ImportState.DONE or busy:
        return [Obstacle("import-started", _("This list is imported already, or being imported."))]
    return []


def _meanwhile() -> Refusal:
    return Refusal(
        "changed-meanwhile",
        _("Something changed in the portal meanwhile, so nothing was imported. Look once more."),
    )
