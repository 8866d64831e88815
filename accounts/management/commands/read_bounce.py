import sys
from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import bounces
from config import clock


class Command(BaseCommand):
    """A mail server pipes each mail into this that comes back to our sender's address. It ends
    well whatever came in, or the server would send the bounce back in turn."""

    help = "Read one returned mail (RFC 3464) from standard input, and stop mail where it says so."

    def handle(self, *args: Any, **options: Any) -> None:
        made = bounces.read(sys.stdin.buffer.read(), clock.now())
        self.stdout.write(f"{len(made)} new: " + ", ".join(str(one.status) for one in made))
