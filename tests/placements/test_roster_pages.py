"""The pages of the import: from a chosen file to a job with progress, in one person's own hands."""

import datetime as dt
import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from accounts.actions import jobs
from accounts.enums import JobState
from accounts.models import Job, User
from config import aside, clock
from config.refusal import Refusal
from config.tables import read_table
from placements.actions import imports
from placements.enums import ImportState
from placements.models import Placement, RosterImport
from placements.overviews.imports import plan_of
from tests.factories import make_user
from tests.placements.rosters import ACCOUNTING, WITH_ERRORS, a_student, csv_of, make_coordinator
from tests.processes import wait_for

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 15, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture
def wim():
    return make_coordinator()


@pytest.fixture
def browser_of_wim(client, wim):
    wim.language = "en"
    wim.save()
    client.force_login(wim)
    return client


def keep(by: User, data: bytes | Path) -> RosterImport:
    data = data.read_bytes() if isinstance(data, Path) else data
    return imports.choose(by=by, file_name="list.csv", data=data)


def start(kept: RosterImport) -> Job:
    return imports.confirm(by=kept.by, roster_import=kept, digest=plan_of(kept).digest)


def digest_on(page) -> str:
    return re.search(r'name="digest" value="(\w+)"', page.content.decode())[1]


def test_a_list_goes_from_file_to_job_by_four_pages(browser_of_wim, wim):
    file = SimpleUploadedFile("list.csv", csv_of({}, a_student(2)))

    answer = browser_of_wim.post(reverse("placements:roster-import"), {"file": file})
    kept = RosterImport.objects.get()
    assert answer.url == reverse("placements:roster-columns", args=[kept.pk])
    answer = browser_of_wim.post(answer.url, kept.mapping)
    assert answer.url == reverse("placements:roster-preview", args=[kept.pk])
    page = browser_of_wim.get(answer.url)
    assert [(tab["label"], tab["count"]) for tab in page.context["tabs"]] == [
        ("Will be created", 2)
    ]
    confirm = reverse("placements:roster-confirm", args=[kept.pk])
    answer = browser_of_wim.post(confirm, {"digest": digest_on(page)})

    job = Job.objects.get(by=wim)
    assert answer.url == reverse("accounts:job", args=[job.pk])
    assert (job.kind, job.arguments) == ("roster-import", {"roster_import": kept.pk})
    kept.refresh_from_db()
    assert (kept.state, kept.job) == (ImportState.CONFIRMED, job)


def test_a_file_that_is_no_table_says_so_beside_the_field(browser_of_wim):
    file = SimpleUploadedFile("photo.png", b"\x89PNG\r\n")

    page = browser_of_wim.post(reverse("placements:roster-import"), {"file": file})

    assert page.context["form"].errors == {
        "file": ["This is not a table. Choose a CSV or XLSX file."]
    }
    assert RosterImport.objects.count() == 0


def test_a_file_that_is_too_large_is_not_read(browser_of_wim, settings):
    settings.ROSTER_MAX_BYTES = 1024**2
    file = SimpleUploadedFile("list.csv", b"a;b\n" * 300_000)

    page = browser_of_wim.post(reverse("placements:roster-import"), {"file": file})

    assert page.context["form"].errors == {"file": ["This file is larger than 1 MB."]}


def test_a_column_that_is_needed_must_be_chosen(browser_of_wim, wim):
    kept = keep(wim, csv_of({}))
    mapping = {name: column for name, column in kept.mapping.items() if name != "mentor_email"}

    page = browser_of_wim.post(reverse("placements:roster-columns", args=[kept.pk]), mapping)

    assert page.context["form"].errors == {
        "mentor_email": ["Choose the column that holds “E-mail of the mentor”."]
    }


def test_one_column_holds_one_thing(browser_of_wim, wim):
    kept = keep(wim, csv_of({}))
    mapping = {**kept.mapping, "city": kept.mapping["street"]}

    page = browser_of_wim.post(reverse("placements:roster-columns", args=[kept.pk]), mapping)

    assert sorted(page.context["form"].errors) == ["city", "street"]


def test_each_column_is_shown_with_what_stands_in_it(browser_of_wim, wim):
    kept = keep(wim, csv_of({}, a_student(2)))

    page = browser_of_wim.get(reverse("placements:roster-columns", args=[kept.pk]))

    choices = page.context["form"].fields["student_number"].choices
    assert choices[1] == (0, "studentennummer: 20260001, 20260002")


def test_a_list_with_faults_offers_no_way_on(browser_of_wim, wim):
    kept = keep(wim, WITH_ERRORS)

    page = browser_of_wim.get(reverse("placements:roster-preview", args=[kept.pk]))

    assert page.context["shown"] == "faults"
    assert [fault.row for fault in page.context["page"].object_list] == [
        2, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13, 14, 15
    ]  # fmt: skip
    assert b'name="digest"' not in page.content
    confirm = reverse("placements:roster-confirm", args=[kept.pk])
    browser_of_wim.post(confirm, {"digest": plan_of(kept).digest})
    assert Job.objects.count() == 0


def test_the_faults_come_as_a_list_that_no_spreadsheet_runs(browser_of_wim, wim):
    kept = keep(wim, csv_of({"persona": "=1+1"}))

    answer = browser_of_wim.get(reverse("placements:roster-faults", args=[kept.pk]))

    table = read_table(answer.content)
    assert table.header == ("Row", "Column", "What is wrong")
    assert [row.cells[:2] for row in table.rows] == [("2", "type student")]
    assert answer["Content-Disposition"] == 'attachment; filename="faults.csv"'


