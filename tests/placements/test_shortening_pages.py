"""The pages of a shortening: offered when the rules hold, all reasons named when they do not."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from competences.models import Competence
from config import clock
from placements.actions import shortenings
from placements.enums import Advice, Persona, ShorteningState
from placements.models import Placement, ShorteningProposal
from placements.overviews.counts import day_counts
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

AFTER_DAY_NINE = dt.date(2026, 10, 2)
LATER = dt.date(2026, 10, 20)


def nine_days(**facts) -> Placement:
    placement = make_placement(**facts)
    work(placement, 9)
    hold_trialogue(placement, AFTER_DAY_NINE)
    with clock.at(AFTER_DAY_NINE):
        rate(placement, Role.STUDENT, "V")
    return placement


def browser(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


def competences(placement: Placement) -> list[int]:
    found = Competence.objects.filter(version=placement.dossier.version_id)
    return list(found.values_list("pk", flat=True))


def propose(placement: Placement, **changes):
    said = {"reason": "Inboeken kan ik al.", "freed_time_for": "Aangiftes oefenen."}
    data = {"competences": competences(placement), **said, **changes}
    address = reverse("placements:shortening-propose", args=[placement.pk])
    return browser(placement, Role.STUDENT).post(address, data)


def step(placement: Placement, role: str, name: str, data: dict):
    proposal = ShorteningProposal.objects.get(placement=placement)
    return browser(placement, role).post(reverse(f"placements:{name}", args=[proposal.pk]), data)


def test_from_proposal_to_five_days_fewer_and_back():
    placement = nine_days()

    propose(placement)
    step(placement, Role.MENTOR, "shortening-advise", {"advice": Advice.AGREES, "words": "Ja."})
    step(placement, Role.COACH, "shortening-decide", {"decision": "ratified", "words": ""})
    shortened = day_counts(Placement.objects.get(pk=placement.pk)).required
    later = hold_trialogue(placement, LATER, kind="assessment")
    reason = {"trialogue": later.pk, "reason": "Twee competenties niet bereikt."}
    step(placement, Role.COACH, "shortening-revoke", reason)

    proposal = ShorteningProposal.objects.get(placement=placement)
    assert shortened == 35
    assert (proposal.state, proposal.revoked_in) == (ShorteningState.REVOKED, later)
    assert day_counts(Placement.objects.get(pk=placement.pk)).required == 40


def test_an_upskiller_sees_the_reason_and_no_form():
    placement = nine_days(persona=Persona.UPSKILLER)
    address = reverse("placements:shortening-propose", args=[placement.pk])

    page = browser(placement, Role.STUDENT).get(address)

    assert [one.code for one in page.context["obstacles"]] == ["persona-without-shortening"]
    assert "<textarea" not in page.content.decode()


def test_every_obstacle_is_named():
    placement = make_placement(
        persona=Persona.REGULAR, status=False, distance=False, unit="autonomy"
    )
    address = reverse("placements:shortening-propose", args=[placement.pk])

    page = browser(placement, Role.STUDENT).get(address)

    assert [one.code for one in page.context["obstacles"]] == [
        "unit-without-shortening",
        "persona-without-shortening",
        "no-working-student-status",
        "no-distance-track",
        "no-trialogue-yet",
    ]


def test_a_hand_made_proposal_of_an_upskiller_is_refused_with_the_rule():
    placement = nine_days(persona=Persona.UPSKILLER)

    response = propose(placement)

    errors = response.context["form"].errors.as_data()["__all__"]
    assert [error.code for error in errors] == ["persona-without-shortening"]
    assert not ShorteningProposal.objects.exists()


def test_only_competences_at_target_can_be_chosen():
    placement = nine_days()
    with clock.at(LATER):
        rate(placement, Role.STUDENT, "K")

    response = propose(placement)

    assert list(response.context["form"].errors) == ["competences"]


def test_a_refusal_needs_its_reason_beside_the_field():
    placement = nine_days()
    propose(placement)

    response = step(
        placement, Role.COACH, "shortening-decide", {"decision": "refused", "words": " "}
    )

    assert list(response.context["form"].errors) == ["words"]
    assert ShorteningProposal.objects.get().state == ShorteningState.PROPOSED


def test_the_coach_decides_inside_the_meeting_and_comes_back_to_it():
    placement = nine_days()
    propose(placement)
    proposal = ShorteningProposal.objects.get()
    shortenings.advise(
        by=person(placement, Role.MENTOR), proposal=proposal, advice=Advice.AGREES, words=""
    )
    meeting = hold_trialogue(placement, LATER, kind="extra")
    here = reverse("placements:trialogue", args=[meeting.pk]) + "?item=shortening"

    response = step(
        placement,
        Role.COACH,
        "shortening-decide",
        {"decision": "ratified", "words": "", "next": here},
    )

    assert response["Location"] == here


def test_the_way_back_never_leads_to_another_site():
    placement = nine_days()
    propose(placement)

    response = step(
        placement,
        Role.MENTOR,
        "shortening-advise",
        {"advice": Advice.DOUBTS, "words": "", "next": "https://example.org/"},
    )

    assert response["Location"] == reverse("placements:shortening-list", args=[placement.pk])
