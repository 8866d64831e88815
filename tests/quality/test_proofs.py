"""Each of the 29 proofs appears with its fact, and does not appear without it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from config import clock
from placements.actions import days
from placements.models import Placement
from quality.actions import checklists
from quality.enums import AnswerValue
from quality.models import ChecklistItem
from quality.overviews import checklist, facts_of, gather_facts
from quality.overviews.links import PAGES, link_of
from quality.proofs import Proof, known, prove, told_of
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, rate, work
from tests.quality.proof_stories import APPEARS, WITHOUT, nothing, process_and_final, sign_all

pytestmark = pytest.mark.django_db
FOUR = (Role.STUDENT, Role.MENTOR, Role.COACH, Role.COORDINATOR)


@pytest.fixture
def placement() -> Placement:
    coordinator = make_user("Wim", email="wim@example.org")
    return make_placement(programme=make_programme("accounting", coordinator=coordinator))


def proof(key: str, placement: Placement) -> Proof:
    fresh = Placement.objects.with_people().get(pk=placement.pk)
    found = prove(key, gather_facts(fresh))
    assert found is not None
    return found


def test_all_29_keys_of_the_checklist_are_known_and_tried():
    checklists.load()
    keys = set(ChecklistItem.objects.exclude(proof="").values_list("proof", flat=True))

    assert (len(keys), set(known()), set(APPEARS)) == (29, keys, keys)


@pytest.mark.parametrize("key", sorted(APPEARS))
def test_a_proof_appears_with_its_fact(key, placement):
    APPEARS[key](placement)

    assert proof(key, placement).holds is True


@pytest.mark.parametrize("key", sorted(APPEARS))
def test_a_proof_does_not_appear_without_its_fact(key, placement):
    WITHOUT.get(key, nothing)(placement)

    assert proof(key, placement).holds is not True


@pytest.mark.parametrize("key", sorted(APPEARS))
def test_the_fact_is_linked_for_exactly_those_to_whom_the_page_opens(key, placement, client):
    APPEARS[key](placement)
    facts = gather_facts(Placement.objects.with_people().get(pk=placement.pk))
    page = PAGES.get(told_of(key).see)

    linked, opened = set(), set()
    for role in FOUR:
        wim = placement.enrolment.programme.coordinators.get()
        client.force_login(wim if role == Role.COORDINATOR else person(placement, role))
        if link := link_of(key, facts, role):
            linked.add(role)
        if page:
            address = reverse(page.name, args=[page.of(facts)] if page.of else [])
            if client.get(address).status_code == 200:
                opened.add(role)
            assert link is None or link.url == address

    # Lists that open to everybody show each their own: not the fact.
    assert linked == opened - (set(FOUR) - {Role.COORDINATOR} if key in CYCLES else set())


CYCLES = {"checklist_cycle_closed", "actions_carried_over"}


def test_facts_of_many_placements_cost_as_much_as_of_one(placement, django_assert_num_queries):
    more = [
        make_placement(programme=placement.enrolment.programme, student=make_user(name))
        for name in ("Noor", "Jonas")
    ]
    for one in (placement, *more):
        rate(one, Role.STUDENT, "K")
        work(one, 2)
        hold_trialogue(one, dt.date(2026, 10, 2))
    some = list(Placement.objects.with_people().filter(pk=placement.pk))
    all_three = list(Placement.objects.with_people())

    with django_assert_num_queries(FACT_QUERIES):
        facts_of(some)
    with django_assert_num_queries(FACT_QUERIES):
        found = facts_of(all_three)

    assert {key: (one.held, one.ratings("process")) for key, one in found.items()} == {
        one.pk: (1, 4) for one in all_three
    }


FACT_QUERIES = 27


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


def test_a_proof_says_honestly_that_it_cannot_know(placement):
    assert proof("response_time", placement).holds is None
    assert proof("minimum_follow_up_met", placement).holds is None


def test_at_least_six_points_are_proved_by_live_data(placement):
    checklists.load()
    sign_all(placement)
    process_and_final(placement)

    assert checklist(Placement.objects.with_people().get(pk=placement.pk)).proved >= 6


def test_people_say_yes_and_data_say_no(placement):
    checklists.load()
    coordinator = placement.enrolment.programme.coordinators.get()
    item = ChecklistItem.objects.get(key="agreement")
    checklists.answer(by=coordinator, placement=placement, item=item, value=AnswerValue.YES)

    contradictions = checklist(placement).contradictions

    assert [point.item.key for point in contradictions] == ["agreement"]
