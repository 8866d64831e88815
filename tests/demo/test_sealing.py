"""In the demo an agreement that all signed is sealed, and anybody can have it checked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.verification import Outcome
from config import clock
from placements.actions import sealing
from placements.documents.agreement_files import agreement_pdf
from tests.demo.world import TODAY, placement_of

pytestmark = pytest.mark.django_db


def test_a_signed_agreement_of_the_demo_is_sealed_and_verified(world, client):
    agreement = placement_of("Amina").agreements.get()
    with clock.at(TODAY):  # as the worker does once it is there
        kept = sealing.keep_signed(agreement=agreement)
    file = SimpleUploadedFile("paper.pdf", agreement_pdf(kept), content_type="application/pdf")

    of_file = client.post("/verify/", {"file": file}).context["finding"]
    of_code = client.get(f"/verify/{kept.code}/").context["finding"]

    assert (of_file.outcome, of_code.outcome) == (Outcome.EXACT, Outcome.EXACT)
    assert of_file.document == of_code.document
    assert (of_code.document.reference, of_code.document.signatures) == (agreement.reference, 3)
