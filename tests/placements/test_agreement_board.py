"""The board of agreements: whose turn it is, since when, the next click, in as few queries."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from config import clock
from placements.actions import (
    agreement_reminders,
    agreements,
    fact_checks,
    placements,
    signatories,
    signing,
)
from placements.enums import WaitsFor
from placements.models import Agreement, Placement
from placements.overviews.agreement_board import BoardLine, board_lines, on_the_board, with_papers
from placements.overviews.board import board
from tests.factories import make_placement, make_programme, make_user, make_workplace
from tests.placements.agreement_lives import SENT, codes, draft, send, sign, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim: User) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture(autouse=True)
def in_september():
    with clock.at(SENT):
        yield


def row(user: User) -> BoardLine:
    (line,) = board_lines(with_papers(on_the_board(user).with_people().with_days()))
    return line


def said(user: User) -> tuple[str, list[str], str]:
    """Whose turn, whom by name, and what the click does."""
    line = row(user)
    return line.placement.waits_for, line.names, line.click.url if line.click else ""


def test_it_follows_one_agreement_from_nothing_to_signed(wim, placement):
    student, mentor, coach = (
        placement.student.get_full_name(),
        placement.mentor.get_full_name(),
        placement.coach.get_full_name(),
    )
    steps = [said(wim)]
    agreement = draft(wim, placement)
    here = [agreement.pk]
    steps.append(said(wim))
    fact_checks.ask(by=wim, agreement=agreement)
    steps.append(said(wim))
    fact_checks.say(
        by=placement.mentor,
        agreement=agreement,
        corrections={"street": {"value": "Dok 5", "why": ""}},
    )
    steps.append(said(wim))
    check = agreement.checks.get()
    answers = {"street": {"taken": False, "why": "Klopt."}}
    fact_checks.answer(by=wim, check=check, answers=answers)

    out = agreements.send(by=wim, agreement=agreement)
    steps.append(said(wim))
    sign(out, placement.mentor)
    steps.append(said(wim))
    remind = reverse("placements:agreement-remind", args=here)

    assert steps == [
        (WaitsFor.COORDINATOR, [], reverse("placements:agreement-open")),
        (WaitsFor.COORDINATOR, [], reverse("placements:agreement-send")),
        (WaitsFor.MENTOR, [mentor], remind),
        (WaitsFor.COORDINATOR, [], reverse("placements:fact-check-answer", args=here)),
        (WaitsFor.MENTOR, [student, mentor, coach], remind),
        (WaitsFor.STUDENT, [student, coach], remind),
    ]
    sign_all(out, ["student", "coach"])
    assert not on_the_board(wim).exists()


def test_what_was_refused_is_the_coordinators_since_then(wim, placement):
    out = send(wim, placement)
    with clock.at(SENT + dt.timedelta(days=2)):
        signing.refuse(by=placement.student, agreement=out, reason="Het adres klopt niet.")
    line = row(wim)

    assert line.placement.waits_for == WaitsFor.COORDINATOR
    assert clock.local_date(line.placement.waits_since) == SENT + dt.timedelta(days=2)
    assert line.click.url == reverse("placements:agreement-copy", args=[out.pk])
    assert "Het adres klopt niet." in line.what


def test_in_an_order_it_waits_for_the_first_who_did_not_sign(wim, placement):
    agreement = draft(wim, placement)
    order = ["coach", "student", "mentor"]
    Agreement.objects.filter(pk=agreement.pk).update(signing_order=order)

    out = agreements.send(by=wim, agreement=Agreement.objects.get(pk=agreement.pk))
    first = said(wim)[:2]
    with clock.at(SENT + dt.timedelta(days=1)):
        sign(out, placement.coach)
        second = row(wim)

    assert first == (WaitsFor.COACH, [placement.coach.get_full_name()])
    assert second.placement.waits_for == WaitsFor.STUDENT
    assert clock.local_date(second.placement.waits_since) == SENT + dt.timedelta(days=1)


def test_an_amendment_waits_for_those_concerned_only(wim, placement):
    sign_all(send(wim, placement))
    nadia = make_user("Nadia", "Ozturk")

    placements.change_person(by=wim, placement=placement, role="mentor", person=nadia)
    out = agreements.send(by=wim, agreement=placement.agreements.get(version=2))
    sign(out, nadia)

    assert said(wim)[:2] == (WaitsFor.STUDENT, [placement.student.get_full_name()])


def test_a_reminder_goes_at_once_and_not_again_within_five_working_days(wim, placement):
    out = send(wim, placement)
    asked = agreement_reminders.remind(by=wim, agreement=out)
    mails = Notification.objects.filter(rule="agreement-asked-again", urgent=True)

    assert {person.first_name for person in asked} == {"Amina", "Griet", "Katrien"}
    assert mails.count() == 3
    assert codes(lambda: agreement_reminders.remind(by=wim, agreement=out)) == ["asked-already"]
    assert row(wim).click is None
    assert row(wim).asked_on == SENT
    with clock.at(SENT + dt.timedelta(days=7)):
        sign(out, placement.mentor)
        later = agreement_reminders.remind(by=wim, agreement=out)
    assert {person.first_name for person in later} == {"Amina", "Katrien"}


def test_nobody_else_reminds_and_a_draft_waits_for_nobody(wim, placement):
    agreement = draft(wim, placement)

    assert codes(lambda: agreement_reminders.remind(by=wim, agreement=agreement)) == [
        "nobody-to-ask"
    ]
    coach = placement.coach
    assert codes(lambda: agreement_reminders.remind(by=coach, agreement=agreement)) == [
        "not-your-role"
    ]


def test_the_coach_board_waits_for_the_legal_signatory_and_asks_not_the_mentor(wim, placement):
    bea = make_user("Bea", "Rys")
    signatories.appoint(by=wim, workplace=placement.workplace, person=bea)
    out = send(wim, placement)
    sign(out, placement.student)
    sign(out, placement.coach)
    with clock.at(dt.date(2026, 9, 25)):
        (found,) = board(placement.coach).rows
        reason = found.standing("agreement")

    assert "Bea Rys" in reason.detail
    assert placement.mentor.first_name not in reason.detail
    assert reason.asks == ()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_same_for_one_and_for_thirty(
    count, django_assert_num_queries, client: Client
):
    wim = make_user("Wim", "Claes")
    programme = make_programme("many", coordinator=wim)
    for number in range(count):
        made = make_placement(programme=programme, student=make_user("Amina", f"Bouzid {number}"))
        agreement = draft(wim, made)
        if number % 3:
            fact_checks.ask(by=wim, agreement=agreement)
    client.force_login(wim)
    client.get("/agreements/board/")

    with django_assert_num_queries(QUERIES):
        page = client.get("/agreements/board/")
    assert sum(len(group.lines) for group in page.context["groups"]) == count


QUERIES = 18


def test_parties_are_counted_and_a_programme_is_chosen(wim, client: Client):
    one, two = make_programme("one", coordinator=wim), make_programme("two", coordinator=wim)
    for programme in (one, one, two):
        send(wim, make_placement(programme=programme, student=make_user("Amina", "B")))
    make_workplace()
    client.force_login(wim)

    def counts(query: str) -> tuple[list[int], int]:
        page = client.get(f"/agreements/board/?{query}")
        tabs = [tab["count"] for tab in page.context["tabs"]]
        return tabs, sum(len(group.lines) for group in page.context["groups"])

    assert counts("") == ([3, 0, 3, 0, 0], 3)
    assert counts(f"programme={one.pk}") == ([2, 0, 2, 0, 0], 2)
    assert counts(f"programme={two.pk}&who=student") == ([1, 0, 1, 0, 0], 0)
    assert counts("programme=nonsense&who=nobody") == ([3, 0, 3, 0, 0], 3)
