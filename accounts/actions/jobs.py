"""Background work: started in a transaction, held by a lease, stopped between two pieces."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.actions import job_parts
from accounts.actions.job_parts import LEASE, our_fault
from accounts.actions.job_zip import put_together
from accounts.enums import JobState
from accounts.models import Job, JobPart, User
from config import clock
from config.celery import enqueue
from config.refusal import Refusal

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
MOST_OPEN = 10
OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


def start(kind: str, *, by: User, **arguments: Any) -> Job:
    """Write the job and wake a worker after the commit; `arguments` are plain JSON values.

    Refused with code "jobs-enough": nobody keeps the workers to themselves.
    """
    if not jobs.is_known(kind):
        raise LookupError(f"No background job is called {kind!r}.")
    if Job.objects.visible_to(by).filter(state__in=OPEN_STATES).count() >= MOST_OPEN:
        raise Refusal("jobs-enough", _("Enough is being made for you; wait until it is ready."))
    job = Job.objects.create(kind=kind, by=by, arguments=arguments)
    enqueue("accounts.tasks.run_job", job.pk)
    return job


@transaction.atomic
def cancel(job: Job, *, by: User) -> None:
    """Stop a job of one's own: at once when it waits, after the piece at hand when it runs.

    Of a job in parts nothing new is begun, what is being made is finished, and nothing is handed
    over, unless one asks for it afterwards (`keep`).
    """
    found = Job.objects.visible_to(by).filter(pk=job.pk, state__in=OPEN_STATES)
    held = found.select_for_update().first()
    if held is None:
        raise Refusal("job-is-over", _("This is finished already; there is nothing to stop."))
    held.stop_asked_at = held.stop_asked_at or clock.now()
    if not job_parts.stop(held):
        held.state, held.finished_at = JobState.CANCELLED, clock.now()
        held.claimed_until = None
    held.save(update_fields=["stop_asked_at", "state", "finished_at", "claimed_until"])


@transaction.atomic
def keep(job: Job, *, by: User) -> None:
    """Hand over what was made before one's own job was stopped; its index says what is missing."""
    stopped = Job.objects.visible_to(by).filter(pk=job.pk, state=JobState.CANCELLED)
    held = stopped.select_for_update().first()
    if held is None or not any(part.is_made for part in held.parts.all()):
        raise Refusal("nothing-to-keep", _("Nothing was made before this stopped."))
    stopped.update(
        state=JobState.WAITING,
        stop_asked_at=None,
        finished_at=None,
        attempts=0,
    )
    enqueue("accounts.tasks.run_job", job.pk)


def run(job_id: int) -> None:
    """Do the job, unless another worker has it. Whoever loses the lease stops silently.

    A job in parts comes by twice: to be split, and to be put together.
    """
    job = _claim(job_id)
    if job is None:
        return
    try:
        with translation.override(job.by.language):
            _do(job)
    except Refusal as refusal:
        job.problem = refusal.message[:300]
        _finish(job, JobState.FAILED)
    except Exception:  # whatever a job does wrong, its owner gets a sentence and we a traceback
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        with translation.override(job.by.language):
            job.problem = our_fault()
        _finish(job, JobState.FAILED)


def run_here(job_id: int) -> None:
    """The whole job in this process, parts and all: for the demo, a shell and tests."""
    run(job_id)
    if Job.objects.filter(pk=job_id, state=JobState.RUNNING, claimed_until__isnull=True).exists():
        job_parts.work(job_id, seconds=None)
        run(job_id)


def _do(job: Job) -> None:
    kind = jobs.kind_of(job)
    if kind.run is not None:
        _go_through(job, kind.run(job))
    elif not job.parts.exists():
        job_parts.split(job, held=_held(job))
    elif job_parts.still_open(job.pk).exists():
        _leave_to_its_parts(job)
    elif job.stop_asked_at:
        _finish(job, JobState.CANCELLED)
    else:
        _go_through(job, put_together(job))


def _leave_to_its_parts(job: Job) -> None:
    """Its last part may have ended while we held it, and found nobody to put it together."""
    _held(job).update(claimed_until=None, attempts=0)
    if not job_parts.still_open(job.pk).exists():
        enqueue("accounts.tasks.run_job", job.pk)


def _go_through(job: Job, pieces: Iterator[tuple[int, int]]) -> None:
    with closing(pieces):
        for done, total in pieces:
            if not _report(job, done, total):
                return
    _finish(job, JobState.DONE)


def _claim(job_id: int) -> Job | None:
    """Progress of parts is in their rows; that of one worker begins again with the next."""
    now = clock.now()
    is_free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    claimed = Job.objects.filter(
        is_free, pk=job_id, state__in=OPEN_STATES, attempts__lt=MOST_ATTEMPTS
    ).update(
        state=JobState.RUNNING,
        claimed_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if not claimed:
        return None
    job = Job.objects.select_related("by").get(pk=job_id)
    if jobs.kind_of(job).many is None:
        _report(job, 0, job.total)
    return job


def _held(job: Job):
    """The row, as long as it runs under our lease: neither cancelled nor taken over."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claimed_until=job.claimed_until)


def _report(job: Job, done: int, total: int) -> bool:
    until = clock.now() + LEASE
    held = _held(job).update(done=done, total=total, claimed_until=until)
    job.done, job.total, job.claimed_until = done, total, until
    return bool(held)


def _finish(job: Job, state: JobState) -> None:
    """Who lost the lease, or was stopped, leaves no file behind."""
    held = _held(job).update(
        state=state,
        result=job.result,
        file=job.file.name,
        file_name=job.file_name,
        problem=job.problem,
        finished_at=clock.now(),
        claimed_until=None,
    )
    if not held and job.file:
        job.file.delete(save=False)


def forget_files(*, before: dt.datetime) -> int:
    """Throw away what jobs made and nobody needs here any longer: it holds personal data, and so
    do the names of its parts.

    Answers how many files went. The job's page then says that the file is gone.
    """
    JobPart.objects.filter(job__finished_at__lt=before).delete()
    old = Job.objects.filter(finished_at__lt=before).exclude(file="")
    for job in old:
        job.file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(file="", result={})
    return len(old)


def resume() -> int:
    """Wake workers for jobs whose worker died or never heard of them; give up those that killed
    their worker MOST_ATTEMPTS times. Answers how many were woken."""
    now = clock.now()
    for job in _in_parts():
        job_parts.look_after(job)
    left = Job.objects.filter(
        Q(state=JobState.RUNNING, claimed_until__lte=now)
        | Q(state=JobState.WAITING, created_at__lte=now - LEASE)
    )
    for job in left.filter(attempts__gte=MOST_ATTEMPTS).select_related("by"):
        with translation.override(job.by.language):
            problem = our_fault()
        Job.objects.filter(pk=job.pk, claimed_until=job.claimed_until).update(
            state=JobState.FAILED, problem=problem, finished_at=now, claimed_until=None
        )
    waiting = list(left.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))
    for pk in waiting:
        enqueue("accounts.tasks.run_job", pk)
    return len(waiting)


def _in_parts() -> list[Job]:
    """Jobs whose parts are being made: they run, and nobody holds the whole."""
    running = Job.objects.filter(state=JobState.RUNNING, claimed_until__isnull=True)
    return list(running.filter(kind__in=jobs.registered()).select_related("by"))
