"""Rule 9: the coach finalises when all is there; the page lists what is not."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.enums import Moment
from config import clock
from config.refusal import Refusal
from placements.actions import finalising, trialogues
from placements.enums import AgreementState
from placements.models import Agreement, Placement, ShorteningProposal
from placements.overviews.board import board
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

LATER = dt.date(2026, 11, 27)
FINAL_MISSING = [f"final-missing-{role.value}" for role in TRIAD]


@pytest.fixture
def placement() -> Placement:
    """Three days to do, so that the end is near."""
    return make_placement(required_days=3)


def sign_agreement(placement: Placement) -> None:
    Agreement.objects.create(
        placement=placement,
        reference="OVK-1",
        state=AgreementState.SIGNED,
        opened_by=make_user("Wim", "Claes"),
        sent_at=clock.now(),
        signed_at=clock.now(),
        sha256="0" * 64,
        file="agreement.pdf",
    )


def complete(placement: Placement) -> None:
    sign_agreement(placement)
    work(placement, 3)
    for role in TRIAD:
        rate(placement, role, "V", moment=Moment.FINAL)


def coach(placement: Placement) -> User:
    return person(placement, Role.COACH)


def codes(placement: Placement) -> list[str]:
    with pytest.raises(Refusal) as refused:
        finalising.finalise(by=coach(placement), placement=placement)
    return refused.value.codes


def test_everything_that_is_missing_is_named_at_once(placement):
    work(placement, 2)

    assert codes(placement) == ["agreement-not-signed", "days-missing", *FINAL_MISSING]


def test_a_day_that_the_mentor_did_not_confirm_is_missing(placement):
    complete(placement)
    placement.days.filter(date=placement.starts_on).update(
        state="logged", confirmed_at=None, confirmed_by=None
    )

    assert codes(placement) == ["days-missing"]


@pytest.mark.parametrize("silent", TRIAD)
def test_each_voice_says_a_final_word_before_the_end(placement, silent):
    sign_agreement(placement)
    work(placement, 3)
    for role in TRIAD:
        rate(placement, role, "V", moment=Moment.PROCESS if role == silent else Moment.FINAL)

    assert codes(placement) == [f"final-missing-{silent.value}"]


def test_a_planned_meeting_is_held_or_cancelled_first(placement):
    complete(placement)
    on = placement.starts_on + dt.timedelta(days=3)
    with clock.at(on):
        moment = clock.now() + dt.timedelta(days=1)
        meeting = trialogues.plan(by=coach(placement), placement=placement, starts_at=moment)
        kinds = [reason.kind for row in board(coach(placement)).rows for reason in row.reasons]

    assert "ready" not in kinds
    assert codes(placement) == ["meeting-planned"]
    trialogues.cancel(by=coach(placement), trialogue=meeting, reason="Niet meer nodig.")
    finalising.finalise(by=coach(placement), placement=placement)


def test_a_proposal_for_fewer_days_is_decided_first(placement):
    complete(placement)
    meeting = hold_trialogue(placement, placement.starts_on + dt.timedelta(days=2))
    ShorteningProposal.objects.create(
        placement=placement,
        trialogue=meeting,
        days=5,
        reason="Inboeken kan ik al.",
        proposed_by=placement.student,
    )

    assert codes(placement) == ["proposal-open"]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_only_the_coach_finalises(placement, role):
    complete(placement)

    with pytest.raises(Refusal) as refused:
        finalising.finalise(by=person(placement, role), placement=placement)

    assert refused.value.codes == ["not-your-role"]


def test_the_coach_finalises_with_words_and_the_dossier_is_closed(placement):
    complete(placement)
    client = Client()
    client.force_login(coach(placement))
    address = reverse("placements:finalise", args=[placement.pk])

    with clock.at(LATER):
        client.post(address, {"words": "Mooi gedaan.", "sure": "on"})

    found = Placement.objects.get(pk=placement.pk)
    assert (found.finalised_by, found.final_words) == (coach(placement), "Mooi gedaan.")
    assert found.dossier.closed_at == found.finalised_at
    with pytest.raises(Refusal) as refused:
        rate(placement, Role.STUDENT, "A")
    assert refused.value.codes == ["dossier-closed"]


def test_a_hand_made_request_hears_what_is_missing(placement):
    work(placement, 3)
    client = Client()
    client.force_login(coach(placement))

    response = client.post(
        reverse("placements:finalise", args=[placement.pk]), {"words": "", "sure": "on"}
    )

    errors = response.context["form"].errors.as_data()["__all__"]
    assert [error.code for error in errors] == ["agreement-not-signed", *FINAL_MISSING]
    assert Placement.objects.get(pk=placement.pk).is_open


def test_the_board_says_that_a_placement_is_ready(placement):
    complete(placement)

    with clock.at(placement.starts_on + dt.timedelta(days=3)):
        rows = board(coach(placement)).rows

    assert [reason.kind for reason in rows[0].reasons] == ["ready"]
