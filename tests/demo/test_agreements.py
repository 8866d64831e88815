"""The demo's agreements wait for each party, and one carries what changed since it was signed."""

import pytest

from config import clock
from placements.enums import AgreementState, WaitsFor
from placements.models import Agreement, FactChange, FactCheck
from placements.overviews.agreement_board import board_lines, on_the_board, with_papers
from tests.demo.world import TODAY


@pytest.mark.django_db
def test_the_board_shows_every_way_of_waiting(papers):
    with clock.at(TODAY):
        lines = board_lines(with_papers(on_the_board(papers).with_people().with_days()))

    turns = {line.placement.waits_for for line in lines}
    states = {line.agreement.state for line in lines if line.agreement}
    assert turns >= {WaitsFor.COORDINATOR, WaitsFor.MENTOR}
    assert states >= {
        AgreementState.DRAFT,
        AgreementState.CHECKING,
        AgreementState.OUT,
        AgreementState.REFUSED,
    }
    assert any(line.asked_on for line in lines)


@pytest.mark.django_db
def test_one_workplace_corrected_and_one_confirmed_its_facts(papers):
    said = FactCheck.objects.filter(said_at__isnull=False)

    assert {bool(check.corrections) for check in said} == {True, False}


@pytest.mark.django_db
def test_a_signed_one_carries_what_changed_since(papers):
    noted = FactChange.objects.filter(fact="contact_name")

    assert {change.agreement.state for change in noted} == {AgreementState.SIGNED}
    assert Agreement.objects.filter(fact_changes__in=noted).exists()
