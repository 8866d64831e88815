"""Real workers with a pool of two, a real queue, and SIGKILL while a job in parts is made."""

import pytest
import redis

from accounts import jobs
from accounts.actions import job_parts
from accounts.actions import jobs as actions
from accounts.enums import JobState
from accounts.models import Job, JobPart
from accounts.tasks import resume_jobs
from config import clock
from config.celery import app
from tests.accounts import slow
from tests.accounts.factories import make_person
from tests.accounts.many import content_of
from tests.processes import Workers, wait_for

COUNT = 12
RULES = {"DJANGO_SETTINGS_MODULE": "tests.accounts.rule_settings"}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    slow.register()


def begun(**arguments) -> Job:
    said = {"count": COUNT, "stuck": 0, "stuck_together": False} | arguments
    return actions.start(slow.KIND, by=make_person(), **said)


def leases_are_over() -> None:
    """What two minutes do."""
    for model in (Job, JobPart):
        model.objects.filter(claimed_until__isnull=False).update(claimed_until=clock.now())


def killed_and_replaced(workers: Workers, worker) -> None:
    workers.kill(worker)
    leases_are_over()
    workers.start(concurrency=2, **RULES)
    resume_jobs.delay()


def is_done(job: Job) -> bool:
    return Job.objects.get(pk=job.pk).state == JobState.DONE


def whole() -> dict[str, str]:
    return {f"{number}.txt": str(number) for number in range(1, COUNT + 1)}


def test_killed_in_the_middle_of_a_document_loses_none_and_makes_no_other_again(workers: Workers):
    worker = workers.start(concurrency=2, **RULES)
    job = begun(stuck=4)
    over = job.parts.filter(state=JobState.DONE)
    wait_for(lambda: over.count() == COUNT - 1)  # the other process went on without it

    killed_and_replaced(workers, worker)
    wait_for(lambda: is_done(job), seconds=60)

    job.refresh_from_db()
    attempts = {part.number: part.attempts for part in job.parts.all()}
    assert attempts == {number: 2 if number == 4 else 1 for number in range(1, COUNT + 1)}
    assert content_of(job) == whole()
    assert job.done == COUNT


def test_killed_while_it_is_put_together_leaves_one_zip(workers: Workers, settings):
    worker = workers.start(concurrency=2, **RULES)
    job = begun(stuck_together=True)
    held = Job.objects.filter(pk=job.pk, claimed_until__isnull=False, done=COUNT)
    wait_for(held.exists)

    killed_and_replaced(workers, worker)
    wait_for(lambda: is_done(job), seconds=60)

    job.refresh_from_db()
    assert content_of(job) == whole()
    assert [path.name for path in settings.MEDIA_ROOT.rglob("*.zip")] == [f"{job.pk}.zip"]


def test_queue_that_lost_everything_is_filled_again_from_the_rows(workers: Workers, settings):
    job = begun()
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as queue:
        assert queue.llen("celery") == 1
        actions.run(job.pk)
        lanes = queue.llen("celery\x06\x169")
        queue.flushdb()
    workers.start(concurrency=2, **RULES)
    resume_jobs.delay()
    wait_for(lambda: is_done(job), seconds=60)

    job.refresh_from_db()
    assert lanes == min(COUNT, settings.JOB_LANES)
    assert content_of(job) == whole()


def test_what_somebody_waits_for_goes_before_a_hundred_documents(workers: Workers, settings):
    job_parts.wake(1, 3)
    resume_jobs.apply_async(priority=0)
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        first = queue.get(timeout=5)
        first.ack()

    assert first.headers["task"] == "accounts.tasks.resume_jobs"
