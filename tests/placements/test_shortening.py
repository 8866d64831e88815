"""The worked examples 1 to 5 of the domain's rules."""

import datetime as dt

import pytest

from accounts.enums import Role
from competences.models import Competence
from config import clock
from config.refusal import Refusal
from placements.actions import shortenings
from placements.enums import Advice, Persona, ShorteningState, TrialogueKind
from placements.models import Placement, PlacementPolicy
from placements.overviews.counts import day_counts
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

AFTER_DAY_NINE = dt.date(2026, 10, 2)


@pytest.fixture
def skiller() -> Placement:
    """Nine days worked, trialogue held on day 9, the student at target for everything."""
    placement = make_placement()
    work(placement, 9)
    hold_trialogue(placement, AFTER_DAY_NINE)
    with clock.at(AFTER_DAY_NINE):
        rate(placement, Role.STUDENT, "V")
    return placement


def propose(placement: Placement, reason: str = "Inboeken kan ik al; ik wil aangiftes oefenen."):
    return shortenings.propose(
        by=person(placement, Role.STUDENT),
        placement=placement,
        competences=list(Competence.objects.filter(version=placement.dossier.version_id)),
        reason=reason,
        freed_time_for="Aangiftes oefenen.",
    )


def advise(placement: Placement, proposal):
    return shortenings.advise(
        by=person(placement, Role.MENTOR), proposal=proposal, advice=Advice.AGREES, words="Ja."
    )


def shorten(placement: Placement):
    proposal = advise(placement, propose(placement))
    return shortenings.ratify(by=person(placement, Role.COACH), proposal=proposal)


def required(placement: Placement) -> int:
    return day_counts(Placement.objects.get(pk=placement.pk)).required


def test_a_skiller_comes_down_twice_by_five_days_and_never_a_third_time(skiller):
    assert required(skiller) == 40

    shorten(skiller)
    assert required(skiller) == 35
    shorten(skiller)
    assert required(skiller) == 30
    with pytest.raises(Refusal) as refused:
        propose(skiller)

    assert refused.value.codes == ["too-many-shortenings"]
    assert "2" in refused.value.message


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"persona": Persona.UPSKILLER}, "persona-without-shortening"),
        ({"persona": Persona.MIRROR_COLLEAGUE}, "persona-without-shortening"),
        ({"persona": Persona.REGULAR}, "persona-without-shortening"),
        ({"status": False}, "no-working-student-status"),
        ({"distance": False}, "no-distance-track"),
        ({"unit": "autonomy"}, "unit-without-shortening"),
        ({"unit": "deepening"}, "unit-without-shortening"),
    ],
)
def test_the_route_is_closed_with_the_rule_named(facts, code):
    placement = make_placement(**facts)
    work(placement, 9)
    hold_trialogue(placement, AFTER_DAY_NINE)
    rate(placement, Role.STUDENT, "A")

    with pytest.raises(Refusal) as refused:
        propose(placement)

    assert refused.value.codes == [code]


def test_a_reskiller_may_propose_too():
    placement = make_placement(persona=Persona.RESKILLER)
    work(placement, 9)
    hold_trialogue(placement, AFTER_DAY_NINE)
    rate(placement, Role.STUDENT, "V")

    assert propose(placement).state == ShorteningState.PROPOSED


def test_nothing_can_be_proposed_before_a_trialogue():
    placement = make_placement()
    work(placement, 9)
    rate(placement, Role.STUDENT, "V")

    with pytest.raises(Refusal) as refused:
        propose(placement)

    assert refused.value.codes == ["no-trialogue-yet"]


def test_only_competences_at_target_can_be_named(skiller):
    rate(skiller, Role.STUDENT, "K")

    with pytest.raises(Refusal) as refused:
        propose(skiller)

    assert refused.value.codes == ["not-at-target"]


def test_the_coach_cannot_ratify_before_the_mentor_advised(skiller):
    proposal = propose(skiller)

    with pytest.raises(Refusal) as refused:
        shortenings.ratify(by=person(skiller, Role.COACH), proposal=proposal)

    assert refused.value.codes == ["not-advised"]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_only_the_coach_ratifies(skiller, role):
    proposal = advise(skiller, propose(skiller))

    with pytest.raises(Refusal) as refused:
        shortenings.ratify(by=person(skiller, role), proposal=proposal)

    assert refused.value.codes == ["not-your-role"]


def test_the_rules_are_looked_at_again_at_the_decision(skiller):
    proposal = advise(skiller, propose(skiller))
    PlacementPolicy.objects.filter(pk=skiller.course_unit_id).update(shortening_allowed=False)

    with pytest.raises(Refusal) as refused:
        shortenings.ratify(by=person(skiller, Role.COACH), proposal=proposal)

    assert refused.value.codes == ["unit-without-shortening"]


def test_days_come_back_when_the_assessment_meeting_finds_competences_not_reached(skiller):
    proposal = shorten(skiller)
    later = hold_trialogue(skiller, dt.date(2026, 10, 20), kind=TrialogueKind.ASSESSMENT)

    proposal = shortenings.revoke(
        by=person(skiller, Role.COACH),
        proposal=proposal,
        trialogue=later,
        reason="Twee competenties zijn niet bereikt.",
    )

    assert proposal.state == ShorteningState.REVOKED
    assert required(skiller) == 40


def test_a_shortening_is_not_taken_back_in_its_own_trialogue(skiller):
    proposal = shorten(skiller)

    with pytest.raises(Refusal) as refused:
        shortenings.revoke(
            by=person(skiller, Role.COACH),
            proposal=proposal,
            trialogue=proposal.trialogue,
            reason="Toch niet.",
        )

    assert refused.value.codes == ["no-later-trialogue"]


def test_a_meeting_before_the_shortening_is_no_later_one(skiller):
    earlier = skiller.trialogues.get()
    hold_trialogue(skiller, dt.date(2026, 10, 12), kind=TrialogueKind.EXTRA)
    proposal = shorten(skiller)

    with pytest.raises(Refusal) as refused:
        shortenings.revoke(
            by=person(skiller, Role.COACH),
            proposal=proposal,
            trialogue=earlier,
            reason="Toch niet.",
        )

    assert refused.value.codes == ["no-later-trialogue"]


def test_the_stricter_minimum_wins(skiller):
    PlacementPolicy.objects.filter(pk=skiller.course_unit_id).update(minimum_days=38)

    with pytest.raises(Refusal) as refused:
        propose(skiller)

    assert refused.value.codes == ["below-minimum"]
