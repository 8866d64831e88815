"""The register of background jobs: apps add theirs in `jobs.py`, `accounts.tasks` runs them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import Job

# A runner yields after each piece of work with (done, total); what it puts into `job.result`
# ({"sentence", "url", "verb"}) or `job.file` is saved when it ends. It must be safe to run again
# from the start after a crash, and a piece takes well under the lease of two minutes.
Runner = Callable[[Job], Iterator[tuple[int, int]]]


@dataclass(frozen=True)
class Kind:
    """`whole`: stopped or failed halfway, nothing of the work stays. `is_theirs`: whether the one
    who asked for it may still open what it made."""

    run: Runner
    title: str | Promise
    whole: bool = False
    is_theirs: Callable[[Job], bool] = lambda job: True


_kinds: dict[str, Kind] = {}


def runner(
    kind: str,
    *,
    title: str | Promise = "",
    whole: bool = False,
    is_theirs: Callable[[Job], bool] = lambda job: True,
) -> Callable[[Runner], Runner]:
    """Decorator: this function does jobs of `kind`; `title` heads their page."""

    def register(function: Runner) -> Runner:
        _kinds[kind] = Kind(function, title, whole, is_theirs)
        return function

    return register


def kind_of(job: Job) -> Kind:
    return _kinds[job.kind]


def is_known(kind: str) -> bool:
    return kind in _kinds


def registered() -> list[str]:
    return sorted(_kinds)
