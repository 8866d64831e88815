"""The register of background jobs: apps add theirs, `accounts.tasks` runs them."""

from collections.abc import Callable, Iterator
from typing import Any

from accounts.models import Job

# A runner yields after each piece of work with (done, total); what it puts into `job.result` or
# `job.file` is saved when it ends. It must be safe to run again from the start after a crash.
Runner = Callable[[Job], Iterator[tuple[int, int]]]
_runners: dict[str, Runner] = {}


def runner(kind: str) -> Callable[[Runner], Runner]:
    def register(function: Runner) -> Runner:
        _runners[kind] = function
        return function

    return register


def runner_for(kind: str) -> Runner:
    return _runners[kind]


def registered() -> dict[str, Any]:
    return dict(_runners)
