"""A file outlives the mandate under which it was made; the right to open it does not."""

import pytest
from django.urls import reverse

from accounts.actions import jobs
from placements.actions import agreements
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db


def test_who_coordinates_no_more_does_not_open_the_agreements_of_before(client):
    wim = make_user("Wim", "Claes")
    placement = make_placement(programme=make_programme(coordinator=wim))
    agreements.open_agreement(by=wim, placement=placement)
    job = jobs.start("documents-zip", by=wim, placements=[placement.pk])
    jobs.run_here(job.pk)
    client.force_login(wim)
    file = reverse("accounts:job-file", args=[job.pk])

    before = client.get(file)
    held = b"".join(before.streaming_content)
    placement.enrolment.programme.coordinators.remove(wim)
    after = client.get(file)

    assert (before.status_code, held[:2], after.status_code) == (200, b"PK", 404)
