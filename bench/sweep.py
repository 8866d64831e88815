"""What a sweep of reminders over 10,000 open placements costs beside the bare SQL.

    make bench-sweep

Three figures and their bars: queries do not depend on the number of placements in a chunk, the time
stays within three times that of SQL which fetches the same rows, and the memory is that of a
chunk. The red control follows a relation per row, as a forgotten prefetch does.
"""

import argparse
import os
import resource
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from placements.actions.reminders import collect  # noqa: E402
from tests.sweep import bare, crowd  # noqa: E402
from tests.years.lives import at_noon  # noqa: E402

ROUNDS = 3
NOW = at_noon(crowd.NOW)


def queries() -> int:
    with CaptureQueriesContext(connection) as seen:
        collect(NOW)
    return len(seen)


def seconds(work) -> float:
    """The processor time of this process and the wall, best of some rounds."""
    found = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def peak() -> float:
    """Megabytes that Python holds at most during a sweep."""
    tracemalloc.start()
    collect(NOW)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def measure(count: int) -> dict[str, float]:
    with transaction.atomic():
        crowd.crowd(count, tag=str(count))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        begin = time.perf_counter()
        new = collect(NOW)
        first = time.perf_counter() - begin
        rows = bare.fetch(NOW)
        found = {
            "new": new,
            "first": first,
            "queries": queries(),
            "sweep": seconds(lambda: collect(NOW)),
            "bare": seconds(lambda: bare.fetch(NOW)),
            "rows": rows,
            "peak": peak(),
        }
        transaction.set_rollback(True)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[1000, 10_000])
    setup_test_environment()
    for count in asked.parse_args().counts:
        found = measure(count)
        print(
            f"{count:>6,} placements: the first sweep writes {found['new']:,} reminders in "
            f"{found['first']:.1f} s\n       a sweep with nothing new {found['sweep']:.2f} s, "
            f"bare SQL ({found['rows']:,} rows) {found['bare']:.2f} s: "
            f"{found['sweep'] / found['bare']:.2f} times as long\n       "
            f"queries {found['queries']:,}, memory {found['peak']:.1f} MB, resident "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
