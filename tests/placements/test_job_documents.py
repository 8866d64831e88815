"""Documents of many placements: which kinds, for whom, and what is said of those that fail."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from accounts.actions import job_parts, jobs
from accounts.enums import JobState
from accounts.models import Job, User
from config import clock
from placements import document_kinds
from placements.actions import agreements, placements
from placements.documents.agreement_files import agreement_pdf
from placements.enums import AgreementState
from placements.models import Placement
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def programme(wim):
    return make_programme(coordinator=wim)


def run(kind: str, by: User, chosen: list[Placement], **more) -> Job:
    job = jobs.start(kind, by=by, placements=[placement.pk for placement in chosen], **more)
    jobs.run_here(job.pk)
    return Job.objects.get(pk=job.pk)


def sent(wim: User, placement: Placement):
    agreement = agreements.open_agreement(by=wim, placement=placement)
    return agreements.send(by=wim, agreement=agreement)


def unpacked(job: Job) -> dict[str, bytes]:
    with job.file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def index_of(job: Job) -> dict[str, tuple[str, str]]:
    """File and problem by student."""
    text = unpacked(job)["index.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    return {student: (file, why) for student, _where, _kind, file, why in rows}


def test_a_zip_names_what_is_missing_and_packs_the_rest(wim, programme):
    hostile = make_user("Zoë", "../Van Ünal", email="zoe@example.org")
    ready = make_placement(programme=programme)
    without = make_placement(programme=programme, student=hostile)
    agreement = sent(wim, ready)

    job = run("documents-zip", wim, [ready, without, make_placement()])

    name = f"{agreement.reference}-amina-bouzid.pdf"
    assert list(unpacked(job)) == [name, "index.csv", "index.html"]
    assert unpacked(job)[name] == agreement_pdf(agreement)
    assert index_of(job) == {
        "Amina Bouzid": (name, ""),
        "Zoë ../Van Ünal": ("", "There is no agreement yet; open one first."),
    }
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)


def test_a_draft_is_set_as_it_stands_and_stored_once(wim, programme):
    placement = make_placement(programme=programme)
    agreements.open_agreement(by=wim, placement=placement)

    first = run("documents-zip", wim, [placement])
    part = first.parts.get()

    [name] = [name for name in unpacked(first) if name.endswith(".pdf")]
    with part.document.file.open("rb") as stored:
        assert unpacked(first)[name] == stored.read()


def test_a_contract_and_its_amendment_on_the_way_are_both_in_it(wim, programme):
    placement = make_placement(programme=programme)
    old = sent(wim, placement)
    agreements.withdraw(by=wim, agreement=old, reason="Andere data.")
    new = agreements.open_agreement(by=wim, placement=placement)

    job = run("documents-zip", wim, [placement])

    assert [name for name in unpacked(job) if name.endswith(".pdf")] == [
        f"{new.reference}-amina-bouzid.pdf"
    ]


def test_who_coordinates_no_more_at_the_moment_of_making_gets_nothing(wim, programme):
    mine, gone = make_placement(programme=programme), make_placement()
    gone.enrolment.programme.coordinators.add(wim)
    for placement in (mine, gone):
        sent(wim, placement)
    job = jobs.start("documents-zip", by=wim, placements=[mine.pk, gone.pk])
    jobs.run(job.pk)
    gone.enrolment.programme.coordinators.remove(wim)
    job_parts.work(job.pk, seconds=None)
    jobs.run(job.pk)

    job.refresh_from_db()
    files = [name for name in unpacked(job) if name.endswith(".pdf")]
    assert [part.state for part in job.parts.all()] == [JobState.DONE, JobState.FAILED]
    assert len(files) == 1
    assert index_of(job)["–"] == ("", "You may no longer see this one.")


def test_every_kind_that_is_asked_for_is_in_the_zip(wim, programme):
    placement = make_placement(programme=programme)
    agreement = sent(wim, placement)

    job = run("documents-zip", wim, [placement], kinds=["agreement", "checklist"])

    files = [name for name in unpacked(job) if name.endswith(".pdf")]
    assert files[0] == f"{agreement.reference}-amina-bouzid.pdf"
    assert files[1].startswith(f"KW-{clock.today().year}-{placement.pk:04d}")
    assert len(files) == 2


def test_reports_of_meetings_are_no_business_of_a_coordinator(wim, programme):
    placement = make_placement(programme=programme)
    kinds = document_kinds.registered()

    assert list(kinds) == ["agreement", "statement", "report", "checklist"]
    assert not kinds["report"].of(wim).exists()
    coached = make_placement(programme=programme, coach=wim)
    assert {one.pk for one in kinds["checklist"].of(wim)} == {placement.pk, coached.pk}


def test_opening_and_sending_many_does_not_stop_at_one_that_fails(wim, programme):
    fine = make_placement(programme=programme)
    ended = make_placement(programme=programme, student=make_user("Bram", "Aerts"))
    placements.end(by=wim, placement=ended, moment=clock.now(), reason="Gestopt.")

    opened = run("agreements-open", wim, [fine, ended])
    out = run("agreements-send", wim, [fine, ended])

    assert [job.state for job in (opened, out)] == [JobState.DONE, JobState.DONE]
    assert [job.file_name for job in (opened, out)] == ["index.csv", "index.csv"]
    assert fine.agreements.get().state == AgreementState.OUT
    assert ended.agreements.count() == 0


def test_sending_again_after_a_crash_counts_what_went_out_and_sends_it_once(wim, programme):
    placement = make_placement(programme=programme)
    agreement = agreements.open_agreement(by=wim, placement=placement)
    job = jobs.start("agreements-send", by=wim, placements=[placement.pk])
    jobs.run(job.pk)
    agreements.send(by=wim, agreement=agreement)  # and then the worker was killed
    job.parts.update(attempts=1)

    job_parts.work(job.pk)
    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result["sentence"]) == (
        JobState.DONE,
        "Agreements that went out for signature: 1.",
    )


class TestPages:
    def test_the_page_asks_which_documents_and_how_many_there_are(self, wim, programme, client):
        placement = make_placement(programme=programme)
        client.force_login(wim)
        url = reverse("placements:document-pack")

        page = client.post(url, {"placements": [placement.pk]})
        lines = {kind["key"]: (kind["count"], kind["none"]) for kind in page.context["kinds"]}
        nothing = client.post(url, {"placements": [placement.pk], "confirmed": "1"})
        started = client.post(url, {"placements": [placement.pk], "kinds": ["checklist"]})

        assert lines == {
            "agreement": (0, 1),
            "statement": (0, 1),
            "report": (0, 1),
            "checklist": (1, 0),
        }
        assert "Choose at least one kind of document." in nothing.content.decode()
        job = Job.objects.get()
        assert started.url == reverse("accounts:job", args=[job.pk])
        assert job.arguments == {"placements": [placement.pk], "kinds": ["checklist"]}

    def test_an_unknown_kind_is_not_found(self, wim, programme, client):
        placement = make_placement(programme=programme)
        client.force_login(wim)

        answer = client.post(
            reverse("placements:document-pack"),
            {"placements": [placement.pk], "kinds": ["portfolio"]},
        )

        assert (answer.status_code, Job.objects.count()) == (404, 0)
