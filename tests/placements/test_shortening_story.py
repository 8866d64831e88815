"""What goes with a proposal, the rules one sees while writing it, and the story it becomes."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from competences.actions import evidence as evidence_actions
from competences.enums import EvidenceAudience
from competences.models import Competence, Evidence
from competences.uploads import accept
from config import clock
from config.refusal import Refusal
from placements.actions import shortenings
from placements.documents.trialogue_report import trialogue_report
from placements.enums import Advice, Persona
from placements.models import Placement, ShorteningProposal
from placements.overviews.counts import shortening_facts
from placements.overviews.shortenings import story
from placements.rules.shortening_checks import route_checks
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

AFTER_DAY_NINE = dt.date(2026, 10, 2)
LATER = dt.date(2026, 10, 20)
REASON, PURPOSE = "Inboeken kan ik al.", "Aangiftes oefenen."


def nine_days(**facts) -> Placement:
    placement = make_placement(**facts)
    User.objects.update(language="en")
    work(placement, 9)
    hold_trialogue(placement, AFTER_DAY_NINE)
    with clock.at(AFTER_DAY_NINE):
        rate(placement, Role.STUDENT, "V")
    return Placement.objects.with_people().with_days().get(pk=placement.pk)


@pytest.fixture
def placement() -> Placement:
    return nine_days()


def piece(placement: Placement, audience: str, name: str) -> Evidence:
    return evidence_actions.add_file(
        by=placement.student,
        dossier=placement.dossier,
        upload=accept(io.BytesIO(name.encode()), f"{name}.txt"),
        audience=audience,
        topic=placement.topic,
    )


def competences(placement: Placement) -> list[Competence]:
    return list(Competence.objects.filter(version=placement.dossier.version_id))


def propose(placement: Placement, on: dt.date = AFTER_DAY_NINE, **changes) -> ShorteningProposal:
    said = {"reason": REASON, "freed_time_for": PURPOSE, "competences": competences(placement)}
    with clock.at(on):
        return shortenings.propose(by=placement.student, placement=placement, **(said | changes))


def advise_and_ratify(placement: Placement, proposal: ShorteningProposal, on: dt.date):
    with clock.at(on):
        proposal = shortenings.advise(
            by=placement.mentor, proposal=proposal, advice=Advice.AGREES, words="Ja."
        )
        return shortenings.ratify(by=placement.coach, proposal=proposal, words="Akkoord.")


def browser(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


# --- what goes with it


def test_a_proposal_says_what_the_freed_time_is_for(placement):
    with pytest.raises(Refusal) as refused:
        propose(placement, freed_time_for=" ")

    assert refused.value.codes == ["purpose-missing"]


def test_evidence_for_the_coach_alone_is_opened_to_all_three_by_naming_it(placement):
    kept = piece(placement, EvidenceAudience.COACH, "kept")
    aside = piece(placement, EvidenceAudience.COACH, "aside")
    mentor = Evidence.objects.visible_to(placement.mentor)
    assert list(mentor) == []

    proposal = propose(placement, evidence=[kept])

    assert list(proposal.evidence.all()) == [kept]
    assert list(mentor.all()) == [kept]
    assert Evidence.objects.get(pk=aside.pk).audience == EvidenceAudience.COACH


def test_a_refused_proposal_opens_nothing(placement):
    kept = piece(placement, EvidenceAudience.COACH, "kept")

    with pytest.raises(Refusal):
        propose(placement, evidence=[kept], reason="")

    assert Evidence.objects.get(pk=kept.pk).audience == EvidenceAudience.COACH


def test_the_form_says_which_pieces_it_opens_and_takes_both_kinds(placement):
    shared = piece(placement, EvidenceAudience.TRIAD, "shared")
    kept = piece(placement, EvidenceAudience.COACH, "kept")
    client = browser(placement, Role.STUDENT)
    address = reverse("placements:shortening-propose", args=[placement.pk])

    fields = client.get(address).context["form"].fields
    client.post(
        address,
        {
            "competences": [one.pk for one in competences(placement)],
            "reason": REASON,
            "freed_time_for": PURPOSE,
            "evidence": [shared.pk],
            "evidence_to_open": [kept.pk],
        },
    )

    assert list(fields["evidence"].queryset) == [shared]
    assert list(fields["evidence_to_open"].queryset) == [kept]
    with translation.override("en"):
        warning = str(fields["evidence_to_open"].help_text)
    assert warning == "If you choose a piece here, you open it to all three of you."
    assert set(ShorteningProposal.objects.get().evidence.all()) == {shared, kept}


@pytest.mark.parametrize("whose", ["somebody else", "removed"])
def test_evidence_that_is_not_there_goes_with_no_proposal(placement, whose):
    if whose == "removed":
        named = evidence_actions.remove(
            by=placement.student, evidence=piece(placement, EvidenceAudience.TRIAD, "old")
        )
    else:
        named = piece(make_placement(), EvidenceAudience.TRIAD, "theirs")

    with pytest.raises(Refusal) as refused:
        propose(placement, evidence=[named])

    assert refused.value.codes == ["not-your-evidence"]


# --- the rules in sight


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_every_rule_is_shown_with_its_fact(placement, english):
    checks = route_checks(shortening_facts(placement))

    assert [(check.rule, check.said, check.is_met) for check in checks] == [
        ("The placement is still going on", "It runs until 18 June 2027.", True),
        ("The course unit allows it", "In exploration days can be shortened.", True),
        ("It is meant for: skiller, reskiller", "Registered as skiller.", True),
        ("Working-student status", "It is registered.", True),
        ("Distance-learning track", "It is registered.", True),
        ("A trialogue was held", "Held on 2 October 2026.", True),
        ("No other proposal is open", "Nothing waits for a decision.", True),
        ("At most 2 shortenings", "None counts so far.", True),
        ("At least 30 days remain", "From 40 to 35 days.", True),
    ]


def test_after_two_shortenings_both_rules_of_number_are_shown_as_not_met(placement, english):
    for _number in range(2):
        advise_and_ratify(placement, propose(placement), AFTER_DAY_NINE)

    unmet = [one for one in route_checks(shortening_facts(placement)) if not one.is_met]

    assert [(check.rule, check.said) for check in unmet] == [
        ("At most 2 shortenings", "There can be at most 2 shortenings."),
        (
            "At least 30 days remain",
            "After this 25 days would remain, and at least 30 must.",
        ),
    ]


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"persona": Persona.UPSKILLER}, "It is meant for: skiller, reskiller"),
        ({"status": False}, "Working-student status"),
        ({"distance": False}, "Distance-learning track"),
        ({"unit": "autonomy"}, "The course unit allows it"),
    ],
)
def test_a_closed_route_shows_the_rule_that_closes_it_among_those_that_are_met(
    facts, rule, english
):
    checks = route_checks(shortening_facts(nine_days(**facts)))

    assert [check.rule for check in checks if not check.is_met] == [rule]
    assert len(checks) == 9


def check(placement: Placement, **said) -> list[str]:
    """The rules that are not met yet, of what is filled in so far."""
    address = reverse("placements:shortening-check", args=[placement.pk])
    page = browser(placement, Role.STUDENT).post(address, said)
    assert page.status_code == 200
    return [one.rule for one in page.context["checks"] if not one.is_met]


def test_the_rules_are_looked_at_while_one_fills_it_in_and_nothing_is_kept(placement):
    chosen = [one.pk for one in competences(placement)]
    mastered, time, purpose = (
        "Competences that you master",
        "Which time you no longer need",
        "What the freed time is for",
    )

    assert check(placement) == [mastered, time, purpose]
    assert check(placement, competences=chosen) == [time, purpose]
    assert check(placement, competences=chosen, reason=REASON) == [purpose]
    assert check(placement, competences=chosen, reason=REASON, freed_time_for=PURPOSE) == []
    assert not ShorteningProposal.objects.exists()


def test_without_javascript_the_same_list_stands_on_the_page(placement):
    page = browser(placement, Role.STUDENT).get(
        reverse("placements:shortening-propose", args=[placement.pk])
    )

    assert len(page.context["checks"]) == 13
    assert page.context["checks"].unmet == 3


# --- the story


def test_the_story_knows_from_how_many_days_to_how_many_each_step_went(placement):
    first = advise_and_ratify(placement, propose(placement), dt.date(2026, 10, 5))
    second = propose(placement, on=dt.date(2026, 10, 6))
    advise_and_ratify(placement, second, dt.date(2026, 10, 7))
    meeting = hold_trialogue(placement, LATER, kind="assessment")
    with clock.at(LATER):
        shortenings.revoke(
            by=placement.coach, proposal=first, trialogue=meeting, reason="Twee niet bereikt."
        )

    chapters = story(placement, placement.mentor)

    assert [(one.before, one.after, one.back) for one in chapters] == [
        (40, 35, (30, 35)),
        (35, 30, None),
    ]


def test_the_story_costs_the_same_for_one_as_for_two(placement, django_assert_num_queries):
    counted = []
    for day in (5, 6):
        proposal = propose(
            placement, on=dt.date(2026, 10, day), evidence=[piece(placement, "triad", f"p{day}")]
        )
        advise_and_ratify(placement, proposal, dt.date(2026, 10, day))
        with django_assert_num_queries(3):
            counted.append(len(story(placement, placement.coach)))

    assert counted == [1, 2]


def test_a_page_tells_who_proposed_advised_decided_and_took_it_back(placement):
    shown = piece(placement, EvidenceAudience.TRIAD, "Mijn controlelijst")
    proposal = propose(placement, on=dt.date(2026, 10, 5), evidence=[shown])
    proposal = advise_and_ratify(placement, proposal, dt.date(2026, 10, 6))
    meeting = hold_trialogue(placement, LATER, kind="assessment")
    with clock.at(LATER):
        shortenings.revoke(
            by=placement.coach, proposal=proposal, trialogue=meeting, reason="Twee niet bereikt."
        )

        page = browser(placement, Role.MENTOR).get(
            reverse("placements:shortening-list", args=[placement.pk])
        )

    said = " ".join(page.content.decode().split())
    for sentence in (
        "On Monday 5 October Amina proposed to go from 40 to 35 days",
        "after the trialogue of Friday 2 October, because:",
        REASON,
        "Mijn controlelijst",
        PURPOSE,
        "On Tuesday 6 October Griet said that it is feasible",
        "On Tuesday 6 October Katrien agreed: from then on 35 days were required",
        "In the assessment meeting of Tuesday 20 October Katrien took it back:",
        "from 35 to 40 days again",
        "Twee niet bereikt.",
    ):
        assert sentence in said


def test_a_piece_that_was_closed_again_is_not_named_to_the_mentor(placement):
    shown = piece(placement, EvidenceAudience.TRIAD, "shown")
    propose(placement, evidence=[shown])
    evidence_actions.change(by=placement.student, evidence=shown, audience=EvidenceAudience.COACH)

    named = {
        role: [one.evidence for one in story(placement, person(placement, role))]
        for role in (Role.STUDENT, Role.MENTOR, Role.COACH)
    }

    assert named == {Role.STUDENT: [[shown]], Role.MENTOR: [[]], Role.COACH: [[shown]]}
    assert [list(one.evidence) for one in story(placement)] == [[]]


def test_the_report_of_the_meeting_tells_the_whole_proposal(placement):
    shown = piece(placement, EvidenceAudience.TRIAD, "Mijn controlelijst")
    proposal = propose(placement, on=dt.date(2026, 10, 5), evidence=[shown])
    meeting = hold_trialogue(placement, LATER, kind="extra")
    advise_and_ratify(placement, proposal, LATER)

    with clock.at(LATER):
        told = trialogue_report(meeting, "en").shortening

    assert (told.days_before, told.days_after) == (40, 35)
    assert [(fact.label, fact.value) for fact in told.facts] == [
        ("Proposal", REASON),
        ("Mastered already", "Competence 1; Competence 2; Competence 3; Competence 4"),
        ("Evidence", "Mijn controlelijst"),
        ("The freed time is for", PURPOSE),
        ("Mentor", "sees it as feasible: Ja."),
        ("Decision", "agreed: Akkoord."),
    ]


# --- taking it back from the page of a meeting


def test_the_coach_takes_it_back_from_the_page_of_a_later_meeting(placement):
    proposal = advise_and_ratify(placement, propose(placement), AFTER_DAY_NINE)
    meeting = hold_trialogue(placement, LATER, kind="assessment")
    room = reverse("placements:trialogue", args=[meeting.pk])
    address = reverse("placements:shortening-revoke", args=[proposal.pk])
    coach = browser(placement, Role.COACH)

    with clock.at(LATER):
        offered = coach.get(room).context["may_take_back"]
        form = coach.get(f"{address}?meeting={meeting.pk}&next={room}").context["form"]
        answer = coach.post(
            address, {"trialogue": meeting.pk, "reason": "Twee niet bereikt.", "next": room}
        )
        page = coach.get(room)

    assert offered == [proposal]
    assert form["trialogue"].value() == str(meeting.pk)
    assert answer["Location"] == room
    assert (page.context["may_take_back"], page.context["table"].taken_back) == ([], [proposal])
    assert "In this meeting 5 days came back" in page.content.decode()


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_nobody_else_is_offered_to_take_it_back(placement, role):
    advise_and_ratify(placement, propose(placement), AFTER_DAY_NINE)
    meeting = hold_trialogue(placement, LATER, kind="assessment")

    page = browser(placement, role).get(reverse("placements:trialogue", args=[meeting.pk]))

    assert page.context["may_take_back"] == []


def test_the_meeting_of_the_proposal_itself_does_not_offer_it(placement):
    proposal = advise_and_ratify(placement, propose(placement), AFTER_DAY_NINE)

    room = reverse("placements:trialogue", args=[proposal.trialogue_id])

    assert browser(placement, Role.COACH).get(room).context["may_take_back"] == []
