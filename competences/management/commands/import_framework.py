import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from competences.actions import frameworks
from competences.importers import reading
from competences.models import Programme
from config.refusal import Refusal
from config.terminal import ImportCommand


class Command(ImportCommand):
    help = "Import a competence framework: a spreadsheet, VKS, CASE, Moodle, or a YAML of our own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--publish", action="store_true", help="needs --by")

    def bring_in(self, file: Path, by: User | None, options: dict[str, Any]) -> None:
        if options["publish"] and by is None:
            raise CommandError(_("Say with --by who publishes this version."))
        programme = _programme(options["programme"])
        try:
            self._import(file.read_bytes(), programme, by, publish=options["publish"])
        except Refusal as refusal:
            for obstacle in refusal.obstacles:
                self.stderr.write(f"{obstacle.field or '$'} · {obstacle.message}")
            sys.exit(1)

    def _import(self, data: bytes, programme: Programme, by: User | None, *, publish: bool) -> None:
        draft = reading.parse(data)
        is_known = frameworks.same_version(programme, draft) is not None
        version = frameworks.import_draft(by=by, programme=programme, draft=draft)
        facts = {"version": version, "count": len(draft.competences)}
        if is_known:
            self.stdout.write(_("%(version)s says exactly this already.") % facts)
        else:
            self.stdout.write(_("%(version)s: %(count)s competences.") % facts)
        if publish and not version.is_published:
            frameworks.publish(by=by, version=version)
            self.stdout.write(_("Published: %(version)s.") % facts)


def _programme(code: str) -> Programme:
    found = Programme.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Programme.objects.values_list("code", flat=True))
        raise CommandError(
            _("No programme has the code %(code)s; there are: %(known)s.")
            % {"code": code, "known": known}
        )
    return found
