"""What workers do: keys in, one call, safe to run twice."""

import datetime as dt

from celery import Task, shared_task
from django.conf import settings

from accounts import alarms, delivery, emails, texting
from accounts.actions import (
    browsers,
    documents,
    invitations,
    job_parts,
    jobs,
    notifications,
    rates,
    sign_in,
    sweeps,
)
from accounts.sessions import KNOWN_BROWSER_SECONDS
from config import clock

LOST_AFTER = dt.timedelta(seconds=30)
KEPT_FOR = dt.timedelta(days=1)
# A dead link still says to whom a new one may go: that saves somebody typing an address.
REQUESTS_KEPT_FOR = dt.timedelta(days=14)
INVITATIONS_KEPT_FOR = dt.timedelta(days=90)
BROWSERS_KEPT_FOR = dt.timedelta(seconds=KNOWN_BROWSER_SECONDS)
FILES_KEPT_FOR = dt.timedelta(days=7)


@shared_task(autoretry_for=(OSError,), retry_backoff=5, retry_backoff_max=60, max_retries=6)
def send_sign_in_mail(request_id: int) -> None:
    """Make the secrets of a request and mail them; nobody else ever holds them.

    For an address that nobody has, everything happens but the handing over.
    """
    secrets = sign_in.make_secrets(request_id=request_id)
    if secrets is None:
        return
    if secrets.request.user_id:
        emails.sign_in_mail(secrets).send()
    sign_in.mark_sent(request_id=request_id)


@shared_task
@sweeps.recorded("send-mail")
def send_due_mail() -> int:
    """Gather what is due and send it; mail also what a lost task left behind."""
    now = clock.now()
    for request_id in sign_in.waiting_for_mail(older_than=now - LOST_AFTER):
        send_sign_in_mail.delay(request_id)
    notifications.gather(now)
    return delivery.send_due(clock.now())  # gathering for a whole school takes its time


@shared_task
@sweeps.recorded("send-texts")
def send_due_texts() -> int:
    return texting.send_due(clock.now())


@shared_task
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(bind=True)
def make_parts(self: Task, job_id: int) -> None:
    """One lane of a job: some of its parts, then again from the end of the queue."""
    slice_of_time = None if self.request.is_eager else job_parts.SLICE
    if job_parts.work(job_id, seconds=slice_of_time):
        job_parts.wake(job_id, 1)


@shared_task
def look_for_alarms() -> None:
    """Say aloud what comes late, also where nobody asks /health/."""
    alarms.log(alarms.alarms(clock.now()))


@shared_task
@sweeps.recorded("forget-documents")
def forget_documents() -> int:
    """Clear the shelf of papers that nobody asked for lately, and of files that no row names."""
    kept_for = dt.timedelta(days=settings.DOCUMENTS_KEPT_DAYS)
    return documents.forget(
        unused_since=clock.today() - kept_for, strays_before=clock.now() - KEPT_FOR
    )


@shared_task
@sweeps.recorded("resume-jobs")
def resume_jobs() -> int:
    """Pick up work whose worker died, and sweep out what is long over."""
    now = clock.now()
    rates.forget(before=now - KEPT_FOR)
    sign_in.forget(before=now - REQUESTS_KEPT_FOR)
    invitations.forget(before=now - INVITATIONS_KEPT_FOR)
    browsers.forget(before=now - BROWSERS_KEPT_FOR)
    jobs.forget_files(before=now - FILES_KEPT_FOR)
    return jobs.resume()
