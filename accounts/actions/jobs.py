"""Background work: started in a transaction, held by a lease, stopped between two pieces."""

import datetime as dt
import logging
from contextlib import closing
from typing import Any

from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job, User
from config import clock
from config.celery import enqueue
from config.refusal import Refusal

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
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


def cancel(job: Job, *, by: User) -> None:
    """Stop a job of one's own: at once when it waits, after the piece at hand when it runs."""
    stopped = Job.objects.visible_to(by).filter(pk=job.pk, state__in=OPEN_STATES)
    if not stopped.update(state=JobState.CANCELLED, finished_at=clock.now(), claimed_until=None):
        raise Refusal("job-is-over", _("This is finished already; there is nothing to stop."))


def run(job_id: int) -> None:
    """Do the job, unless another worker has it. Whoever loses the lease stops silently."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        with translation.override(job.by.language), closing(jobs.kind_of(job).run(job)) as pieces:
            for done, total in pieces:
                if not _report(job, done, total):
                    return
        _finish(job, JobState.DONE)
    except Refusal as refusal:
        with translation.override(job.by.language):
            job.problem = refusal.message[:300]
        _finish(job, JobState.FAILED)
    except Exception:  # whatever a job does wrong, its owner gets a sentence and we a traceback
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        job.problem = _our_fault(job)
        _finish(job, JobState.FAILED)


def _our_fault(job: Job) -> str:
    with translation.override(job.by.language):
        return _(
            "Something went wrong on our side. Please start again, and tell us if it happens twice."
        )


def _claim(job_id: int) -> Job | None:
    now = clock.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    claimed = Job.objects.filter(
        free, pk=job_id, state__in=OPEN_STATES, attempts__lt=MOST_ATTEMPTS
    ).update(
        state=JobState.RUNNING,
        claimed_until=now + LEASE,
        attempts=F("attempts") + 1,
        done=0,
    )
    return Job.objects.select_related("by").get(pk=job_id) if claimed else None


def _held(job: Job):
    """The row, as long as it runs under our lease: neither cancelled nor taken over."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claimed_until=job.claimed_until)


def _report(job: Job, done: int, total: int) -> bool:
    until = clock.now() + LEASE
    held = _held(job).update(done=done, total=total, claimed_until=until)
    job.done, job.total, job.claimed_until = done, total, until
    return bool(held)


def _finish(job: Job, state: JobState) -> None:
    _held(job).update(
        state=state,
        result=job.result,
        file=job.file.name,
        file_name=job.file_name,
        problem=job.problem,
        finished_at=clock.now(),
        claimed_until=None,
    )


def forget_files(*, before: dt.datetime) -> int:
    """Throw away what jobs made and nobody needs here any longer: it holds personal data.

    Answers how many files went. The job's page then says that the file is gone.
    """
    old = Job.objects.filter(finished_at__lt=before).exclude(file="")
    for job in old:
        job.file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(file="", result={})
    return len(old)


def resume() -> int:
    """Wake workers for jobs whose worker died or never heard of them; give up those that killed
    their worker MOST_ATTEMPTS times. Answers how many were woken."""
    now = clock.now()
    left = Job.objects.filter(
        Q(state=JobState.RUNNING, claimed_until__lte=now)
        | Q(state=JobState.WAITING, created_at__lte=now - LEASE)
    )
    for job in left.filter(attempts__gte=MOST_ATTEMPTS).select_related("by"):
        Job.objects.filter(pk=job.pk, claimed_until=job.claimed_until).update(
            state=JobState.FAILED, problem=_our_fault(job), finished_at=now, claimed_until=None
        )
    waiting = list(left.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))
    for pk in waiting:
        enqueue("accounts.tasks.run_job", pk)
    return len(waiting)
