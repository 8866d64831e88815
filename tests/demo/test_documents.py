"""The demo shows a zip that is ready, with one document that failed and why."""

import pytest
from django.urls import reverse

from accounts.enums import JobState
from accounts.models import Job, User
from demo.documents import SENT

pytestmark = pytest.mark.django_db


def test_wim_finds_his_zip_and_the_one_that_failed_by_its_reason(world, client, settings):
    settings.MEDIA_ROOT = world  # where its file is
    job = Job.objects.get(kind="documents-zip")
    client.force_login(User.objects.get(pk=job.by_id))

    listed = client.get(reverse("accounts:job-list"))
    page = client.get(reverse("accounts:job", args=[job.pk]))
    file = client.get(reverse("accounts:job-file", args=[job.pk]))

    assert (job.state, job.done, job.total) == (JobState.DONE, SENT + 1, SENT + 1)
    assert [line[0] for line in listed.context["lines"]][:1] == [job]
    assert (page.context["parts"].made, page.context["parts"].failed) == (SENT, 1)
    [failure] = page.context["parts"].failures
    assert failure.problem == "Er is nog geen overeenkomst; maak er eerst een."
    assert b"".join(file.streaming_content)[:2] == b"PK"
