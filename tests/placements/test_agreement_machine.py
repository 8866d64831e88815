"""Proof by any sequence of steps; longer with `make proof-life`."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.models import User
from config import clock
from placements.actions import agreements, placements
from placements.models import Agreement, Placement
from tests.factories import make_placement, make_programme, make_user
from tests.placements.agreement_lives import SENT, again, send, sign_all
from tests.placements.agreement_machine import TAMPERING, AgreementLife, deletes, updates

EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "6"))
STEPS = int(os.environ.get("LIFE_STEPS", "25"))


@pytest.mark.django_db
def test_any_life_keeps_what_was_signed():
    run_state_machine_as_test(
        AgreementLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize="LIFE_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim: User) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim), required_days=8)


def in_state(state: str, wim: User, placement: Placement) -> Agreement:
    """One that went out and came to this state."""
    found = send(wim, placement)
    if state == "withdrawn":
        agreements.withdraw(by=wim, agreement=found, reason="Anders.")
    elif state != "out":
        found = sign_all(found)
    if state == "amended":
        copied = agreements.copy(by=wim, agreement=found)
        sign_all(agreements.send(by=wim, agreement=copied))
    elif state == "ended":
        placements.end(by=wim, placement=again(placement), moment=clock.now(), reason="Klaar.")
    found.refresh_from_db()
    assert found.state == state
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["out", "signed", "amended", "ended", "withdrawn"])
def test_each_illegal_change_of_what_went_out_is_refused_by_the_database(state, wim, placement):
    with clock.at(SENT):
        found = in_state(state, wim, placement)

    assert [change for change in TAMPERING if updates(Agreement, found.pk, change)] == []
    assert not deletes(Agreement, found.pk)
    assert updates(Agreement, found.pk, "id = id")  # the way it is tried does work


@pytest.mark.django_db
def test_a_draft_may_still_be_written_anew(wim, placement):
    draft = agreements.open_agreement(by=wim, placement=placement)

    assert updates(Agreement, draft.pk, "language = 'en'")
