import datetime as dt

import pytest

from config import clock
from config.frozen import freeze, thaw
from config.pdf import render_document
from config.pdf_values import AgreementDocument
from placements.actions import agreements
from placements.documents.agreement import agreement_document
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db
SENT = dt.datetime(2026, 9, 15, 9, 0)


def test_an_agreement_reads_its_placement_and_survives_freezing():
    wim = make_user("Wim", "Claes")
    placement = make_placement(programme=make_programme(coordinator=wim))
    with clock.at(SENT):
        agreement = agreements.open_agreement(by=wim, placement=placement)
        document = agreement_document(agreement)

    assert document.student_name == "Amina Bouzid"
    assert document.required_days == 40.0
    assert sum(len(week.days) for phase in document.plan for week in phase.weeks) == 40
    assert [block.voice for block in document.signatures] == ["student", "mentor", "coach"]
    assert thaw(AgreementDocument, freeze(document)) == document
    assert render_document(document).startswith(b"%PDF-")
