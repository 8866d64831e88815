"""Each proof appears with its fact, and does not appear without it."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.actions import jobs
from accounts.enums import Role, SignInMethod
from competences.enums import Moment
from config import clock
from placements.actions import agreements, days, sightings, signing, trialogue_notes
from placements.actions.signing import Evidence
from placements.models import Placement
from quality.actions import checklists
from quality.enums import AnswerValue
from quality.models import ChecklistItem
from quality.overviews import checklist, gather_facts
from quality.proofs import Proof, known, prove
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

SOME_DAY = dt.date(2026, 10, 2)


@pytest.fixture
def placement() -> Placement:
    coordinator = make_user("Wim", email="wim@example.org")
    return make_placement(programme=make_programme("accounting", coordinator=coordinator))


def proof(key: str, placement: Placement) -> Proof:
    fresh = Placement.objects.with_people().get(pk=placement.pk)
    found = prove(key, gather_facts(fresh))
    assert found is not None
    return found


def sign_all(placement: Placement) -> None:
    coordinator = placement.enrolment.programme.coordinators.get()
    with clock.at(SOME_DAY) as now:
        agreement = agreements.open_agreement(by=coordinator, placement=placement)
        agreement = agreements.send(by=coordinator, agreement=agreement)
        for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
            sightings.shown(by=person(placement, role), agreement=agreement)
            signing.sign(
                by=person(placement, role),
                agreement=agreement,
                sha256=agreement.sha256,
                typed_name=person(placement, role).get_full_name(),
                language="nl",
                evidence=Evidence(SignInMethod.LINK, now),
            )


def meet_and_agree(placement: Placement) -> None:
    meeting = hold_trialogue(placement, SOME_DAY)
    action = trialogue_notes.agree(
        by=person(placement, Role.COACH),
        trialogue=meeting,
        what="Bellen",
        who=Role.STUDENT,
        due_on=None,
    )
    trialogue_notes.finish_action(by=person(placement, Role.STUDENT), action=action)


def rate_by_all(placement: Placement, moment: str = Moment.PROCESS) -> None:
    for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
        rate(placement, role, "V", moment=moment)


def make_portfolio(placement: Placement) -> None:
    job = jobs.start(
        "portfolio",
        by=person(placement, Role.STUDENT),
        placement=placement.pk,
        choice={"days": [], "reflections": []},
    )
    jobs.run(job.pk)


def process_and_final(placement: Placement) -> None:
    rate_by_all(placement)
    rate_by_all(placement, Moment.FINAL)


STORIES = {
    "agreement_signed_by_all": sign_all,
    "baseline_rated": lambda placement: rate(placement, Role.STUDENT, "K", moment=Moment.BASELINE),
    "process_ratings": rate_by_all,
    "process_and_final_ratings": process_and_final,
    "student_voice_present": lambda placement: rate(placement, Role.STUDENT, "K"),
    "three_voices_present": rate_by_all,
    "start_trialogue_held": lambda placement: hold_trialogue(placement, SOME_DAY, kind="start"),
    "trialogues_held": lambda placement: hold_trialogue(placement, SOME_DAY),
    "trialogue_actions_done": meet_and_agree,
    "portfolio_rendered": make_portfolio,
    "response_time": lambda placement: work(placement, 3),
}


@pytest.mark.parametrize("key", sorted(STORIES))
def test_a_proof_appears_with_its_fact_and_not_before(key, placement):
    before = proof(key, placement).holds

    STORIES[key](placement)

    assert (bool(before), proof(key, placement).holds) == (False, True)


def test_the_fact_says_who_signed_and_when(placement):
    sign_all(placement)

    assert proof("agreement_signed_by_all", placement).fact == (
        "Drie van drie partijen hebben getekend, de laatste op 2 oktober 2026."
    )


def test_dates_are_those_of_the_institution_also_just_after_midnight(placement):
    """Half past midnight in Gent is the day before in UTC."""
    after_midnight = dt.datetime(2026, 10, 1, 0, 30)
    work(placement, 1, confirm=False)
    with clock.at(after_midnight):
        days.confirm(by=person(placement, Role.MENTOR), days=placement.days.all())
    Placement.objects.filter(pk=placement.pk).update(
        finalised_at=timezone.make_aware(after_midnight), finalised_by=placement.coach
    )

    facts = gather_facts(Placement.objects.with_people().get(pk=placement.pk))

    # Logged on Monday 21 September; Thursday 1 October is eight working days later.
    assert (facts.finalised_on, facts.answer_days) == (dt.date(2026, 10, 1), (8,))


def test_what_the_college_knows_beforehand_holds_from_the_start(placement):
    for key in ("triad_complete", "targets_set", "organisation_contact_known", "personas_known"):
        assert proof(key, placement).holds is True, key


def test_targets_prove_nothing_while_one_is_missing(placement):
    facts = gather_facts(placement)

    found = prove("targets_set", replace(facts, targets=facts.targets - 1))

    assert (found.holds, facts.targets) == (False, 4)


def test_an_unknown_contact_speaks_against_the_point(placement):
    placement.workplace.contact_name = ""
    placement.workplace.save()

    assert proof("organisation_contact_known", placement).holds is False


def test_a_proof_says_honestly_that_it_cannot_know(placement):
    assert proof("response_time", placement).holds is None
    assert proof("minimum_follow_up_met", placement).holds is None


def test_at_least_six_points_are_proved_by_live_data(placement):
    checklists.load()
    sign_all(placement)
    process_and_final(placement)

    assert checklist(Placement.objects.with_people().get(pk=placement.pk)).proved >= 6


def test_every_proof_belongs_to_a_point():
    checklists.load()
    keys = set(ChecklistItem.objects.exclude(proof="").values_list("proof", flat=True))

    assert set(known()) <= keys


def test_people_say_yes_and_data_say_no(placement):
    checklists.load()
    coordinator = placement.enrolment.programme.coordinators.get()
    item = ChecklistItem.objects.get(key="agreement")
    checklists.answer(by=coordinator, placement=placement, item=item, value=AnswerValue.YES)

    contradictions = checklist(placement).contradictions

    assert [point.item.key for point in contradictions] == ["agreement"]
