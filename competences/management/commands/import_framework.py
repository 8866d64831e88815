import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from competences.actions import frameworks
from competences.importers import reading
from competences.models import Programme
from config import terminal
from config.refusal import Refusal


class Command(BaseCommand):
    help = "Import a competence framework: a VKS answer (JSON) or a file of our own (YAML)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--publish", action="store_true", help="needs --by")
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator who imports it")
        parser.add_argument("--language", choices=["nl", "en"], default=terminal.language())

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            by = _person(options["by"])
            if options["publish"] and by is None:
                raise CommandError(_("Say with --by who publishes this version."))
            programme = _programme(options["programme"])
            try:
                self._bring_in(options["file"], programme, by, publish=options["publish"])
            except OSError as problem:
                raise CommandError(str(problem)) from None
            except Refusal as refusal:
                for obstacle in refusal.obstacles:
                    self.stderr.write(f"{obstacle.field or '$'} · {obstacle.message}")
                sys.exit(1)

    def _bring_in(
        self, path: Path, programme: Programme, by: User | None, *, publish: bool
    ) -> None:
        draft = reading.parse(path.read_bytes())
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


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise CommandError(_("Nobody here has the address %(email)s.") % {"email": email})
    return found


def _programme(code: str) -> Programme:
    found = Programme.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Programme.objects.values_list("code", flat=True))
        raise CommandError(
            _("No programme has the code %(code)s; there are: %(known)s.")
            % {"code": code, "known": known}
        )
    return found
