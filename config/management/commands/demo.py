"""The whole portal with one command: servers, database, demo data, web, worker and beat."""

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config.embedded import demo
from config.embedded.supervisor import CannotStart


class Command(BaseCommand):
    help = "Run Trialoog with demo data: everything is started here, and stopped with Ctrl-C."
    requires_system_checks: list[str] = []  # they would need the database we have yet to start

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
        parser.add_argument("--empty", action="store_true", help="put no demo data in it")
        parser.add_argument("--no-wait", action="store_true", help="stop once everything answers")

    def handle(self, *, reset: bool, empty: bool, no_wait: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs only with DEMO=1 in the environment: make demo")
        sys.stdout.reconfigure(line_buffering=True)  # progress is progress in a pipe too
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, interrupt)
        try:
            with demo.only_one():
                if reset:
                    demo.forget()
                demo.run(fill=not empty, stay=not no_wait)
        except CannotStart as reason:
            raise CommandError(str(reason)) from reason
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. The data is kept; make demo continues with it.")


def interrupt(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
