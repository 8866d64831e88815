"""What the page of a job in parts shows: how far it is, and which parts did not work."""

from dataclasses import dataclass

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job, JobPart

MOST_NAMED = 50
"""More than these the index in the file names."""


@dataclass(frozen=True)
class Failure:
    title: str
    problem: str


@dataclass(frozen=True)
class Progress:
    """`made`: documents there are; `failures`: of those that failed, by name as far as one may
    still know it; `stopping`: no new one is begun; `finishing`: only the zip is still to do."""

    made: int
    failed: int
    cancelled: int
    failures: list[Failure]
    stopping: bool
    finishing: bool

    @property
    def not_named(self) -> int:
        return self.failed - len(self.failures)


def progress_of(job: Job) -> Progress | None:
    """None for a job that is not done in parts, or whose parts were thrown away."""
    many = jobs.kind_of(job).many
    parts = list(job.parts.all()) if many else []
    if many is None or not parts:
        return None
    states = [part.state for part in parts]
    failed = [part for part in parts if part.state == JobState.FAILED]
    return Progress(
        made=sum(part.is_made for part in parts),
        failed=len(failed),
        cancelled=states.count(JobState.CANCELLED),
        failures=_named(many, job, failed[:MOST_NAMED]),
        stopping=job.is_open and job.stop_asked_at is not None,
        finishing=job.is_open and job.total > 0 and job.done == job.total,
    )


def _named(many: jobs.Many, job: Job, failed: list[JobPart]) -> list[Failure]:
    theirs = many.theirs(job, failed) if failed else set()
    return [Failure(one.title if one.pk in theirs else "", one.problem) for one in failed]
