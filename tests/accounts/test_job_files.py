"""What a job made holds personal data: it is kept for a week and then thrown away."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts import tasks
from accounts.enums import JobState
from accounts.models import Job, User
from config import clock
from tests.factories import make_user

pytestmark = pytest.mark.django_db

MADE = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def owner() -> User:
    return make_user("Amina")


@pytest.fixture
def job(owner) -> Job:
    with clock.at(MADE):
        job = Job(kind="documents-zip", by=owner, state=JobState.DONE, finished_at=MADE)
        job.file_name = "agreements.zip"
        job.file.save("agreements.zip", ContentFile(b"PK"))
    return job


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_file_is_kept_for_a_week(job, days, kept):
    name = job.file.name

    with clock.at(MADE + dt.timedelta(days=days)):
        tasks.resume_jobs()

    assert default_storage.exists(name) is kept
    assert bool(Job.objects.get(pk=job.pk).file) is kept


def test_its_page_says_that_it_is_gone(job, owner, client):
    with clock.at(MADE + dt.timedelta(days=8)):
        tasks.resume_jobs()
    client.force_login(owner)

    page = client.get(reverse("accounts:job", args=[job.pk]))
    file = client.get(reverse("accounts:job-file", args=[job.pk]))

    assert "een week bewaard" in page.content.decode()
    assert file.status_code == 404
