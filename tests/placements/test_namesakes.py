"""A name can be anybody's: an agreement means the people to whom it went out."""

import pytest

from accounts.enums import Role
from competences.actions.dossiers import hand_over
from config import clock
from config.refusal import Refusal
from placements.actions import placements, scans, signing, signing_room
from placements.enums import AgreementState
from placements.models import Agreement, Placement
from placements.rules.signing import party, people_of
from tests.cast import TODAY, Cast
from tests.factories import make_user
from tests.placements.signers import scanned, signed_by


@pytest.fixture
def namesake(db):
    return make_user("Griet", "Moerman", email="griet.moerman@elsewhere.example")


def handed_behind_the_back(cast: Cast, namesake) -> Agreement:
    """The role is another's, and the agreement is still out: as if nothing had followed it."""
    with clock.at(TODAY):
        hand_over(
            by=cast.coach,
            dossier=cast.placement.dossier,
            role=Role.MENTOR,
            person=namesake,
            topic="",
        )
    agreement = Agreement.objects.get(pk=cast.agreement.pk)
    assert agreement.state == AgreementState.OUT
    return agreement


def test_an_agreement_keeps_whom_it_means(fresh_cast):
    kept = Agreement.objects.get(pk=fresh_cast.agreement.pk).content["people"]
    three = (fresh_cast.student, fresh_cast.mentor, fresh_cast.coach)
    assert kept == {
        role: person.pk for role, person in zip(people_of(fresh_cast.agreement), three, strict=True)
    }


def test_who_gets_the_role_of_a_namesake_gets_an_agreement_of_their_own(fresh_cast, namesake):
    with clock.at(TODAY):
        placements.change_person(
            by=fresh_cast.coach, placement=fresh_cast.placement, role=Role.MENTOR, person=namesake
        )
    states = Agreement.objects.filter(placement=fresh_cast.placement).order_by("version")
    assert [one.state for one in states] == [AgreementState.WITHDRAWN, AgreementState.DRAFT]


def test_a_namesake_signs_refuses_and_brings_nothing(fresh_cast, namesake):
    agreement = handed_behind_the_back(fresh_cast, namesake)
    said = {"by": namesake, "agreement": agreement}
    day = TODAY.date()
    tries = [
        lambda: signed_by(agreement, namesake, at=TODAY),
        lambda: signing.refuse(**said, reason="Niet akkoord"),
        lambda: scans.bring(**said, role=Role.MENTOR, upload=scanned(), signed_on=day),
        lambda: signing_room.make_code(by=fresh_cast.coach, agreement=agreement, person=namesake),
    ]
    for attempt in tries:
        with clock.at(TODAY), pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.codes == ["other-party"]


def test_of_an_agreement_sent_before_people_were_kept_the_name_decides(fresh_cast):
    agreement = Agreement.objects.get(pk=fresh_cast.agreement.pk)
    agreement.placement = Placement.objects.with_people().get(pk=agreement.placement_id)
    del agreement.content["people"]
    assert party(agreement, Role.MENTOR) == fresh_cast.mentor
