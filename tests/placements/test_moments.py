"""Finding a moment together: proposed by the coach, fixed as soon as one suits both."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from config import clock
from config.refusal import Refusal
from placements.actions import moments, placements, trialogues
from placements.actions.moments import Moment
from placements.enums import ProposalState, TrialogueState
from placements.models import MeetingProposal, Placement, SlotAnswer, Trialogue
from placements.overviews.moments import Asked, open_proposals, steps_of, with_answers
from placements.rules.moments import Span, moments_to_offer, span_to_offer
from tests.factories import make_placement, make_user, person

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 10, 1)  # a Thursday
STARTS = [
    dt.datetime(2026, 10, 6, 12, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 7, 8, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 8, 14, 0, tzinfo=dt.UTC),
]


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def today():
    with clock.at(TODAY) as now:
        yield now


@pytest.fixture
def proposal(placement, today) -> MeetingProposal:
    return propose(placement)


def propose(placement: Placement, **fields) -> MeetingProposal:
    return moments.propose(
        by=person(placement, Role.COACH),
        placement=placement,
        moments=[Moment(start, "Gentbrugge") for start in STARTS],
        **fields,
    )


def say(proposal: MeetingProposal, role: str, *numbers: int) -> Trialogue | None:
    """This role can come at these moments (0, 1, 2)."""
    slots = list(proposal.slots.all())
    by = person(proposal.placement, role)
    return moments.answer(by=by, proposal=proposal, suits={slots[n].pk for n in numbers})


def seen(proposal: MeetingProposal) -> Asked:
    return Asked(with_answers(MeetingProposal.objects.all()).get(pk=proposal.pk))


def test_the_first_moment_that_suits_both_becomes_the_meeting(proposal):
    assert say(proposal, Role.MENTOR, 2, 1) is None

    meeting = say(proposal, Role.STUDENT, 2, 1, 0)

    proposal.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (STARTS[1], "Gentbrugge")
    assert meeting.planned_by == person(proposal.placement, Role.COACH)
    assert (proposal.state, proposal.trialogue) == (ProposalState.FIXED, meeting)
    told = Notification.objects.filter(rule="trialogue-planned")
    assert {one.recipient for one in told} == {
        voice.person for voice in proposal.placement.voices()
    }


def test_the_last_word_of_each_counts(proposal):
    slots = list(proposal.slots.all())
    say(proposal, Role.MENTOR, 0)
    mentor = person(proposal.placement, Role.MENTOR)
    moments.answer(by=mentor, proposal=proposal, suits=(), cannot={slots[0].pk})

    assert say(proposal, Role.STUDENT, 0) is None
    assert Trialogue.objects.count() == 0


def test_a_moment_that_has_passed_is_neither_chosen_nor_fixed(proposal):
    say(proposal, Role.MENTOR, 0)
    with clock.at(STARTS[0] + dt.timedelta(minutes=1)), pytest.raises(Refusal) as refused:
        say(proposal, Role.STUDENT, 0)

    assert refused.value.codes == ["moment-passed"]
    assert Trialogue.objects.count() == 0


def test_none_suits_tells_the_coach_when_one_could_come(proposal):
    mentor = person(proposal.placement, Role.MENTOR)
    say(proposal, Role.MENTOR, 0)
    moments.none_suits(by=mentor, proposal=proposal, words="Op vrijdag kan ik altijd.")

    asked = seen(proposal)
    assert [(said.role, said.words) for said in asked.refusals] == [
        (Role.MENTOR, "Op vrijdag kan ik altijd.")
    ]
    assert SlotAnswer.objects.count() == 0
    told = Notification.objects.get(rule="moments-do-not-fit")
    assert told.recipient == person(proposal.placement, Role.COACH)
    assert told.context["answer"] == "Op vrijdag kan ik altijd."
    assert asked.needs_coach


def test_the_coach_hears_both_of_two_who_have_the_same_first_name():
    namesakes = {"student": make_user("Sam", "Bouzid"), "mentor": make_user("Sam", "Moerman")}
    with clock.at(TODAY):
        proposal = propose(make_placement(**namesakes))
        moments.none_suits(by=namesakes["student"], proposal=proposal, words="Maandag.")
        moments.none_suits(by=namesakes["mentor"], proposal=proposal, words="Vrijdag.")

    told = Notification.objects.filter(rule="moments-do-not-fit")
    assert {one.context["answer"] for one in told} == {"Maandag.", "Vrijdag."}


def test_without_a_sentence_the_coach_learns_nothing_so_it_is_refused(proposal):
    with pytest.raises(Refusal) as refused:
        moments.none_suits(
            by=person(proposal.placement, Role.STUDENT), proposal=proposal, words=" "
        )

    assert refused.value.codes == ["words-missing"]


def test_where_both_said_something_else_it_is_the_coachs_turn(proposal):
    say(proposal, Role.MENTOR, 0)
    say(proposal, Role.STUDENT, 1)

    told = Notification.objects.get(rule="moments-do-not-fit")
    assert (told.recipient, told.context["who"]) == (person(proposal.placement, Role.COACH), "")
    assert seen(proposal).needs_coach


def test_only_student_and_mentor_answer(proposal):
    for by in (person(proposal.placement, Role.COACH), make_user()):
        with pytest.raises(Refusal) as refused:
            moments.answer(by=by, proposal=proposal, suits={proposal.slots.all()[0].pk})
        assert refused.value.codes == ["not-asked"]


def test_the_coach_fixes_one_by_hand_whatever_was_answered(proposal):
    slot = proposal.slots.all()[2]
    meeting = moments.fix(by=person(proposal.placement, Role.COACH), slot=slot)

    assert meeting.starts_at == STARTS[2]
    with pytest.raises(Refusal) as refused:
        say(proposal, Role.STUDENT, 0)
    assert refused.value.codes == ["moments-closed"]


def test_taken_back_nobody_has_to_choose_any_more(proposal):
    moments.withdraw(by=person(proposal.placement, Role.COACH), proposal=proposal)

    told = Notification.objects.filter(rule="moments-withdrawn")
    assert {one.context["to"] for one in told} == {Role.STUDENT, Role.MENTOR}
    asked = Notification.objects.filter(rule="moments-proposed")
    assert [one.cancelled_at is None for one in asked] == [False, False]


def test_newer_moments_take_the_place_of_older_ones(proposal):
    newer = propose(proposal.placement)

    proposal.refresh_from_db()
    assert (proposal.state, newer.state) == (ProposalState.WITHDRAWN, ProposalState.OPEN)


def test_a_meeting_planned_by_hand_settles_what_was_asked(proposal):
    meeting = trialogues.plan(
        by=person(proposal.placement, Role.COACH),
        placement=proposal.placement,
        starts_at=STARTS[0] + dt.timedelta(hours=1),
    )

    proposal.refresh_from_db()
    assert (proposal.state, proposal.trialogue) == (ProposalState.FIXED, meeting)


def test_another_moment_for_a_planned_meeting_moves_it_and_keeps_its_uid(proposal):
    say(proposal, Role.MENTOR, 0)
    meeting = say(proposal, Role.STUDENT, 0)
    uid = meeting.uid
    again = moments.propose(
        by=person(proposal.placement, Role.COACH),
        placement=proposal.placement,
        moments=[Moment(STARTS[2], "Gent")],
        moves=meeting,
    )
    say(again, Role.STUDENT, 0)
    say(again, Role.MENTOR, 0)

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (STARTS[2], "Gent")
    assert (meeting.uid, meeting.sequence) == (uid, 1)
    assert Trialogue.objects.count() == 1
    moved = [(step.before, step.after) for step in steps_of(meeting)]
    assert moved == [(STARTS[0], STARTS[2]), (None, STARTS[0])]


def test_what_a_mentor_said_binds_nobody_who_takes_over(proposal):
    placement = proposal.placement
    say(proposal, Role.MENTOR, 0)
    new = make_user("Sofie", "Aerts")
    placements.change_person(
        by=person(placement, Role.COACH), placement=placement, role=Role.MENTOR, person=new
    )
    fresh = MeetingProposal.objects.get(pk=proposal.pk)

    assert say(fresh, Role.STUDENT, 0) is None
    assert seen(proposal).waits_for == [Role.MENTOR]
    assert moments.answer(by=new, proposal=fresh, suits={fresh.slots.all()[0].pk}) is not None


def test_the_end_of_a_placement_ends_the_question(proposal):
    placements.end(
        by=person(proposal.placement, Role.COACH),
        placement=proposal.placement,
        moment=clock.now(),
        reason="Gestopt met de opleiding.",
    )

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        ([], "no-moments"),
        ([STARTS[0]] * 2, "moment-twice"),
        ([dt.datetime(2026, 9, 1, tzinfo=dt.UTC)], "moment-passed"),
        ([STARTS[0] + dt.timedelta(hours=n) for n in range(4)], "too-many-moments"),
    ],
)
def test_what_cannot_be_proposed(placement, today, starts, code):
    with pytest.raises(Refusal) as refused:
        moments.propose(
            by=person(placement, Role.COACH),
            placement=placement,
            moments=[Moment(start) for start in starts],
        )

    assert refused.value.codes == [code]


def test_a_meeting_that_is_planned_asks_for_no_moments_of_its_kind(placement, today):
    trialogues.plan(by=person(placement, Role.COACH), placement=placement, starts_at=STARTS[0])

    with pytest.raises(Refusal) as refused:
        propose(placement)

    assert refused.value.codes == ["already-planned"]


def test_history_names_who_proposed_and_answered_and_no_words(proposal):
    mentor = person(proposal.placement, Role.MENTOR)
    moments.none_suits(by=mentor, proposal=proposal, words="mark-words-77")

    rows = HistoryEntry.objects.filter(action__startswith="moments-").order_by("pk")
    assert [(row.action, row.by) for row in rows] == [
        ("moments-proposed", person(proposal.placement, Role.COACH)),
        ("moments-refused", mentor),
    ]
    assert "mark-words-77" not in "".join(str(row.data) for row in rows)


def test_the_state_says_for_whom_it_waits_and_how_long(proposal, placement):
    with clock.at(TODAY + dt.timedelta(days=2)):
        assert seen(proposal).state == "wacht al 2 dagen op Amina en Griet"
        say(proposal, Role.STUDENT, 0)
        assert seen(proposal).state == "wacht al 2 dagen op Griet"


def test_open_proposals_cost_the_same_for_one_as_for_three(django_assert_num_queries, today):
    coach = make_user("Katrien", "Dhaeseleer")
    for count in (1, 3):
        while MeetingProposal.objects.count() < count:
            propose(make_placement(coach=coach))
        with django_assert_num_queries(6):
            assert [one.waits_for for one in open_proposals(coach)] == [
                [Role.STUDENT, Role.MENTOR]
            ] * count


# --- moments to start from


def test_moments_are_offered_within_the_window_on_days_at_the_workplace():
    """Day 8 falls on Wednesday 30 September, day 10 on Friday 9 October; on 1 October the first
    that can be chosen is 3 October. Of the working days left, the 6th and 9th are at work."""
    span = span_to_offer(
        opens=dt.date(2026, 9, 30), closes=dt.date(2026, 10, 9), today=TODAY, is_due=False
    )
    found = moments_to_offer(
        span,
        is_free=lambda date: date.weekday() > 4,
        at_work={dt.date(2026, 10, 6), dt.date(2026, 10, 9), dt.date(2026, 10, 13)},
    )

    assert span == Span(dt.date(2026, 10, 3), dt.date(2026, 10, 9))
    assert found == [
        (dt.date(2026, 10, 5), dt.time(10)),
        (dt.date(2026, 10, 6), dt.time(13, 30)),
        (dt.date(2026, 10, 9), dt.time(16)),
    ]


def test_a_window_that_has_closed_gets_moments_soon():
    span = span_to_offer(
        opens=dt.date(2026, 9, 10), closes=dt.date(2026, 9, 20), today=TODAY, is_due=True
    )

    assert span.first == dt.date(2026, 10, 3)


def test_cancelling_the_meeting_drops_the_moments_that_would_move_it(proposal):
    say(proposal, Role.MENTOR, 0)
    meeting = say(proposal, Role.STUDENT, 0)
    coach = person(proposal.placement, Role.COACH)
    again = moments.propose(
        by=coach, placement=proposal.placement, moments=[Moment(STARTS[2])], moves=meeting
    )
    trialogues.cancel(by=coach, trialogue=meeting, reason="Griet is ziek.")

    again.refresh_from_db()
    assert (again.state, again.moves.state) == (ProposalState.WITHDRAWN, TrialogueState.CANCELLED)
