"""Work that is done whole or not at all, while its progress is there for everybody to see.

A transaction hides all that its connection writes until the commit, and progress with it. So the
work gets a thread with a connection of its own, and who asked for it keeps the other connection
free to write down how far it is, to renew a lease, and to hear that it should stop.
"""

import contextvars
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

Report = Callable[[int, int], None]
"""Called by the work with (done, total), as often as it likes; waits until that is written down."""


EVERY = 0.25
"""Seconds between two reports that are passed on; the last one always is."""


class Stopped(Exception):
    """Nobody waits for this work any more; it goes back to where it began."""


def with_progress(work: Callable[[Report], None]) -> Iterator[tuple[int, int]]:
    """Do `work(report)` aside and yield what it reports; what it raises is raised here.

    Closing the iterator makes the next report raise `Stopped` in the work, which therefore must
    hold its own transaction, and report once more before that ends.
    """
    reports: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
    noted, stop = threading.Semaphore(0), threading.Event()

    passed_on = 0.0

    def report(done: int, total: int) -> None:
        nonlocal passed_on
        if done < total and time.monotonic() < passed_on + EVERY:
            return
        reports.put((done, total))
        noted.acquire()
        passed_on = time.monotonic()
        if stop.is_set():
            raise Stopped

    def aside() -> None:
        try:
            work(report)
        finally:
            connections.close_all()
            reports.put(None)

    with ThreadPoolExecutor(max_workers=1) as pool:
        done = pool.submit(contextvars.copy_context().run, aside)
        try:
            while (progress := reports.get()) is not None:
                yield progress
                noted.release()
        except BaseException:
            stop.set()
            noted.release()
            raise
        done.result()
