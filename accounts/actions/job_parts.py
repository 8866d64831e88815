"""A job in parts: each made once, by whichever worker is free, with a lease on it.

The rows are the truth and the queue only wakes workers. Some lanes go through it for each job; a
lane makes parts for a moment and then goes back to the end of the queue, so that two jobs share
the workers and a mail that somebody waits for never stands behind a hundred documents.
"""

import datetime as dt
import logging
import time

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job, JobPart
from config import clock
from config.celery import WHEN_THERE_IS_TIME, enqueue
from config.refusal import Refusal

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
SLICE = 0.5
"""Seconds after which a lane lets others go first; the part at hand is finished."""
QUIET = dt.timedelta(minutes=1)
"""So long after the last sign of life the lanes of a job are taken for lost."""
OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def our_fault() -> str:
    return _(
        "Something went wrong on our side. Please start again, and tell us if it happens twice."
    )


@transaction.atomic
def split(job: Job, *, held: QuerySet[Job]) -> None:
    """Write down every part, all of them or none, and wake the workers; `held` is the job while
    it is ours. It is then held by nobody until its last part is over."""
    pieces = list(jobs.many_of(job).plan(job))
    if not pieces:
        raise Refusal("nothing-to-make", _("There is nothing to make of what you chose."))
    if held.select_for_update().first() is None:
        return  # stopped, or taken over
    JobPart.objects.bulk_create(
        JobPart(
            job=job,
            number=number,
            title=" · ".join(filter(None, piece.columns))[:300],
            arguments={"columns": list(piece.columns), "about": piece.about},
        )
        for number, piece in enumerate(pieces, 1)
    )
    held.update(done=0, total=len(pieces), claimed_until=None, attempts=0)
    wake(job.pk, len(pieces))


def wake(job_id: int, parts: int) -> None:
    """A lane for each process that may be free; one that finds nothing to do ends at once."""
    for _lane in range(min(parts, settings.JOB_LANES)):
        enqueue("accounts.tasks.make_parts", job_id, priority=WHEN_THERE_IS_TIME)


def free(now: dt.datetime) -> Q:
    """Not begun, or left by a worker that died."""
    left = Q(state=JobState.RUNNING, claimed_until__lte=now)
    return (Q(state=JobState.WAITING) | left) & Q(attempts__lt=MOST_ATTEMPTS)


def still_open(job_id: int) -> QuerySet[JobPart]:
    return JobPart.objects.filter(job=job_id).exclude(state__in=OVER)


def work(job_id: int, *, seconds: float | None = SLICE) -> bool:
    """Make parts of this job for so long (None: for as long as there are); answers whether there
    may be more."""
    ends = None if seconds is None else time.monotonic() + seconds
    job = Job.objects.select_related("by").filter(pk=job_id, state=JobState.RUNNING).first()
    while job is not None and (part := _claim(job)):
        _make(job, part)
        if ends is not None and time.monotonic() >= ends:
            return True
    return False


def _claim(job: Job) -> JobPart | None:
    """The next part that nobody has. Who loses one to another worker tries the one after it."""
    now = clock.now()
    wanted = job.parts.filter(free(now), job__state=JobState.RUNNING)
    wanted = wanted.filter(job__stop_asked_at__isnull=True)
    while candidates := list(wanted.values_list("pk", flat=True)[: settings.JOB_LANES]):
        for pk in candidates:
            claimed = JobPart.objects.filter(free(now), pk=pk).update(
                state=JobState.RUNNING, claimed_until=now + LEASE, attempts=F("attempts") + 1
            )
            if claimed:
                return JobPart.objects.get(pk=pk)
    return None


def _make(job: Job, part: JobPart) -> None:
    try:
        with translation.override(job.by.language):
            made = jobs.many_of(job).make(job, part)
    except Refusal as refusal:
        _end(part, JobState.FAILED, problem=refusal.message[:300])
    except (OperationalError, InterfaceError):
        raise  # the database is away: the lease gives this part to somebody later
    except Exception:  # whatever one document does wrong, the others go on
        logger.exception("Part %s of job %s (%s) failed", part.number, job.pk, job.kind)
        with translation.override(job.by.language):
            _end(part, JobState.FAILED, problem=our_fault())
    else:
        kept = {**part.arguments, "kept": made.kept}
        _end(part, JobState.DONE, document=made.document, file_name=made.name, arguments=kept)


def _end(part: JobPart, state: JobState, **fields: object) -> None:
    """Unless the lease went to another. Whoever ends the last one wakes who puts them together:
    of two that end at once, at least one sees that nothing is open, and the job is claimed once.
    The job is locked before the part, as `cancel` does."""
    with transaction.atomic():
        job = Job.objects.filter(pk=part.job_id)
        job.select_for_update().get()
        held = JobPart.objects.filter(
            pk=part.pk, state=JobState.RUNNING, claimed_until=part.claimed_until
        )
        over = {"state": state, "claimed_until": None, "finished_at": clock.now()}
        if not held.update(**over, **fields):
            return
        job.update(done=F("done") + 1)
    if not still_open(part.job_id).exists():
        enqueue("accounts.tasks.run_job", part.job_id)


def stop(job: Job) -> bool:
    """Cancel what nobody works on; answers whether something is still being made."""
    now = clock.now()
    left = still_open(job.pk)
    left.exclude(claimed_until__gt=now).update(
        state=JobState.CANCELLED, claimed_until=None, finished_at=now
    )
    return left.exists()


def look_after(job: Job) -> None:
    """Of a job that is being made in parts: give up what keeps killing its worker, and wake lanes,
    or who puts the parts together, when nobody seems to be busy with it."""
    now = clock.now()
    if job.stop_asked_at:
        stop(job)
    _give_up(job, now)
    parts = JobPart.objects.filter(job=job)
    alive = Q(claimed_until__gt=now) | Q(finished_at__gt=now - QUIET)
    waiting = parts.filter(free(now)).count()
    if not still_open(job.pk).exists():
        enqueue("accounts.tasks.run_job", job.pk)
    elif waiting and not parts.filter(alive).exists():
        wake(job.pk, waiting)


def _give_up(job: Job, now: dt.datetime) -> None:
    spent = job.parts.filter(
        state=JobState.RUNNING, claimed_until__lte=now, attempts__gte=MOST_ATTEMPTS
    )
    with translation.override(job.by.language):
        problem = _("Making this one broke off %(count)s times; tell the administrator.") % {
            "count": MOST_ATTEMPTS
        }
    for part in spent:
        _end(part, JobState.FAILED, problem=problem)
