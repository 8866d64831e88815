"""How long the competences of one dossier take: nothing said, and 14,400 times something said.

    make bench-competences

The red control fetches every event as an object, as the page did before: it must be slower.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from competences.models import Assessment  # noqa: E402
from tests.competences import much  # noqa: E402

ROUNDS = 5


def every_event(placement) -> list:
    """The red control: all events with their level and person."""
    rows = Assessment.objects.filter(dossier=placement.dossier)
    return list(rows.select_related("level", "voice__person"))


def main() -> None:
    setup_test_environment()
    with transaction.atomic():
        quiet, loud = much.make_quiet(), much.make_quiet()
        count = much.say_much(loud)
        pages = {
            "page": (much.page_of(quiet), much.page_of(loud)),
            "API": (much.api_of(quiet), much.api_of(loud)),
        }
        print(f"{much.COMPETENCES} competences, {count} events, best of {ROUNDS}")
        for name, pair in pages.items():
            empty, full = much.seconds(list(pair), ROUNDS)
            queries = [much.queries_of(get) for get in pair]
            print(
                f"{name:5} empty {empty * 1000:5.0f} ms, full {full * 1000:5.0f} ms, "
                f"{full / empty:.2f} times as long; queries {queries[0]} and {queries[1]}"
            )
        [control] = much.seconds([lambda: every_event(loud)], ROUNDS)
        print(f"red control: only fetching every event as an object takes {control * 1000:.0f} ms")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
