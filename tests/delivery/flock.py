"""Workers with their pools, and beats, that a proof may kill: its own processes, by their id."""

import logging
import os
import random
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from config.embedded.supervisor import CannotStart, Child, Supervisor

logger = logging.getLogger(__name__)

CELERY = [sys.executable, "-m", "celery", "--app", "config"]
POOL = 2


class Flock:
    """`workers` workers with a pool of two each, and `beats` beats; a killed parent is replaced."""

    def __init__(
        self, folder: Path, environ: dict[str, str], *, workers: int = 2, beats: int = 1
    ) -> None:
        self.folder = folder
        self.environ = {**environ, "DJANGO_SETTINGS_MODULE": "tests.delivery.proof_settings"}
        self.supervisor = Supervisor()
        self.beats = beats
        self.wanted = workers
        self.workers: list[Child] = []
        self.started = 0
        self.ended = 0
        self.killed = {"child": 0, "parent": 0}
        self.groups: list[int] = []

    def __enter__(self) -> Self:
        for _ in range(self.wanted):
            self._start_worker()
        for number in range(self.beats):
            schedule = self.folder / f"schedule-{number}"
            self._start(f"beat-{number}", ["beat", "--schedule", str(schedule), "--pidfile", ""])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.supervisor.stop()
        for group in self.groups:  # children that outlived their parent
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    def _start(self, name: str, words: list[str]) -> Child:
        child = self.supervisor.start(
            name, [*CELERY, *words], env=self.environ, log=self.folder / f"{name}.log"
        )
        self.groups.append(child.process.pid)  # each has a session of its own
        return child

    def _start_worker(self) -> None:
        self.started += 1
        name = f"worker-{self.started}"
        words = ["worker", "--loglevel", "INFO", "--concurrency", str(POOL)]
        self.workers.append(
            self._start(name, [*words, "--hostname", f"{name}-{os.getpid()}", "--without-gossip"])
        )

    def _replace(self, worker: Child) -> None:
        self.workers.remove(worker)
        self.supervisor.children.remove(worker)
        self._start_worker()

    def ready(self) -> list[Child]:
        """Workers that take tasks. Those that ended by themselves are started again, as a process
        manager does, and counted; one that never began to work is CannotStart."""
        while ended := self.supervisor.first_ended():
            if ended not in self.workers or b" ready." not in ended.log.read_bytes():
                raise CannotStart(f"{ended.name} stopped:\n{ended.last_lines()}")
            logger.warning("%s ended by itself:\n%s", ended.name, ended.last_lines(80))
            self._replace(ended)
            self.ended += 1
        return [worker for worker in self.workers if b" ready." in worker.log.read_bytes()]

    def kill_one(self, dice: random.Random, parents: float) -> bool:
        """SIGKILL for a parent or for one of a pool; answers whether there was one to kill."""
        ready = self.ready()
        if not ready:
            return False
        worker = dice.choice(ready)
        if dice.random() < parents:
            worker.process.kill()
            worker.process.wait()
            self._replace(worker)
            self.killed["parent"] += 1
            return True
        pool = children_of(worker.process.pid)
        if not pool:
            return False
        with suppress(ProcessLookupError):
            os.kill(dice.choice(pool), signal.SIGKILL)
            self.killed["child"] += 1
            return True
        return False

    def kill_pools(self) -> int:
        """SIGKILL for every child of every pool, as when the power goes; answers how many."""
        pools = [pid for worker in self.ready() for pid in children_of(worker.process.pid)]
        for pid in pools:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.killed["child"] += len(pools)
        return len(pools)


def children_of(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
