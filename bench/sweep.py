"""What a sweep of reminders over 10,000 open placements costs beside the bare SQL.

    make bench-sweep

Makes a database of its own and throws it away. On an ordinary day (the sweep came yesterday) and
after a week in which none came: the queries, the time beside hand-written SQL that answers the
same rows, and the memory. Ends with 1 where the answers differ, where finding what an ordinary day
brings takes more than three times as long as the bare SQL at 10,000, where queries come to more
than a chunk accounts for, or where memory grows with the number of placements.
"""

import argparse
import datetime as dt
import gc
import math
import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # the servers name another one

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from placements.actions.reminders import collect, pending  # noqa: E402
from placements.models import Placement  # noqa: E402
from placements.overviews.reminder_candidates import candidates  # noqa: E402
from placements.overviews.reminder_messages import CHUNK  # noqa: E402
from tests.sweep import bare, crowd  # noqa: E402
from tests.years.lives import at_noon  # noqa: E402

ROUNDS = 7
NOW = at_noon(crowd.NOW)
BAR = 3.0
# Queries: to find where to look, and of the programmes; and of each chunk that is looked at.
FIXED, A_CHUNK = 10, 24
# What a sweep holds beyond one chunk: a key per candidate, the line of a programme.
SLACK = 1.2
# Days ago of the sweeps before this one.
GAPS = {
    "a day": (20, 16, 12, 9, 8, 7, 6, 5, 4, 3, 2, 1),
    "a week without sweeps": (20, 16, 12, 9, 8),
}
# The time is held at this size: below it what thirty queries cost at all counts for more.
SIZE = 10_000


@dataclass
class Cost:
    """Seconds of a median round: on the wall, and of the processors, ours and the database's."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall * 1e3:,.0f} ms (worked {self.processor * 1e3:,.0f})"


@dataclass
class Found:
    count: int
    gap: str
    new: int
    looked_at: int
    queries: int
    writing: int
    sweep: Cost
    collect: Cost
    bare: Cost
    peak: float
    agrees: bool

    @property
    def ratio(self) -> float:
        return self.sweep.wall / self.bare.wall

    def __str__(self) -> str:
        return (
            f"{self.count:>6,} placements, {self.gap}: {self.new:,} reminders are new"
            f" ({self.looked_at:,} placements looked at)\n"
            f"       found in {self.sweep}, bare SQL {self.bare}: {self.ratio:.2f} times as long;"
            f" found and written in {self.collect}\n"
            f"       {self.queries} queries to find them ({self.writing} with writing them),"
            f" {self.peak:.1f} MB at most;"
            f" {'the same rows' if self.agrees else 'OTHER ROWS THAN THE BARE SQL'}"
        )


def found_now() -> list[bare.Row]:
    return [
        (one.due.rule, one.due.subject, one.recipient.pk, one.due.due_on) for one in pending(NOW)
    ]


def written_now() -> int:
    """What a sweep writes; it is taken back."""
    with transaction.atomic():
        written = collect(NOW)
        transaction.set_rollback(True)
    return written


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return sum("SAVEPOINT" not in query["sql"] for query in seen)


def processor() -> float:
    """Seconds that this process and its backend have worked, as far as the system tells."""
    try:
        stat = Path(f"/proc/{backend()}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.process_time()
    ticks = int(stat[11]) + int(stat[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


@cache
def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def costs(*works: Callable[[], object]) -> list[Cost]:
    """In turns on one warm connection, so that all have the same machine."""
    found: list[list[Cost]] = [[] for _work in works]
    for _ in range(ROUNDS):
        for work, rounds in zip(works, found, strict=True):
            wall, worked = time.perf_counter(), processor()
            work()
            rounds.append(Cost(time.perf_counter() - wall, processor() - worked))
    return [
        Cost(
            statistics.median(one.wall for one in rounds),
            statistics.mean(one.processor for one in rounds),
        )
        for rounds in found
    ]


def peak() -> float:
    """Megabytes that Python holds at most while a sweep looks for what is new."""
    tracemalloc.start()
    for _message in pending(NOW):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def analyze() -> None:
    """What autovacuum does within a minute, and cannot see here."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(count: int, gap: str) -> Found:
    with transaction.atomic():
        crowd.crowd(count, tag=f"{count}-{len(GAPS[gap])}")
        analyze()
        for days in GAPS[gap]:
            collect(NOW - dt.timedelta(days=days))
        analyze()
        gc.collect()
        gc.freeze()  # what was made for the crowd
        sweep, collecting, plain = costs(found_now, written_now, lambda: bare.due(NOW))
        found = found_now()
        answer = Found(
            count=Placement.objects.open().count(),
            gap=gap,
            new=len(found),
            looked_at=len(candidates(NOW)),
            queries=queries(found_now),
            writing=queries(written_now),
            sweep=sweep,
            collect=collecting,
            bare=plain,
            peak=peak(),
            agrees=sorted(found) == sorted(bare.due(NOW)) and bool(found),
        )
        transaction.set_rollback(True)
    return answer


def faults(found: list[Found]) -> list[str]:
    wrong = [f"{one.count:,}, {one.gap}: other rows" for one in found if not one.agrees]
    wrong += [
        f"{one.count:,}, {one.gap}: {one.ratio:.2f} times the bare SQL"
        for one in found
        if one.ratio > BAR and one.count >= SIZE and one.gap == "a day"
    ]
    full = [one for one in found if one.looked_at >= CHUNK]
    if full and max(one.peak for one in full) > SLACK * min(one.peak for one in full):
        wrong.append("memory grows with the number of placements")
    for one in found:
        if one.queries > FIXED + A_CHUNK * math.ceil(one.looked_at / CHUNK):
            wrong.append(f"{one.count:,}, {one.gap}: {one.queries} queries")
    return wrong


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--keep", action="store_true", help="the database stays for another time")
    asked.add_argument("counts", nargs="*", type=int, default=[1000, 3000, 10_000])
    said = asked.parse_args()
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False, keepdb=said.keep)
    found = []
    try:
        for count in said.counts:
            for gap in GAPS:
                found.append(measure(count, gap))
                print(found[-1], flush=True)
    finally:
        teardown_databases(made, verbosity=0, keepdb=said.keep)
    wrong = faults(found)
    print("\n".join(["BROKEN", *wrong]) if wrong else "All within the bars.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
