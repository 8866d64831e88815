import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from config.refusal import Refusal
from config.terminal import ImportCommand
from placements.actions import imports
from placements.importers import roster
from placements.overviews.imports import ImportPlan, plan_import
from placements.overviews.roster_world import known_names


class Command(ImportCommand):
    help = "Import a roster (CSV or XLSX): all of its placements, or none when it has faults."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")

    def bring_in(self, file: Path, by: User | None, options: dict[str, Any]) -> None:
        plan = _read(file, by)
        self._say(plan)
        if plan.faults:
            sys.exit(1)
        if not options["dry_run"]:
            imports.apply(by=by, plan=plan)

    def _say(self, plan: ImportPlan) -> None:
        self.stdout.write(
            _("New placements: %(created)s. Changed: %(changed)s. Left as they were: %(same)s.")
            % {
                "created": len(plan.create),
                "changed": len(plan.change),
                "same": len(plan.same),
            }
        )
        for notice in plan.notices:
            self.stdout.write(_line(notice))
        for fault in plan.faults:
            self.stderr.write(_line(fault))
        if plan.faults:
            self.stderr.write(_("This list has faults, so nothing was imported."))


def _read(path: Path, by: User | None) -> ImportPlan:
    try:
        table = roster.read(path.read_bytes())
        found = roster.parse(table, roster.guess_mapping(table.header), known_names())
    except Refusal as refusal:
        raise CommandError(refusal.message) from None
    return plan_import(found, by)


def _line(fault: roster.Fault) -> str:
    row = _("Row %(row)s") % {"row": fault.row}
    return f"{row} · {fault.column} · {fault.message}"
