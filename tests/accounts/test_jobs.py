"""Background work: progress kept, stopped between pieces, taken up again after a crash."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts import jobs
from accounts.actions import jobs as actions
from accounts.enums import JobState
from accounts.models import Job
from config import clock
from config.refusal import Refusal
from tests.accounts.factories import at_once, make_person

MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))


def counting(kind: str = "test-count", during=lambda job, number: None) -> list[int]:
    """A job of three pieces; answers the list of pieces done, over all runs."""
    done: list[int] = []

    @jobs.runner(kind, title="Counting")
    def count(job: Job):
        for number in (1, 2, 3):
            done.append(number)
            during(job, number)
            yield number, 3
        job.result = {"sentence": "Three counted.", "url": "/help/"}
        job.file.save("count.txt", ContentFile(b"1 2 3"), save=False)
        job.file_name = "count.txt"

    return done


def started(kind: str = "test-count", by=None) -> Job:
    return actions.start(kind, by=by or make_person(), unit="exploration")


@pytest.mark.django_db
def test_job_runs_after_the_commit_and_keeps_its_result(django_capture_on_commit_callbacks):
    counting()
    with django_capture_on_commit_callbacks(execute=True):
        job = started()
        assert job.state == JobState.WAITING

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    with job.file.open() as file:
        assert (job.result["sentence"], file.read()) == ("Three counted.", b"1 2 3")


@pytest.mark.django_db
def test_unknown_kind_is_not_started():
    with pytest.raises(LookupError):
        started("nobody-does-this")
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_nobody_fills_the_queue():
    counting()
    griet = make_person()
    kept = [started(by=griet) for _ in range(actions.MOST_OPEN)]

    with pytest.raises(Refusal) as refused:
        started(by=griet)
    actions.cancel(kept[0], by=griet)

    assert refused.value.codes == ["jobs-enough"]
    assert (started(by=griet).state, started().state) == (JobState.WAITING, JobState.WAITING)


@pytest.mark.django_db
def test_stopped_job_ends_after_the_piece_at_hand():
    pieces = counting(during=lambda job, number: actions.cancel(job, by=job.by))
    job = started()

    actions.run(job.pk)

    job.refresh_from_db()
    assert (job.state, pieces, job.result) == (JobState.CANCELLED, [1], {})


@pytest.mark.django_db
def test_job_that_is_over_cannot_be_stopped():
    counting()
    job = started()
    actions.run(job.pk)

    with pytest.raises(Refusal) as refusal:
        actions.cancel(job, by=job.by)
    assert refusal.value.codes == ["job-is-over"]


@pytest.mark.django_db
def test_job_of_a_dead_worker_is_taken_up_again_when_its_lease_is_over(
    django_capture_on_commit_callbacks,
):
    crashed = []

    def crash_once(job: Job, number: int) -> None:
        if number == 2 and not crashed:
            crashed.append(number)
            raise SystemExit  # what a SIGKILL leaves behind: no handler of ours has run

    pieces = counting(during=crash_once)
    job = started()
    with clock.at(MOMENT), pytest.raises(SystemExit):
        actions.run(job.pk)
    with clock.at(MOMENT + dt.timedelta(seconds=90)):
        assert actions.resume() == 0
    with (
        clock.at(MOMENT + dt.timedelta(minutes=3)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert actions.resume() == 1

    job.refresh_from_db()
    assert (job.state, pieces) == (JobState.DONE, [1, 2, 1, 2, 3])


@pytest.mark.django_db
def test_job_that_keeps_killing_its_worker_is_given_up():
    counting()
    job = started()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=5, claimed_until=MOMENT)
    with clock.at(MOMENT + dt.timedelta(minutes=3)):
        assert actions.resume() == 0

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.problem


@pytest.mark.django_db
def test_failure_leaves_a_sentence_and_a_refusal_its_own():
    def stumble(job: Job, number: int) -> None:
        raise Refusal("too_long", "This file has too many rows.") if number == 2 else KeyError

    counting("refused", during=lambda job, number: number == 2 and stumble(job, number))
    counting("broken", during=lambda job, number: {}["no such key"])
    refused, broken = started("refused"), started("broken")
    for job in (refused, broken):
        actions.run(job.pk)
        job.refresh_from_db()

    assert (refused.state, refused.problem) == (JobState.FAILED, "This file has too many rows.")
    assert (broken.state, "Begin opnieuw" in broken.problem) == (JobState.FAILED, True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once():
    pieces = counting()
    job = started()
    Job.objects.update(state=JobState.WAITING, claimed_until=None, attempts=0)
    pieces.clear()

    at_once(lambda _: actions.run(job.pk), 8)

    assert pieces == [1, 2, 3]


@pytest.mark.django_db
class TestPages:
    def test_page_shows_progress_and_asks_again(self, client):
        counting()
        job = started()
        Job.objects.update(state=JobState.RUNNING, done=2, total=3)
        client.force_login(job.by)

        whole = client.get(reverse("accounts:job", args=[job.pk]))
        part = client.get(reverse("accounts:job", args=[job.pk]), headers={"hx-request": "true"})

        assert "2 van 3 klaar" in whole.content.decode()
        assert part.templates[0].name == "accounts/job_progress.html"
        assert b"hx-trigger" in part.content

    def test_file_and_page_are_for_whoever_asked(self, client):
        counting()
        job = started()
        actions.run(job.pk)
        urls = [reverse(f"accounts:{name}", args=[job.pk]) for name in ("job", "job-file")]

        client.force_login(make_person())
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert client.post(reverse("accounts:job-cancel", args=[job.pk])).status_code == 404
        client.force_login(job.by)
        page, file = (client.get(url) for url in urls)
        assert "Three counted." in page.content.decode()
        assert b"".join(file.streaming_content) == b"1 2 3"
        assert file["Content-Disposition"] == 'attachment; filename="count.txt"'

    def test_stop_takes_a_press(self, client):
        counting()
        job = started()
        client.force_login(job.by)
        client.post(reverse("accounts:job-cancel", args=[job.pk]))

        job.refresh_from_db()
        assert job.state == JobState.CANCELLED
