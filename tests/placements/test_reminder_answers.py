"""Reminders of what waits for one answer: a sign-off, a moment, a signatory's signature."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import reminders
from accounts.enums import Role
from accounts.models import Notification, User
from config import clock
from placements.actions import agreements, moments, placements, sign_offs, signatories
from placements.actions.moments import Moment
from placements.actions.reminders import collect
from placements.documents.trialogue_report import report_hash
from placements.models import Agreement, MeetingProposal, Placement, Trialogue
from placements.rules.reminders import latest
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, work

pytestmark = pytest.mark.django_db
HELD = dt.date(2026, 10, 1)  # a Thursday
PROPOSED = dt.date(2026, 10, 1)


def noon(*date: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*date, 12))


def daily(first: dt.date, last: dt.date) -> None:
    for step in range((last - first).days + 1):
        collect(noon(*(first + dt.timedelta(days=step)).timetuple()[:3]))


def said(rule: str) -> list[tuple[str, User]]:
    rows = Notification.objects.filter(rule=rule).select_related("recipient")
    return [(row.due_on.isoformat(), row.recipient) for row in rows.order_by("due_on", "pk")]


@pytest.fixture
def placement() -> Placement:
    made = make_placement(weekdays=(0, 1))
    work(made, 2)
    return made


# --- a report without a sign-off


@pytest.fixture
def meeting(placement) -> Trialogue:
    return hold_trialogue(placement, HELD)


def sign(meeting: Trialogue, *roles: str) -> None:
    for role in roles:
        found = Trialogue.objects.get(pk=meeting.pk)
        who = person(found.placement, role)
        sign_offs.sign_off(by=who, trialogue=found, shown=report_hash(found))


def test_each_voice_that_misses_is_asked_again_weekly_from_three_working_days_on(meeting):
    placement = meeting.placement
    with clock.at(HELD):
        sign(meeting, Role.COACH)
    daily(HELD, dt.date(2026, 10, 7))
    with clock.at(dt.date(2026, 10, 8)):
        sign(meeting, Role.STUDENT)
    daily(dt.date(2026, 10, 8), dt.date(2026, 10, 20))

    assert said("report-unsigned") == [
        ("2026-10-06", placement.student),
        ("2026-10-06", placement.mentor),
        ("2026-10-13", placement.mentor),
        ("2026-10-20", placement.mentor),
    ]
    # Ten working days after the first time; the student signed before that.
    assert said("report-unsigned-escalated") == [("2026-10-20", placement.coach)]
    told = Notification.objects.get(rule="report-unsigned-escalated")
    assert told.context["asked_on"] == ["2026-10-06", "2026-10-13"]
    assert reminders.rule("report-unsigned").legal


def test_a_corrected_report_is_counted_from_its_correction_and_asks_all_three(meeting):
    placement = meeting.placement
    with clock.at(HELD):
        sign(meeting, Role.COACH, Role.STUDENT)
    daily(HELD, dt.date(2026, 10, 6))
    with clock.at(dt.date(2026, 10, 7)):
        sign_offs.correct(
            by=placement.coach,
            trialogue=Trialogue.objects.get(pk=meeting.pk),
            version=1,
            reason="De datum klopt niet",
        )
    daily(dt.date(2026, 10, 7), dt.date(2026, 10, 12))

    subject = f"placements.trialogue:{meeting.pk}"
    rows = Notification.objects.filter(rule="report-unsigned").order_by("pk")
    assert [(row.due_on.isoformat(), row.subject, row.context["to"]) for row in rows] == [
        ("2026-10-06", f"{subject}#v1", "mentor"),
        ("2026-10-12", f"{subject}#v2", "student"),
        ("2026-10-12", f"{subject}#v2", "mentor"),
        ("2026-10-12", f"{subject}#v2", "coach"),
    ]
    assert [reminders.still_holds(row) for row in rows] == [False, True, True, True]


def test_a_report_signed_by_all_asks_nobody(meeting):
    with clock.at(HELD):
        sign(meeting, Role.COACH, Role.STUDENT, Role.MENTOR)

    daily(HELD, dt.date(2026, 10, 14))

    assert said("report-unsigned") == []


# --- moments without an answer


@pytest.fixture
def proposal(placement) -> MeetingProposal:
    starts = [noon(2026, 10, 19), noon(2026, 10, 20)]
    with clock.at(PROPOSED):
        return moments.propose(
            by=placement.coach,
            placement=placement,
            moments=[Moment(start, "Gentbrugge") for start in starts],
        )


def test_who_has_not_answered_is_asked_after_two_working_days_then_the_coach_hears(proposal):
    placement = proposal.placement
    with clock.at(dt.date(2026, 10, 2)):
        slots = {slot.pk for slot in proposal.slots.all()}
        moments.answer(by=placement.student, proposal=proposal, suits=slots)

    daily(PROPOSED, dt.date(2026, 10, 20))

    # Every three days, on a working day; nothing once the last moment has passed.
    assert said("moments-unanswered") == [
        (f"2026-10-{day:02}", placement.mentor) for day in (5, 8, 12, 14, 19)
    ]
    assert said("moments-unanswered-escalated") == [("2026-10-09", placement.coach)]


def test_an_answer_counts_also_when_none_suits(proposal):
    placement = proposal.placement
    with clock.at(dt.date(2026, 10, 2)):
        moments.none_suits(by=placement.student, proposal=proposal, words="Liever een vrijdag")
        cannot = {slot.pk for slot in proposal.slots.all()}
        moments.answer(by=placement.mentor, proposal=proposal, suits=(), cannot=cannot)

    daily(PROPOSED, dt.date(2026, 10, 8))

    assert said("moments-unanswered") == []


def test_what_a_replaced_mentor_answered_does_not_count_for_the_new_one(proposal):
    placement, olga = proposal.placement, make_user("Olga")
    with clock.at(dt.date(2026, 10, 2)):
        suits = {slot.pk for slot in list(proposal.slots.all())[:1]}
        moments.answer(by=placement.mentor, proposal=proposal, suits=suits)
        placements.change_person(
            by=placement.coach, placement=placement, role=Role.MENTOR, person=olga
        )

    collect(noon(2026, 10, 5))

    assert said("moments-unanswered") == [("2026-10-05", placement.student), ("2026-10-05", olga)]


# --- an agreement that a legal signatory signs


def send_agreement(wim: User, placement: Placement) -> Agreement:
    with clock.at(dt.date(2026, 10, 1)):
        placement = Placement.objects.with_people().get(pk=placement.pk)
        opened = agreements.open_agreement(by=wim, placement=placement)
        return agreements.send(by=wim, agreement=opened)


def test_the_legal_signatory_is_asked_instead_of_the_mentor():
    wim, bea = make_user("Wim"), make_user("Bea", "Rys")
    placement = make_placement(programme=make_programme(coordinator=wim), weekdays=(4,))
    with clock.at(dt.date(2026, 9, 15)):
        signatories.appoint(by=wim, workplace=placement.workplace, person=bea)
    send_agreement(wim, placement)

    collect(noon(2026, 10, 6))

    assert said("agreement-unsigned") == [
        ("2026-10-06", placement.student),
        ("2026-10-06", bea),
        ("2026-10-06", placement.coach),
    ]
    row = Notification.objects.get(rule="agreement-unsigned", recipient=bea)
    with clock.at(dt.date(2026, 10, 6)):
        assert reminders.still_holds(row)


def test_who_signs_for_the_workplace_after_it_went_out_is_not_asked_for_what_names_another():
    wim = make_user("Wim")
    placement = make_placement(programme=make_programme(coordinator=wim), weekdays=(4,))
    send_agreement(wim, placement)
    with clock.at(dt.date(2026, 10, 2)):
        signatories.appoint(by=wim, workplace=placement.workplace, person=make_user("Bea", "Rys"))

    collect(noon(2026, 10, 6))

    assert [who for _date, who in said("agreement-unsigned")] == list(
        map(placement.person, (Role.STUDENT, Role.MENTOR, Role.COACH))
    )


def test_the_repetitions_above_are_those_of_the_calendar():
    every = {latest(dt.date(2026, 10, 5), 3, dt.date(2026, 10, day)) for day in range(5, 21)}

    assert sorted(date.day for date in every) == [5, 8, 12, 14, 19, 20]
