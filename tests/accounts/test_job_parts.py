"""A job of many documents: each made once by whoever is free, and put together once."""

import datetime as dt
import threading
import tracemalloc
import zipfile

import pytest
from django.core.files.storage import default_storage

from accounts import jobs
from accounts.actions import job_parts, job_zip
from accounts.actions import jobs as actions
from accounts.enums import JobState
from accounts.models import Job, JobPart
from config import clock
from config.refusal import Refusal
from tests.accounts.factories import at_once, make_person
from tests.accounts.many import content_of, fresh, index_of, numbers, started, states

MOMENT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
LATER = MOMENT + dt.timedelta(minutes=3)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))


@pytest.mark.django_db
def test_every_part_is_made_once_and_comes_in_one_zip_with_its_index(
    django_capture_on_commit_callbacks,
):
    many = numbers(3)

    with django_capture_on_commit_callbacks(execute=True):
        job = started()

    job = fresh(job)
    assert (job.state, job.done, job.total, many.made) == (JobState.DONE, 3, 3, [1, 2, 3])
    assert content_of(job) == {f"number-{n}.txt": str(n) for n in (1, 2, 3)}
    assert index_of(job)[1:] == [[f"Number {n}", f"number-{n}.txt", ""] for n in (1, 2, 3)]
    assert job.result["sentence"] == "3 numbers."


@pytest.mark.django_db
def test_one_that_fails_is_named_and_stops_no_other():
    many = numbers(4)
    many.refused, many.broken = {2}, {3}
    job = started()

    actions.run_here(job.pk)

    job = fresh(job)
    assert (job.state, job.done, states(job)) == (
        JobState.DONE,
        4,
        ["done", "failed", "failed", "done"],
    )
    assert sorted(content_of(job)) == ["number-1.txt", "number-4.txt"]
    problems = {line[0]: line[2] for line in index_of(job)[1:]}
    assert problems["Number 2"] == "Not 2."
    assert problems["Number 3"].startswith("Something went wrong on our side.")
    assert job.result["sentence"] == "2 numbers. For 2 it did not work."


@pytest.mark.django_db
def test_the_index_for_people_says_which_file_is_whose_and_what_is_missing():
    many = numbers(2)
    many.refused = {2}
    job = started()
    actions.run_here(job.pk)

    with fresh(job).file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
        page = archive.read("index.html").decode()

    assert '<html lang="en">' in page
    assert '<a href="number-1.txt">number-1.txt</a>' in page
    assert '<span class="missing">Not 2.</span>' in page


@pytest.mark.django_db
def test_part_of_a_dead_worker_is_made_again_when_its_lease_is_over(
    django_capture_on_commit_callbacks,
):
    many = numbers(3)
    dying = [2]

    def die(number: int) -> None:
        if number in dying:
            dying.remove(number)
            raise SystemExit  # what a SIGKILL leaves behind: no handler of ours has run

    many.during = die
    job = started()
    with clock.at(MOMENT), pytest.raises(SystemExit):
        actions.run_here(job.pk)
    with clock.at(MOMENT):
        job_parts.work(job.pk)
    assert states(job) == ["done", "running", "done"]

    with clock.at(LATER), django_capture_on_commit_callbacks(execute=True):
        actions.resume()

    assert (fresh(job).state, many.made) == (JobState.DONE, [1, 2, 3, 2])
    assert [part.attempts for part in job.parts.all()] == [1, 2, 1]


@pytest.mark.django_db
def test_part_that_keeps_killing_its_worker_fails_in_words_and_the_rest_is_handed_over(
    django_capture_on_commit_callbacks,
):
    many = numbers(2)

    def die(number: int) -> None:
        if number == 1:
            raise SystemExit

    many.during = die
    job = started()
    actions.run(job.pk)
    for attempt in range(job_parts.MOST_ATTEMPTS):
        with (
            clock.at(MOMENT + dt.timedelta(minutes=3 * attempt)),
            pytest.raises(SystemExit),
        ):
            job_parts.work(job.pk)
    with clock.at(MOMENT + dt.timedelta(minutes=30)):
        job_parts.work(job.pk)
        with django_capture_on_commit_callbacks(execute=True):
            actions.resume()

    job = fresh(job)
    assert (job.state, states(job)) == (JobState.DONE, ["failed", "done"])
    assert index_of(job)[1][2] == "Making this one broke off 3 times; tell the administrator."


@pytest.mark.django_db
def test_worker_that_comes_back_after_its_lease_changes_nothing():
    many = numbers(1)
    job = started()
    actions.run(job.pk)

    def overtaken(number: int) -> None:
        many.during = lambda number: None
        JobPart.objects.update(claimed_until=MOMENT)
        job_parts.work(job.pk)

    many.during = overtaken
    job_parts.work(job.pk)

    part = job.parts.get()
    assert (fresh(job).done, part.attempts, many.made) == (1, 2, [1, 1])
    with default_storage.open(part.arguments["kept"]) as kept:
        assert kept.read() == b"1"


@pytest.mark.django_db
def test_lanes_that_were_lost_are_started_again_only_when_nobody_is_busy():
    numbers(3)
    with clock.at(MOMENT):
        job = started()
        actions.run(job.pk)
        woken = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(job_parts, "wake", lambda pk, parts: woken.append(parts))
            JobPart.objects.filter(number=1).update(
                state=JobState.RUNNING, claimed_until=MOMENT + job_parts.LEASE
            )
            actions.resume()
            busy = list(woken)
            with clock.at(LATER):
                actions.resume()

    assert (busy, woken) == ([], [3])


