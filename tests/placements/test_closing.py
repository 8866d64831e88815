"""What a decision rests on stays as it was: nothing moves under a placement that has ended."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry, Notification, User
from competences.documents.statement import competence_statement
from competences.enums import Moment
from competences.models import Competence, Dossier
from config import clock
from config.refusal import Refusal
from placements.actions import (
    agreed,
    agreements,
    finalising,
    mandates,
    moments,
    placements,
    reflections,
    shortenings,
    sign_offs,
    trialogue_notes,
)
from placements.actions import trialogues as meetings
from placements.actions.placements import Plan
from placements.documents.trialogue_report import report_hash
from placements.enums import (
    Advice,
    AgreementState,
    Audience,
    ProposalState,
    ShorteningState,
    TrialogueKind,
    TrialogueState,
)
from placements.models import Agreement, Placement, ShorteningProposal
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_programme, make_user, make_workplace, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

DAY_NINE = dt.date(2026, 10, 2)
LATER = dt.date(2026, 11, 27)


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim: User) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


def end(placement: Placement) -> Placement:
    return placements.end(
        by=person(placement, Role.COACH),
        placement=placement,
        moment=clock.now(),
        reason="Verhuisd.",
    )


def ready(placement: Placement, wim: User) -> Agreement:
    """All that rule 9 asks for is there; answers the agreement."""
    agreement = Agreement.objects.create(
        placement=placement,
        reference="OVK-1",
        state=AgreementState.SIGNED,
        opened_by=wim,
        sent_at=clock.now(),
        signed_at=clock.now(),
        sha256="0" * 64,
        file="agreement.pdf",
    )
    Placement.objects.filter(pk=placement.pk).update(required_days=3)
    work(placement, 3)
    for role in TRIAD:
        rate(placement, role, "V", moment=Moment.FINAL)
    return agreement


def proposed(placement: Placement) -> ShorteningProposal:
    hold_trialogue(placement, DAY_NINE)
    with clock.at(DAY_NINE):
        rate(placement, Role.STUDENT, "V")
        return shortenings.propose(
            by=person(placement, Role.STUDENT),
            placement=placement,
            competences=list(Competence.objects.filter(version=placement.dossier.version_id)),
            reason="Inboeken kan ik al.",
            freed_time_for="Aangiftes oefenen.",
        )


def ratified(placement: Placement) -> ShorteningProposal:
    proposal = shortenings.advise(
        by=person(placement, Role.MENTOR),
        proposal=proposed(placement),
        advice=Advice.AGREES,
        words="Ja.",
    )
    return shortenings.ratify(by=person(placement, Role.COACH), proposal=proposal)


def codes(call) -> list[str]:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.codes


# --- after the end


def test_the_agreement_of_a_finalised_placement_is_not_withdrawn(placement, wim):
    agreement = ready(placement, wim)
    finalising.finalise(by=person(placement, Role.COACH), placement=placement)

    assert codes(lambda: agreements.withdraw(by=wim, agreement=agreement, reason="Toch niet.")) == [
        "placement-finalised"
    ]


def test_a_shortening_is_not_taken_back_after_the_end(placement):
    proposal = ratified(placement)
    later = hold_trialogue(placement, LATER, kind=TrialogueKind.ASSESSMENT)
    end(placement)

    assert codes(
        lambda: shortenings.revoke(
            by=person(placement, Role.COACH), proposal=proposal, trialogue=later, reason="Te vroeg."
        )
    ) == ["placement-closed"]


def test_a_proposal_gets_no_advice_and_no_decision_after_the_end(placement):
    proposal = proposed(placement)
    end(placement)
    mentor, coach = person(placement, Role.MENTOR), person(placement, Role.COACH)

    assert codes(
        lambda: shortenings.advise(by=mentor, proposal=proposal, advice=Advice.AGREES, words="Ja.")
    ) == ["placement-closed", "already-decided"]
    assert codes(lambda: shortenings.refuse(by=coach, proposal=proposal, words="Nee.")) == [
        "placement-closed",
        "already-decided",
    ]


def test_after_an_early_end_nobody_says_how_far_the_student_is(placement):
    ended = end(placement)

    assert Dossier.objects.get(pk=placement.dossier_id).closed_at == ended.ended_at
    assert codes(lambda: rate(placement, Role.MENTOR, "V")) == ["dossier-closed"]


def test_after_the_end_no_reflection_is_added_and_its_readers_can_still_change(placement):
    student = person(placement, Role.STUDENT)
    said = {"text": "Vandaag durfde ik bellen.", "audience": Audience.TRIAD}
    kept = reflections.write(by=student, placement=placement, **said)
    closed = end(placement)

    assert codes(lambda: reflections.write(by=student, placement=closed, **said)) == [
        "placement-closed"
    ]
    changed = reflections.change(
        by=student, reflection=kept, text=kept.text, audience=Audience.PRIVATE
    )
    assert changed.audience == Audience.PRIVATE


def test_a_meeting_that_was_planned_leaves_everybodys_calendar_with_the_end(wim, placement):
    coach = person(placement, Role.COACH)
    with clock.at(DAY_NINE):
        moment = clock.now() + dt.timedelta(days=2)
        meeting = meetings.plan(by=coach, placement=placement, starts_at=moment)
        placements.end(by=wim, placement=placement, moment=clock.now(), reason="Verhuisd.")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == (TrialogueState.CANCELLED, 1)
    told = Notification.objects.filter(rule="trialogue-cancelled")
    assert {one.recipient for one in told} == {person(placement, role) for role in TRIAD}
    assert {one.context["reason"] for one in told} == {"Verhuisd."}
    assert all("METHOD:CANCEL" in one.calendar for one in told)
    with clock.at(DAY_NINE):
        assert codes(
            lambda: meetings.move(
                by=coach, trialogue=meeting, starts_at=moment, place="", video_link=""
            )
        ) == ["placement-closed", "not-planned"]


def test_a_proposal_that_waits_is_closed_with_the_end_and_says_why(placement):
    proposal = proposed(placement)
    with translation.override("en"):
        ended = end(placement)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ShorteningState.REFUSED, placement.coach)
    assert proposal.decision_words == "The placement ended before this was decided."
    entry = HistoryEntry.objects.get(action="shortening-refused")
    assert (entry.topic, entry.by) == (ended.topic, placement.coach)


def test_what_was_decided_or_held_stays_as_it_is_when_the_placement_ends(placement):
    proposal = ratified(placement)
    meeting = placement.trialogues.get()
    end(placement)

    proposal.refresh_from_db()
    meeting.refresh_from_db()
    assert (proposal.state, meeting.state) == (ShorteningState.RATIFIED, TrialogueState.HELD)


def test_after_finalising_a_held_meeting_is_signed_off_and_nothing_is_added_to_it(placement, wim):
    coach = person(placement, Role.COACH)
    meeting = hold_trialogue(placement, DAY_NINE)
    ready(placement, wim)
    finalising.finalise(by=coach, placement=placement)
    agreed = {"what": "Bellen", "who": Role.STUDENT, "due_on": None}

    assert codes(
        lambda: trialogue_notes.note(by=coach, trialogue=meeting, notes="Nog iets.", seen_version=0)
    ) == ["placement-closed"]
    assert codes(lambda: trialogue_notes.agree(by=coach, trialogue=meeting, **agreed)) == [
        "placement-closed"
    ]
    for role in TRIAD:
        shown = report_hash(meeting)
        sign_offs.sign_off(by=person(placement, role), trialogue=meeting, shown=shown)
    meeting.refresh_from_db()
    assert meeting.state == TrialogueState.SIGNED


def test_after_finalising_what_was_agreed_can_be_done_but_moves_no_more(placement, wim):
    coach = person(placement, Role.COACH)
    meeting = hold_trialogue(placement, DAY_NINE)
    with clock.at(DAY_NINE):
        taken = trialogue_notes.agree(
            by=coach, trialogue=meeting, what="Bellen", who=Role.STUDENT, due_on=None
        )
    ready(placement, wim)
    finalising.finalise(by=coach, placement=placement)
    later = clock.today() + dt.timedelta(days=7)

    assert codes(
        lambda: agreed.move(by=coach, action=taken, due_on=later, reason="Volgende week.")
    ) == ["placement-closed"]
    assert trialogue_notes.finish_action(by=coach, action=taken).done_by == coach


def test_a_draft_of_an_agreement_is_not_sent_out_after_the_end(placement, wim):
    draft = agreements.open_agreement(by=wim, placement=placement)
    end(placement)

    refused = codes(lambda: agreements.send(by=wim, agreement=draft))
    assert refused == ["placement-closed", "agreement-withdrawn"]


@pytest.mark.parametrize("over", ["finalised", "ended"])
def test_what_is_over_asks_for_no_moment_and_no_other_mentor(placement, wim, over):
    coach, mentor = person(placement, Role.COACH), person(placement, Role.MENTOR)
    ready(placement, wim)
    proposal = moments.propose(
        by=coach,
        placement=placement,
        moments=[moments.Moment(clock.now() + dt.timedelta(days=7))],
    )
    request = mandates.ask(by=mentor, placement=placement)

    if over == "finalised":
        finalising.finalise(by=coach, placement=placement)
    else:
        end(placement)

    proposal.refresh_from_db()
    request.refresh_from_db()
    waiting = Notification.objects.filter(
        rule__in=["moments-proposed", "hand-over-asked"], cancelled_at__isnull=True
    )
    assert (proposal.state, request.settled_by) == (ProposalState.WITHDRAWN, coach)
    assert waiting.count() == 0


def test_a_placement_is_finalised_on_the_agreement_that_the_former_mentor_signed(placement, wim):
    ready(placement, wim)
    coach = person(placement, Role.COACH)
    placements.change_person(
        by=coach, placement=placement, role=Role.MENTOR, person=make_user("Nadia")
    )

    assert finalising.finalise(by=coach, placement=placement).finalised_by == coach


def test_after_the_end_people_and_workplace_stay(placement):
    end(placement)
    new = {"placement": placement, "role": Role.MENTOR, "person": make_user("Nadia")}

    assert codes(lambda: placements.change_person(by=None, **new)) == ["placement-closed"]
    assert codes(
        lambda: placements.change_workplace(
            by=None, placement=placement, workplace=make_workplace("Elders")
        )
    ) == ["placement-closed"]
    assert codes(lambda: end(placement)) == ["placement-closed"]


@pytest.mark.parametrize(
    ("validated", "state"),
    [
        (4, "complete: the placement ended on 27 November 2026"),
        (3, "partial: the placement ended early, on 27 November 2026"),
    ],
)
def test_the_statement_of_an_ended_placement_says_whether_it_is_complete(
    placement, validated, state
):
    rate(placement, Role.COACH, "V", moment=Moment.FINAL, count=validated)
    # After midnight here, still the day before in UTC.
    with clock.at(dt.datetime(2026, 11, 27, 0, 30)):
        end(placement)

    dossier = Dossier.objects.get(pk=placement.dossier_id)
    facts = {fact.label: fact.value for fact in competence_statement(dossier, "en").facts}

    assert facts["State"] == state


# --- while it runs


def test_the_full_days_stay_once_a_shortening_rests_on_them(placement):
    ratified(placement)
    plan = Plan(placement.starts_on, placement.ends_on, (0, 1), required_days=20)

    assert codes(lambda: placements.change_plan(by=None, placement=placement, plan=plan)) == [
        "days-shortened"
    ]


def test_a_role_is_not_handed_over_to_who_has_it(placement):
    mentor = person(placement, Role.MENTOR)

    assert codes(
        lambda: placements.change_person(
            by=None, placement=placement, role=Role.MENTOR, person=mentor
        )
    ) == ["same-person"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_plan_one_meeting():
    placement = make_placement()
    starts_at = clock.now() + dt.timedelta(days=3)

    def plan(_number: int) -> str:
        try:
            meetings.plan(by=placement.coach, placement=placement, starts_at=starts_at)
        except Refusal as refusal:
            return refusal.code
        return "planned"

    assert sorted(at_once(plan, 2)) == ["already-planned", "planned"]
