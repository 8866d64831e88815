"""Choosing a moment in mail and browser: one tap each, and looking changes nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import todo
from accounts.actions import notifications
from accounts.delivery import send_due
from accounts.enums import Role
from accounts.models import Invitation, User
from config import clock
from placements.actions import moments
from placements.actions.moments import Moment
from placements.enums import ProposalState
from placements.models import MeetingProposal, Placement, SlotAnswer, Trialogue
from tests.factories import make_placement, person

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 10, 1)
STARTS = [dt.datetime(2026, 10, day, 12, 30, tzinfo=dt.UTC) for day in (6, 7, 8)]


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def proposal(placement) -> MeetingProposal:
    with clock.at(TODAY):
        return moments.propose(
            by=person(placement, Role.COACH),
            placement=placement,
            moments=[Moment(start, "Gentbrugge") for start in STARTS],
            words="Na de middag kan ook.",
        )


def visit(client, who: User, name: str, key: int, *, query: str = "", **said):
    client.force_login(who)
    address = reverse(f"placements:{name}", args=[key]) + query
    with clock.at(TODAY):
        return client.post(address, said) if said else client.get(address)


def test_the_mail_shows_the_three_moments_each_a_link_to_confirm_it(proposal, mailoutbox):
    mentor = person(proposal.placement, Role.MENTOR)
    User.objects.filter(pk=mentor.pk).update(language="en")
    with clock.at(TODAY) as now:
        notifications.gather(now)
        send_due(now)

    mail = next(one for one in mailoutbox if one.to == [mentor.email])
    assert mail.subject == "Which moment suits you for the trialogue with Amina Bouzid?"
    assert "Tuesday 6 October at 14:30, Gentbrugge" in mail.body
    page = reverse("placements:moment", args=[proposal.pk])
    links = Invitation.objects.filter(user=mentor, next_url__startswith=f"{page}?slot=")
    assert {link.next_url for link in links} == {
        f"{page}?slot={slot.pk}" for slot in proposal.slots.all()
    }
    # The moments, the page, "I am no longer the mentor", everything.
    assert mail.body.count("/invitation/") == 3 + 1 + 1 + 1


def test_following_a_link_of_the_mail_says_nothing_yet(client, proposal):
    slot = proposal.slots.all()[1]
    mentor = person(proposal.placement, Role.MENTOR)
    answer = visit(client, mentor, "moment", proposal.pk, query=f"?slot={slot.pk}")

    assert [line["is_chosen"] for line in answer.context["lines"]] == [False, True, False]
    assert SlotAnswer.objects.count() == 0


def test_one_tap_of_each_makes_the_meeting_and_leads_to_it(client, proposal):
    slot = proposal.slots.all()[1]
    for role in (Role.MENTOR, Role.STUDENT):
        by = person(proposal.placement, role)
        answer = visit(client, by, "moment-answer", proposal.pk, slot=slot.pk, answer="suits")

    meeting = Trialogue.objects.get()
    assert meeting.starts_at == STARTS[1]
    assert answer.url == reverse("placements:trialogue", args=[meeting.pk])


def test_each_moment_says_who_can(client, proposal):
    slots = list(proposal.slots.all())
    mentor, student = (person(proposal.placement, one) for one in (Role.MENTOR, Role.STUDENT))
    with clock.at(TODAY):
        moments.answer(by=mentor, proposal=proposal, suits={slots[2].pk}, cannot={slots[0].pk})
    answer = visit(client, student, "moment", proposal.pk)

    said = [
        {seat.role: seat.suits for seat in line["choice"].seats} for line in answer.context["lines"]
    ]
    assert [one[Role.MENTOR] for one in said] == [False, None, True]
    assert [one[Role.COACH] for one in said] == [True] * 3


@pytest.mark.parametrize("named", ["", "abc", "999999999", "٣"])
def test_a_moment_of_nowhere_is_refused_with_a_sentence(client, proposal, named):
    mentor = person(proposal.placement, Role.MENTOR)
    answer = visit(client, mentor, "moment-answer", proposal.pk, slot=named, answer="suits")

    assert answer.status_code == 302
    assert SlotAnswer.objects.count() == 0


def test_none_suits_goes_to_the_coach_and_stands_on_the_page(client, proposal):
    mentor, coach = (person(proposal.placement, one) for one in (Role.MENTOR, Role.COACH))
    visit(client, mentor, "moment-none", proposal.pk, words="Vrijdag kan ik altijd.")
    page = visit(client, coach, "moment", proposal.pk)

    assert "Vrijdag kan ik altijd." in page.content.decode()
    with clock.at(TODAY):
        assert [one.kind for one in todo.waiting_for(coach, TODAY)].count("moments-do-not-fit") == 1


def test_who_has_not_answered_has_it_on_today_until_they_do(proposal):
    student, mentor, coach = (
        person(proposal.placement, one) for one in (Role.STUDENT, Role.MENTOR, Role.COACH)
    )

    def waits(who: User) -> bool:
        with clock.at(TODAY):
            return "choose-moment" in {one.kind for one in todo.waiting_for(who, TODAY)}

    assert [waits(who) for who in (student, mentor, coach)] == [True, True, False]
    with clock.at(TODAY):
        suits = {proposal.slots.all()[0].pk}
        moments.answer(by=student, proposal=proposal, suits=suits)
    assert [waits(who) for who in (student, mentor, coach)] == [False, True, False]


def test_the_coach_proposes_from_what_the_window_offers(client, placement):
    coach = person(placement, Role.COACH)
    page = visit(client, coach, "moment-propose", placement.pk)
    said = {
        name: value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, dt.datetime) else value
        for name, value in page.context["form"].initial.items()
    }
    answer = visit(client, coach, "moment-propose", placement.pk, **said)

    proposal = MeetingProposal.objects.get()
    # No day is logged yet, today still can be: day 8 is Monday 12 October, day 10 the 14th.
    starts = [clock.local_date(slot.starts_at) for slot in proposal.slots.all()]
    assert starts == [dt.date(2026, 10, day) for day in (13, 13, 14)]
    assert answer.url == reverse("placements:moment", args=[proposal.pk])


def test_a_moment_that_passed_is_named_beside_its_field(client, placement):
    coach = person(placement, Role.COACH)
    said = {"kind": "progress", "minutes": 60, "starts_at_1": "2026-09-01T10:00"}
    answer = visit(client, coach, "moment-propose", placement.pk, **said)

    assert list(answer.context["form"].errors) == ["starts_at_1"]


def test_taken_back_the_page_says_so(client, proposal):
    coach, student = (person(proposal.placement, one) for one in (Role.COACH, Role.STUDENT))
    visit(client, coach, "moment-withdraw", proposal.pk, sure="yes")
    page = visit(client, student, "moment", proposal.pk)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    assert page.context["is_open"] is False