@pytest.mark.django_db
def test_job_with_nothing_to_make_says_so():
    numbers(0)
    job = started()

    actions.run_here(job.pk)

    job = fresh(job)
    assert (job.state, job.problem) == (
        JobState.FAILED,
        "There is nothing to make of what you chose.",
    )


# --- stopping ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_stopping_begins_nothing_new_finishes_what_runs_and_hands_nothing_over(
    django_capture_on_commit_callbacks,
):
    many = numbers(3)
    job = started()
    many.during = lambda number: actions.cancel(job, by=job.by)
    with django_capture_on_commit_callbacks(execute=True):
        actions.run_here(job.pk)

    job = fresh(job)
    assert (job.state, job.done, many.made) == (JobState.CANCELLED, 1, [1])
    assert states(job) == ["done", "cancelled", "cancelled"]
    assert not job.file
    assert job.stop_asked_at is not None


@pytest.mark.django_db
def test_what_was_made_before_stopping_is_handed_over_when_asked():
    many = numbers(3)
    job = started()
    many.during = lambda number: actions.cancel(job, by=job.by)
    actions.run_here(job.pk)

    actions.keep(job, by=job.by)
    actions.run(job.pk)

    job = fresh(job)
    assert (job.state, list(content_of(job))) == (JobState.DONE, ["number-1.txt"])
    assert [line[2] for line in index_of(job)[1:]] == [
        "",
        "Stopped before this one was made.",
        "Stopped before this one was made.",
    ]


@pytest.mark.django_db
def test_nothing_is_handed_over_of_a_job_that_had_made_nothing():
    numbers(2)
    job = started()
    actions.run(job.pk)
    actions.cancel(job, by=job.by)

    with pytest.raises(Refusal) as refused:
        actions.keep(job, by=job.by)

    assert refused.value.codes == ["nothing-to-keep"]
    assert (fresh(job).state, states(job)) == (JobState.CANCELLED, ["cancelled"] * 2)


@pytest.mark.django_db
def test_stopping_while_it_is_put_together_leaves_no_file(settings):
    numbers(2)
    job = started()
    actions.run(job.pk)
    job_parts.work(job.pk, seconds=None)
    claimed = actions._claim(job.pk)
    pieces = job_zip.put_together(claimed)
    next(pieces)
    actions.cancel(job, by=job.by)
    list(pieces)
    actions._finish(claimed, JobState.DONE)

    assert (fresh(job).state, bool(fresh(job).file)) == (JobState.CANCELLED, False)
    assert list(settings.MEDIA_ROOT.rglob("*.zip")) == []


# --- who may have it --------------------------------------------------------------------------


@pytest.mark.django_db
def test_part_that_is_no_longer_theirs_is_neither_handed_over_nor_named():
    many = numbers(2)
    job = started()
    actions.run(job.pk)
    job_parts.work(job.pk, seconds=None)
    many.hidden = {1}
    actions.run(job.pk)

    job = fresh(job)
    assert list(content_of(job)) == ["number-2.txt"]
    assert index_of(job)[1] == ["–", "", "You may no longer see this one."]
    assert jobs.kind_of(job).is_theirs(job)
    many.hidden = {1, 2}
    assert not jobs.kind_of(job).is_theirs(job)


# --- at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_last_parts_at_once_are_put_together_once(monkeypatch):
    many = numbers(2)
    together = threading.Barrier(2, timeout=10)
    many.during = lambda number: together.wait()
    assembled = []
    put_together = actions.put_together
    monkeypatch.setattr(
        actions, "put_together", lambda job: assembled.append(1) or put_together(job)
    )
    monkeypatch.setattr(job_parts, "wake", lambda pk, parts: None)
    job = started()

    at_once(lambda _: job_parts.work(job.pk), 2)

    assert (assembled, fresh(job).state, fresh(job).done) == ([1], JobState.DONE, 2)
    assert sorted(content_of(fresh(job))) == ["number-1.txt", "number-2.txt"]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_make_each_part_once(monkeypatch):
    many = numbers(24)
    monkeypatch.setattr(job_parts, "wake", lambda pk, parts: None)
    job = started()

    at_once(lambda _: job_parts.work(job.pk, seconds=None), 8)

    assert (sorted(many.made), fresh(job).done) == (list(range(1, 25)), 24)
    assert fresh(job).state == JobState.DONE


@pytest.mark.django_db
def test_second_job_is_made_beside_the_first():
    numbers(2)
    owner = make_person(language="en")
    first, second = started(owner), started(owner)
    for job in (first, second):
        actions.run(job.pk)
    for job in (second, first, second, first):
        job_parts.work(job.pk, seconds=0)
    for job in (first, second):
        actions.run(job.pk)

    assert [fresh(job).state for job in (first, second)] == [JobState.DONE] * 2
    assert Job.objects.filter(state=JobState.DONE).count() == 2


@pytest.mark.django_db
def test_memory_does_not_grow_with_the_zip():
    many = numbers(20)
    many.size = 500_000
    job = started()
    actions.run(job.pk)
    job_parts.work(job.pk, seconds=None)

    tracemalloc.start()
    actions.run(job.pk)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert fresh(job).file.size > 15_000_000
    assert peak < 6_000_000
