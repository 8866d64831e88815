"""Two answers at the same moment give one meeting: real threads on PostgreSQL."""

import datetime as dt

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.models import Notification
from config import clock
from config.refusal import Refusal
from placements.actions import moments, trialogues
from placements.actions.moments import Moment
from placements.enums import ProposalState
from placements.models import MeetingProposal, Placement, Trialogue
from tests.accounts.factories import at_once
from tests.factories import make_placement, person

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = dt.date(2026, 10, 1)
ROUNDS = 10


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def propose(placement: Placement) -> MeetingProposal:
    with clock.at(TODAY):
        return moments.propose(
            by=person(placement, Role.COACH),
            placement=placement,
            kind="extra",
            moments=[Moment(clock.now() + dt.timedelta(days=days)) for days in (4, 5, 6)],
        )


def test_two_answers_at_once_give_one_meeting_each_time(placement):
    for number in range(1, ROUNDS + 1):
        proposal = propose(placement)
        slots = {slot.pk for slot in proposal.slots.all()}

        def answer(which: int, proposal=proposal, slots=slots) -> str:
            by = person(proposal.placement, (Role.STUDENT, Role.MENTOR)[which % 2])
            with clock.at(TODAY):
                try:
                    made = moments.answer(by=by, proposal=proposal, suits=slots)
                except Refusal as refusal:
                    return refusal.code
            return "made" if made else "said"

        found = at_once(answer, 4)

        assert found.count("made") == 1
        assert set(found) <= {"made", "said", "moments-closed"}
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.FIXED
        assert Trialogue.objects.count() == number
        assert Notification.objects.filter(rule="trialogue-planned").count() == 3 * number
        coach = person(placement, Role.COACH)
        with clock.at(TODAY):
            trialogues.cancel(by=coach, trialogue=proposal.trialogue, reason="Volgende ronde.")


def test_an_answer_and_the_coachs_own_choice_at_once_give_one_meeting(placement):
    proposal = propose(placement)
    slots = list(proposal.slots.all())
    with clock.at(TODAY):
        mentor = person(placement, Role.MENTOR)
        moments.answer(by=mentor, proposal=proposal, suits={slots[0].pk})

    def act(which: int) -> str:
        with clock.at(TODAY):
            try:
                if which:
                    moments.fix(by=person(placement, Role.COACH), slot=slots[2])
                else:
                    student = person(placement, Role.STUDENT)
                    moments.answer(by=student, proposal=proposal, suits={slots[0].pk})
            except Refusal as refusal:
                return refusal.code
        return "made"

    assert sorted(at_once(act, 2)) == ["made", "moments-closed"]
    assert Trialogue.objects.count() == 1
    assert connection.vendor == "postgresql"
