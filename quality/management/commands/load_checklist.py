from typing import Any

from django.core.management import BaseCommand

from quality.actions import checklists


class Command(BaseCommand):
    help = "Bring in the points of the quality guide that are not there yet; safe to run again."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        added = checklists.load()
        if verbosity:
            self.stdout.write(f"{added} points added.")
