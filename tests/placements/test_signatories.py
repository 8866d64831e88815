"""Who signs for a workplace, and the amendment after a role changed hands."""

import datetime as dt

import pytest

from accounts.enums import TRIAD, Role, SignInMethod
from accounts.models import Notification
from config import clock
from config.refusal import Refusal
from placements.actions import agreements, placements, sightings, signatories, signing
from placements.actions.signing import Evidence
from placements.documents.agreement import agreement_document
from placements.enums import AgreementState
from placements.models import Agreement, Placement, Reflection, Signatory, Trialogue, WorkplaceDay
from placements.overviews.mandates import agreements_to_oversee
from placements.overviews.signing import signing as signing_of
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db
SENT = dt.datetime(2026, 9, 15, 10)


def codes(act) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        act()
    return [obstacle.code for obstacle in refusal.value.obstacles]


@pytest.fixture
def wim():
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture
def bea(wim, placement):
    bea = make_user("Bea", "Rys")
    with clock.at(SENT):
        signatories.appoint(
            by=wim, workplace=placement.workplace, person=bea, function="zaakvoerder"
        )
    return bea


def again(placement: Placement) -> Placement:
    return Placement.objects.with_people().get(pk=placement.pk)


def send(by, placement) -> Agreement:
    agreement = agreements.open_agreement(by=by, placement=again(placement))
    return Agreement.objects.get(pk=agreements.send(by=by, agreement=agreement).pk)


def sign(agreement, who):
    agreement = Agreement.objects.get(pk=agreement.pk)
    sightings.shown(by=who, agreement=agreement)
    return signing.sign(
        by=who,
        agreement=agreement,
        sha256=agreement.sha256,
        typed_name=who.get_full_name(),
        language="nl",
        evidence=Evidence(SignInMethod.LINK, clock.now()),
    )


def test_the_signatory_signs_and_the_mentor_reads_along(wim, placement, bea):
    with clock.at(SENT):
        out = send(wim, placement)
        mentor = placement.mentor
        place = agreement_document(out).signatures[1]
        refused = codes(lambda: sign(out, mentor))
        asked = Notification.objects.filter(rule="agreement-to-sign")
        told = Notification.objects.get(rule="agreement-informed")
        for who in (placement.student, bea, placement.coach):
            sign(out, who)
        out.refresh_from_db()
        signers = signing_of(out).signers

    assert (place.voice, place.name) == ("mentor", "Bea Rys")
    assert "Bea Rys, zaakvoerder" in out.content["parties"][1]["details"]
    assert out.content["mentor"] == mentor.get_full_name()
    assert refused == ["signatory-signs"]
    assert {one.recipient for one in asked} == {placement.student, bea, placement.coach}
    assert told.recipient == mentor
    assert out.state == AgreementState.SIGNED
    assert [(one.name, one.informed) for one in signers][1] == ("Bea Rys", mentor.get_full_name())


def test_a_signatory_sees_the_agreements_that_went_out_and_nothing_else(wim, placement, bea):
    elsewhere = make_placement(programme=placement.enrolment.programme)
    with clock.at(SENT):
        out, other = send(wim, placement), send(wim, elsewhere)
        seen = list(Agreement.objects.visible_to(bea))
        waiting, others = agreements_to_oversee(bea)
        dossier = [
            model.objects.visible_to(bea).exists()
            for model in (Placement, WorkplaceDay, Trialogue, Reflection)
        ]

    assert (seen, waiting, others) == ([out], [out], [])
    assert other not in seen
    assert dossier == [False] * 4


def test_a_draft_is_not_the_signatorys_yet(wim, placement, bea):
    with clock.at(SENT):
        agreements.open_agreement(by=wim, placement=placement)

        assert not Agreement.objects.visible_to(bea).exists()