@pytest.mark.parametrize("name", ["roster-preview", "roster-faults"])
def test_without_all_columns_every_page_leads_back_to_them(browser_of_wim, wim, name):
    kept = keep(wim, b"Voornaam;Naam;Iets\r\nAn;Maes;1\r\n")

    answer = browser_of_wim.get(reverse(f"placements:{name}", args=[kept.pk]))

    assert answer.url == reverse("placements:roster-columns", args=[kept.pk])


def test_columns_that_changed_after_the_preview_are_shown_again_first(wim):
    kept = keep(wim, csv_of({}))
    digest = plan_of(kept).digest
    mapping = {**kept.mapping, "street": kept.mapping["city"], "city": kept.mapping["street"]}
    imports.map_columns(by=wim, roster_import=kept, mapping=mapping, width=27)

    with pytest.raises(Refusal) as refused:
        imports.confirm(by=wim, roster_import=kept, digest=digest)

    assert refused.value.codes == ["changed-meanwhile"]


def test_what_changed_after_the_preview_is_shown_again_first(browser_of_wim, wim):
    kept = keep(wim, csv_of({}))
    url = reverse("placements:roster-preview", args=[kept.pk])
    digest = digest_on(browser_of_wim.get(url))
    imports.import_table(by=wim, table=read_table(csv_of({})), mapping=kept.mapping)

    answer = browser_of_wim.post(
        reverse("placements:roster-confirm", args=[kept.pk]), {"digest": digest}
    )

    assert answer.url == url
    assert Job.objects.count() == 0


def test_a_list_is_of_one_person_for_one_day(wim):
    kept = keep(wim, csv_of({}))
    other = make_user("Dries", "Maes")

    assert list(RosterImport.objects.visible_to(wim)) == [kept]
    assert list(RosterImport.objects.visible_to(other)) == []
    with clock.at(NOW + dt.timedelta(hours=24)):
        assert list(RosterImport.objects.visible_to(wim)) == []


def test_after_a_day_the_file_is_gone_from_the_disk(wim, django_capture_on_commit_callbacks):
    kept = keep(wim, csv_of({}))
    path = Path(settings.MEDIA_ROOT, kept.file.name)
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        assert imports.forget(before=NOW + dt.timedelta(hours=23)) == 0
        assert imports.forget(before=NOW + dt.timedelta(hours=24)) == 1

    assert not path.exists()
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_for_one_row_and_for_three(
    browser_of_wim, wim, count, django_assert_num_queries
):
    kept = keep(wim, csv_of(*(a_student(number) for number in range(2, 2 + count))))
    url = reverse("placements:roster-preview", args=[kept.pk])
    browser_of_wim.get(url)

    with django_assert_num_queries(22):
        browser_of_wim.get(url)


@pytest.mark.django_db(transaction=True)
def test_the_job_imports_the_whole_list_and_says_so(wim):
    job = start(keep(wim, ACCOUNTING))

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 120, 120)
    assert job.result["sentence"] == (
        "Nieuwe plaatsingen: 120. Veranderd: 0. Gebleven zoals ze waren: 0."
    )
    assert Placement.objects.count() == 120
    kept = RosterImport.objects.get()
    assert (kept.state, kept.created, kept.job) == (ImportState.DONE, 120, job)


def test_a_real_worker_imports_the_list(workers, wim):
    workers.start()

    job = start(keep(wim, csv_of({}, a_student(2))))
    wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    assert Placement.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_nothing_of_the_import_is(wim, monkeypatch):
    monkeypatch.setattr(aside, "EVERY", 0)
    seen: list[tuple[int, int, int]] = []
    report = jobs._report

    def look(job: Job, done: int, total: int) -> bool:
        held = report(job, done, total)
        watcher = threading.Thread(target=lambda: seen.append(others_see(job.pk)))
        watcher.start()
        watcher.join()
        return held

    monkeypatch.setattr(jobs, "_report", look)
    start(keep(wim, csv_of({}, a_student(2), a_student(3))))

    assert seen == [(0, 0, 0), (1, 3, 0), (2, 3, 0), (3, 3, 0)]
    assert Placement.objects.count() == 3


def others_see(job: int) -> tuple[int, int, int]:
    """From a connection of one's own: done, total, and how many placements there are."""
    try:
        return (*Job.objects.values_list("done", "total").get(pk=job), Placement.objects.count())
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_stopped_leaves_nothing_behind(wim, monkeypatch):
    report = jobs._report

    def stop_at_two(job: Job, done: int, total: int) -> bool:
        if done == 2:
            jobs.cancel(job, by=wim)
        return report(job, done, total)

    monkeypatch.setattr(aside, "EVERY", 0)
    monkeypatch.setattr(jobs, "_report", stop_at_two)
    people = User.objects.count()
    job = start(keep(wim, csv_of({}, a_student(2), a_student(3))))

    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 1)
    assert (Placement.objects.count(), User.objects.count()) == (0, people)
    assert RosterImport.objects.get().state == ImportState.CONFIRMED


def test_an_import_whose_worker_died_after_the_commit_is_not_done_twice(wim):
    kept = keep(wim, csv_of({}))
    start(kept)
    imports.carry_out(roster_import=kept.pk)

    again = imports.carry_out(roster_import=kept.pk)

    assert (again.state, again.created, Placement.objects.count()) == (ImportState.DONE, 1, 1)


def test_a_list_that_is_in_is_not_confirmed_again(wim):
    kept = keep(wim, csv_of({}))
    start(kept)
    imports.carry_out(roster_import=kept.pk)
    kept.refresh_from_db()

    with pytest.raises(Refusal) as refused:
        start(kept)

    assert refused.value.codes == ["import-started"]
