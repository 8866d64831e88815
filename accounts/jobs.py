"""The register of background jobs: apps add theirs in `jobs.py`, `accounts.tasks` runs them.

A job is done by one worker in one go (`runner`), or in parts by all workers at once (`parts`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from accounts.models import Job, JobPart, StoredDocument

# A runner yields after each piece of work with (done, total); what it puts into `job.result`
# ({"sentence", "url", "verb"}) or `job.file` is saved when it ends. It must be safe to run again
# from the start after a crash, and a piece takes well under the lease of two minutes.
Runner = Callable[[Job], Iterator[tuple[int, int]]]


@dataclass(frozen=True)
class Piece:
    """One thing to make. `columns` name it to people, one for each of `Many.columns()`; `about`
    are plain values for whoever makes it."""

    columns: tuple[str, ...]
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """What became of a part, as a file called `name`: a stored document, or a file that is kept
    for ever already (`kept`: its name in the default storage). Nothing at all: it was only done."""

    name: str = ""
    document: StoredDocument | None = None
    kept: str = ""


class Many:
    """A job of many documents, each of which any worker may make; then they go into one zip.

    Whatever a part does is safe to do twice: a killed worker leaves it to another.
    """

    def columns(self) -> Sequence[str]:
        """What the columns of a piece are called, in the active language."""
        raise NotImplementedError

    def plan(self, job: Job) -> Iterable[Piece]:
        """All there is to make, in the order of the index. A Refusal fails the whole job."""
        raise NotImplementedError

    def make(self, job: Job, part: JobPart) -> Made:
        """Make one, after asking again whether `job.by` may have it. What goes wrong is a Refusal,
        whose words stand in the index; it stops no other part."""
        raise NotImplementedError

    def theirs(self, job: Job, parts: Collection[JobPart]) -> set[int]:
        """The ids of those parts that `job.by` may still see, at a constant number of queries."""
        raise NotImplementedError

    def file_name(self, job: Job) -> str:
        """What the zip is called on somebody's disk; not asked where nothing is kept."""
        raise NotImplementedError

    def said(self, count: int) -> str:
        """The result in a sentence: so many went well."""
        raise NotImplementedError

    def way_back(self, job: Job) -> dict[str, str]:
        """`url` and `verb` of a button under the result; {} for none."""
        return {}


@dataclass(frozen=True)
class Kind:
    """`whole`: stopped or failed halfway, nothing of the work stays. `is_theirs`: whether the one
    who asked for it may still open what it made. Either `run` or `many` does it."""

    title: str | Promise
    run: Runner | None = None
    many: Many | None = None
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
        _kinds[kind] = Kind(title, run=function, whole=whole, is_theirs=is_theirs)
        return function

    return register


def parts(kind: str, *, title: str | Promise = "") -> Callable[[type[Many]], type[Many]]:
    """Decorator: this class does jobs of `kind` part by part, on all workers at once."""

    def register(made: type[Many]) -> type[Many]:
        many = made()
        _kinds[kind] = Kind(title, many=many, is_theirs=lambda job: all_theirs(many, job))
        return made

    return register


def all_theirs(many: Many, job: Job) -> bool:
    """Whether every document in the file is one that its owner may still see."""
    inside = [part for part in job.parts.all() if part.is_made]
    return many.theirs(job, inside) >= {part.pk for part in inside}


def kind_of(job: Job) -> Kind:
    return _kinds[job.kind]


def many_of(job: Job) -> Many:
    """How a job of parts is done; LookupError for one that has none."""
    many = kind_of(job).many
    if many is None:
        raise LookupError(f"{job.kind!r} is not done in parts.")
    return many


def is_known(kind: str) -> bool:
    return kind in _kinds


def registered() -> list[str]:
    return sorted(_kinds)
