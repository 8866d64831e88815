from typing import Any

from django.core.management import BaseCommand

from mentors.actions import guides


class Command(BaseCommand):
    help = "Bring in the short guides, or their newer words; what was rewritten here stays."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        added = guides.load()
        if verbosity:
            self.stdout.write(f"{added} versions of guides added.")
