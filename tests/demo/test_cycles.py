"""Last year's self-evaluation is concluded in the demo, this year's collects answers."""

import pytest

from config import clock
from placements.models import Placement
from quality.models import Cycle, CycleAction
from quality.overviews import checklist, facts_of
from quality.overviews.cycles import compare, picture
from quality.proofs import known, prove
from tests.demo.world import TODAY, placement_of

# What nobody does in the demo's world: no signed onboarding, no start meeting,
# no guides read or training noted, no portfolio, and only one self-evaluation is concluded.
NOT_YET = {
    "cycles_compared",
    "guides_read_by_all",
    "mentor_training_recorded",
    "minimum_follow_up_met",
    "onboarding_checklist_signed",
    "portfolio_rendered",
    "start_trialogue_held",
}


@pytest.mark.django_db
def test_last_years_is_concluded_and_this_years_collects(world):
    found = Cycle.objects.order_by("opened_at").values_list("academic_year__name", "state")

    assert list(found) == [("2025-2026", "concluded"), ("2026-2027", "collecting")]


@pytest.mark.django_db
def test_two_actions_went_on(world):
    went_on = CycleAction.objects.filter(carried_from__isnull=False)

    assert sorted(went_on.values_list("what", flat=True)) == [
        "Een korte bijscholing voor mentoren maken",
        "Een taakomschrijving voor mentoren schrijven",
    ]


@pytest.mark.django_db
def test_what_changed_since_last_year_can_be_read(world):
    last, this = Cycle.objects.order_by("opened_at")

    with clock.at(TODAY):
        rows = {row.key: row for row in compare(picture(last), picture(this))}

    assert [rows["core_group"].before.answers, rows["core_group"].after.answers] == [
        {"coordinator": {"partly": 1}},
        {"coordinator": {"yes": 1}},
    ]


@pytest.mark.django_db
def test_36_of_57_points_carry_a_proof(world):
    points = checklist(placement_of("Noor")).points

    assert (len(points), sum(point.proof is not None for point in points)) == (57, 36)


@pytest.mark.django_db
def test_every_other_proof_speaks_for_its_point_somewhere(world):
    facts = list(facts_of(list(Placement.objects.with_people())).values())

    silent = {key for key in known() if not any(prove(key, one).holds for one in facts)}

    assert silent == NOT_YET