def test_a_signatory_who_is_replaced_sees_and_signs_nothing_on_the_same_day(wim, placement, bea):
    with clock.at(SENT):
        out = send(wim, placement)
        an = make_user("An", "Rys")
        signatories.appoint(by=wim, workplace=placement.workplace, person=an)

        assert not Agreement.objects.visible_to(bea).exists()
        assert codes(lambda: sign(out, bea)) == ["not-a-party", "agreement-withdrawn"]
        assert codes(lambda: sign(out, an)) == ["other-party", "agreement-withdrawn"]
        assert Signatory.objects.current().get().person == an


def test_what_names_the_mentor_is_signed_by_the_mentor_when_a_signatory_comes_later(wim, placement):
    with clock.at(SENT):
        out, bea = send(wim, placement), make_user("Bea", "Rys")
        signatories.appoint(by=wim, workplace=placement.workplace, person=bea)

        assert codes(lambda: sign(out, bea)) == ["other-party"]
        assert sign(out, placement.mentor).person == placement.mentor


def test_only_a_coordinator_with_a_student_there_names_a_signatory(wim, placement):
    elsewhere = make_user("Dries", "Maes")
    make_programme("marketing", coordinator=elsewhere)

    def appoint(by):
        return signatories.appoint(
            by=by, workplace=placement.workplace, person=make_user("Bea", "Rys")
        )

    found = [codes(lambda by=by: appoint(by)) for by in (elsewhere, placement.coach)]

    assert found == [["not-your-role"]] * 2


def test_a_student_or_coach_of_the_workplace_does_not_sign_for_it(wim, placement):
    with clock.at(SENT):
        found = [
            codes(
                lambda person=person: signatories.appoint(
                    by=wim, workplace=placement.workplace, person=person
                )
            )
            for person in (placement.student, placement.coach)
        ]

    assert found == [["two-roles"]] * 2


# --- the amendment


def hand_over(by, placement, role=Role.MENTOR):
    nadia = make_user("Nadia", "Ozturk")
    placements.change_person(by=by, placement=placement, role=role, person=nadia)
    return nadia


def states(placement) -> list[tuple[int, str]]:
    return list(placement.agreements.order_by("version").values_list("version", "state"))


def test_what_was_out_is_withdrawn_and_drafted_anew_with_the_new_mentor(wim, placement):
    with clock.at(SENT):
        out = send(wim, placement)
        nadia = hand_over(placement.coach, placement)
        out.refresh_from_db()
        draft = placement.agreements.get(state=AgreementState.DRAFT)
        document = agreement_document(draft)
        told = Notification.objects.get(rule="amendment-drafted")

    assert states(placement) == [(1, "withdrawn"), (2, "draft")]
    assert out.withdrawn_because != ""
    assert (document.mentor, document.signatures[1].name) == ("Nadia Ozturk",) * 2
    assert told.recipient == wim
    assert nadia.get_full_name() == document.mentor


def test_what_all_signed_stays_the_contract_until_the_amendment_is_signed(wim, placement):
    with clock.at(SENT):
        first = send(wim, placement)
        for role in TRIAD:
            sign(first, placement.person(role))
        nadia = hand_over(placement.coach, placement)
        before = states(placement)
        draft = placement.agreements.get(state=AgreementState.DRAFT)
        agreements.send(by=wim, agreement=draft)
        out = states(placement)
        needed = Agreement.objects.get(pk=draft.pk).required_roles
        people = {"student": placement.student, "mentor": nadia, "coach": placement.coach}
        for role in needed:
            sign(draft, people[role])
        first.refresh_from_db()

    assert before == [(1, "signed"), (2, "draft")]
    assert out == [(1, "signed"), (2, "out")]
    assert states(placement) == [(1, "amended"), (2, "signed")]
    assert first.signatures.count() == 3
    assert first.amended_at is not None


def test_a_draft_follows_by_itself_and_nothing_is_drafted_without_an_agreement(wim, placement):
    with clock.at(SENT):
        hand_over(wim, placement)
        none = states(placement)
        agreements.open_agreement(by=wim, placement=placement)
        hand_over(wim, placement, Role.COACH)

    assert none == []
    assert states(placement) == [(1, "draft")]
