"""What commands know of who runs them."""

import locale
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _


def language() -> str:
    """As the person's own machine speaks (LC_ALL, LANG); Dutch where it says nothing."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if locale.normalize(said).lower().startswith("en") else "nl"


class ImportCommand(BaseCommand):
    """Brings in a file, in the name of a person or of the portal itself (`by` is None)."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator who imports it")
        parser.add_argument("--language", choices=["nl", "en"], default=language())

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                self.bring_in(options["file"], _person(options["by"]), options)
            except OSError as problem:
                raise CommandError(str(problem)) from None

    def bring_in(self, file: Path, by: Any, options: dict[str, Any]) -> None:
        raise NotImplementedError


def _person(email: str | None) -> Any:
    if email is None:
        return None
    found = get_user_model().objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise CommandError(_("Nobody here has the address %(email)s.") % {"email": email})
    return found
