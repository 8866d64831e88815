"""What waits for whom around a placement, at constant cost."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import todo
from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.enums import Moment
from config import clock
from placements import todos
from placements.actions import (
    agreements,
    days,
    moments,
    placements,
    sign_offs,
    trialogue_notes,
    trialogues,
)
from placements.actions.placements import Plan
from placements.documents.trialogue_report import report_hash
from placements.enums import Attention
from placements.models import Placement
from placements.overviews import board_lines
from placements.overviews.board import board
from tests.factories import make_placement, make_programme, make_user
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


def waiting(user: User, on: dt.date = MONDAY) -> list[tuple[str, str]]:
    """(kind, title) of what waits on that day, in English, the most urgent first."""
    with clock.at(on):
        return [(one.kind, one.title) for one in todo.waiting_for(user, on)]


def kinds(user: User, on: dt.date = MONDAY) -> list[str]:
    return [kind for kind, _title in waiting(user, on)]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def placement() -> Placement:
    """Amina works on Mondays and Tuesdays and has said where she stands."""
    made = make_placement(weekdays=(0, 1), mentor=make_user("Griet"), coach=make_user("Katrien"))
    with clock.at(dt.date(2026, 9, 20)):
        rate(made, Role.STUDENT, "K", moment=Moment.BASELINE)
    return made


def start_meeting(placement: Placement):
    return hold_trialogue(placement, dt.date(2026, 10, 8))


# --- the student


def test_student_who_said_nothing_is_asked_for_the_starting_situation_two_weeks_ahead():
    placement = make_placement(starts_on=dt.date(2026, 10, 5), weekdays=(0,))
    with clock.at(dt.date(2026, 9, 28)):
        plan = Plan(dt.date(2026, 10, 19), placement.ends_on, (0,), 40)
        placements.change_plan(by=placement.coach, placement=placement, plan=plan)

    assert kinds(placement.student, dt.date(2026, 10, 4)) == []
    assert kinds(placement.student, dt.date(2026, 10, 5)) == ["starting-situation"]
    with clock.at(dt.date(2026, 10, 5)):
        rate(placement, Role.STUDENT, "K", moment=Moment.BASELINE)
    assert kinds(placement.student, dt.date(2026, 10, 5)) == []


def test_planned_days_without_an_entry_wait_in_one_line_and_today_in_its_own(placement):
    work(placement, 4)

    assert waiting(placement.student) == [
        ("log-today", "Log your day of today"),
        ("log-days", "Log 2 planned days"),
    ]


def test_days_of_long_ago_are_not_asked_for_any_more(placement):
    assert kinds(placement.student, dt.date(2027, 6, 30)) == ["log-days"]
    assert kinds(placement.student, dt.date(2027, 7, 20)) == []


def test_a_student_with_all_days_logs_no_more():
    placement = make_placement(weekdays=(0,), required_days=2)
    with clock.at(dt.date(2026, 9, 20)):
        rate(placement, Role.STUDENT, "K", moment=Moment.BASELINE)
    work(placement, 2, confirm=False)

    assert kinds(placement.student) == []


def test_a_returned_day_waits_for_the_student(placement):
    work(placement, 6)
    with clock.at(MONDAY):
        content = days.DayContent(date=MONDAY)
        day = days.log(by=placement.student, placement=placement, content=content)
        days.give_back(by=placement.mentor, day=day, reason="Het was een halve dag.")

    assert waiting(placement.student) == [("day-returned", "Correct your day of today")]


# --- all three


def test_an_agreement_waits_for_whoever_did_not_sign_it(placement):
    coordinator = make_user("Wim")
    placement.enrolment.programme.coordinators.add(coordinator)
    with clock.at(dt.date(2026, 10, 9)):
        opened = agreements.open_agreement(by=coordinator, placement=placement)
        agreements.send(by=coordinator, agreement=opened)

    assert ("agreement-to-sign", "Sign your agreement") in waiting(placement.student)
    for person in (placement.mentor, placement.coach):
        assert waiting(person) == [("agreement-to-sign", "Sign the agreement of Amina Bouzid")]
    assert waiting(coordinator) == []


def test_a_meeting_is_announced_to_all_three_the_day_before_and_on_the_day(placement):
    with clock.at(dt.date(2026, 10, 8)):
        moment = clock.now().replace(day=13, hour=13, minute=30)
        trialogues.plan(by=placement.coach, placement=placement, starts_at=moment)

    told = {
        on: [one for one in waiting(placement.coach, MONDAY + on) if one[0] == "meeting-at-hand"]
        for on in (dt.timedelta(-1), dt.timedelta(0), dt.timedelta(1), dt.timedelta(2))
    }

    name = placement.student.get_full_name()
    assert list(told.values()) == [
        [],
        [("meeting-at-hand", f"Trialogue with {name}, tomorrow at 13:30")],
        [("meeting-at-hand", f"Trialogue with {name}, today at 13:30")],
        [],
    ]
    for person in (placement.student, placement.mentor):
        assert "meeting-at-hand" in kinds(person, MONDAY)


def test_a_report_waits_from_the_day_after_the_meeting_for_each_own_sign_off(placement):
    meeting = start_meeting(placement)
    sign = "report-to-sign-off"

    assert sign not in kinds(placement.mentor, dt.date(2026, 10, 8))
    assert sign in kinds(placement.mentor, dt.date(2026, 10, 9))
    with clock.at(dt.date(2026, 10, 9)):
        shown = report_hash(meeting)
        sign_offs.sign_off(by=placement.mentor, trialogue=meeting, shown=shown)
    assert sign not in kinds(placement.mentor)
    assert sign in kinds(placement.coach)


def test_an_agreed_action_waits_for_who_took_it_on_and_is_done_in_place(placement):
    meeting = start_meeting(placement)
    with clock.at(dt.date(2026, 10, 8)):
        action = trialogue_notes.agree(
            by=placement.coach,
            trialogue=meeting,
            what="De handleiding klaarleggen",
            who=Role.MENTOR,
            due_on=dt.date(2026, 10, 19),
        )

    assert "agreed-action" not in kinds(placement.mentor, dt.date(2026, 10, 11))
    assert ("agreed-action", "De handleiding klaarleggen") in waiting(placement.mentor)
    assert "agreed-action" not in kinds(placement.student)
    with clock.at(MONDAY):
        (one,) = [it for it in todo.waiting_for(placement.mentor, MONDAY) if it.done_in_place]
        client = Client()
        client.force_login(placement.mentor)
        client.post(one.done_in_place)
    action.refresh_from_db()
    assert action.done_by == placement.mentor


def test_the_last_words_wait_for_each_voice_once_all_days_are_confirmed():
    placement = make_placement(weekdays=(0,), required_days=2)
    work(placement, 2, confirm=False)
    assert "final-words" not in kinds(placement.mentor)
    with clock.at(MONDAY):
        days.confirm(by=placement.mentor, days=list(placement.days.all()))

    for role in TRIAD:
        person = placement.person(role)
        assert "final-words" in kinds(person)
        with clock.at(MONDAY):
            rate(placement, role, "V", moment=Moment.FINAL)
        assert "final-words" not in kinds(person)


def test_nothing_waits_around_a_placement_that_ended(placement):
    with clock.at(MONDAY):
        placements.end(
            by=placement.coach, placement=placement, moment=clock.now(), reason="Verhuisd"
        )

    assert [waiting(placement.person(role)) for role in TRIAD] == [[], [], []]


# --- coach and coordinator


def test_the_coach_is_asked_to_plan_when_a_window_opens(placement):
    work(placement, 7)
    assert "window" not in kinds(placement.coach, dt.date(2026, 10, 14))
    work(placement, 1)

    assert ("window", "Plan a meeting with Amina Bouzid") in waiting(
        placement.coach, dt.date(2026, 10, 14)
    )


def test_once_moments_are_proposed_others_choose_and_the_coach_waits(placement, client):
    """On Today nothing to plan; the board and its panel say for whom it waits."""
    work(placement, 8)
    User.objects.filter(pk=placement.coach.pk).update(language="en")
    today = dt.date(2026, 10, 14)
    with clock.at(today):
        proposal = moments.propose(
            by=placement.coach,
            placement=placement,
            moments=[moments.Moment(clock.now() + dt.timedelta(days=7))],
        )
        row = board(placement.coach).rows[0]
        reason = row.standing(Attention.WINDOW)
        client.force_login(placement.coach)
        page = client.get(reverse("home")).content.decode()

    assert "window" not in kinds(placement.coach, today)
    assert board_lines.way_out(row, reason).url == reverse("placements:moment", args=[proposal.pk])
    assert page.count("aits for Amina and Griet since today") == 1


def test_the_coordinator_gets_drafts_and_stuck_agreements_in_one_line_each():
    coordinator = make_user("Wim")
    programme = make_programme("one", coordinator=coordinator)
    for number in range(3):
        placement = make_placement(programme=programme, student=make_user())
        with clock.at(dt.date(2026, 9, 25)):
            opened = agreements.open_agreement(by=coordinator, placement=placement)
            if number:
                agreements.send(by=coordinator, agreement=opened)

    assert waiting(coordinator, dt.date(2026, 10, 8)) == [
        ("agreements-to-send", "Send out 1 agreement")
    ]
    assert waiting(coordinator, dt.date(2026, 10, 9)) == [
        ("agreements-stuck", "Follow up 2 agreements that nobody finishes"),
        ("agreements-to-send", "Send out 1 agreement"),
    ]


def test_the_coordinator_is_asked_for_the_agreements_that_should_be_there():
    coordinator = make_user("Wim")
    programme = make_programme("one", coordinator=coordinator)

    def starts(number: int, on: dt.date) -> Placement:
        student = make_user(f"Student{number}")
        return make_placement(programme=programme, student=student, starts_on=on)

    begun, soon, later, drafted, ended = (
        starts(number, MONDAY + dt.timedelta(days=days))
        for number, days in enumerate([-7, 14, 15, -7, -7])
    )
    with clock.at(MONDAY):
        agreements.open_agreement(by=coordinator, placement=drafted)
        placements.end(by=coordinator, placement=ended, moment=clock.now(), reason="Verhuisd")
        (line,) = [
            one for one in todo.waiting_for(coordinator, MONDAY) if one.kind == "agreements-to-open"
        ]
        client = Client()
        client.force_login(coordinator)
        page = client.get(line.url).context["page"]

    assert line.title == "Open the agreement of 2 placements"
    assert line.detail == "1 of them has already started."
    assert line.due == begun.starts_on
    assert {row.pk for row in page.object_list} == {begun.pk, soon.pk}
    assert waiting(coordinator, later.starts_on - dt.timedelta(days=14))[0] == (
        "agreements-to-open",
        "Open the agreement of 3 placements",
    )


# --- cost


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("role", "source", "queries"),
    [
        ("student", todos.voices.around_my_placements, 18),
        ("mentor", todos.voices.around_my_placements, 18),
        ("coach", todos.voices.around_my_placements, 18),
        ("coach", todos.coach.around_my_students, 26),
        ("coordinator", todos.coordinator.around_my_programmes, 2),
        ("outsider", todos.voices.around_my_placements, 1),
    ],
)
def test_what_waits_costs_the_same_for_one_placement_and_for_three(
    count, role, source, queries, django_assert_num_queries
):
    people = {name: make_user(name) for name in ("student", "mentor", "coach", "coordinator")}
    for number in range(count):
        programme = make_programme(f"programme-{number}", coordinator=people["coordinator"])
        placement = make_placement(
            programme=programme, **{name: people[name] for name in ("student", "mentor", "coach")}
        )
        work(placement, 9, confirm=False)
        meeting = hold_trialogue(placement, dt.date(2026, 10, 8), kind="extra")
        with clock.at(dt.date(2026, 10, 8)):
            opened = agreements.open_agreement(by=people["coordinator"], placement=placement)
            agreements.send(by=people["coordinator"], agreement=opened)
            for name in TRIAD:
                trialogue_notes.agree(
                    by=people["coach"], trialogue=meeting, what="Iets", who=name, due_on=MONDAY
                )

    people["outsider"] = make_user("Olga")

    with clock.at(dt.date(2026, 11, 1)), django_assert_num_queries(queries):
        found = list(source(people[role], dt.date(2026, 11, 1)))
    assert len(found) >= (count if role in TRIAD else 0)


def test_every_link_of_what_waits_opens(placement):
    """Each line leads to a page that this person may open."""
    coordinator = make_user("Wim")
    placement.enrolment.programme.coordinators.add(coordinator)
    work(placement, 8, confirm=False)
    start_meeting(placement)
    with clock.at(MONDAY):
        opened = agreements.open_agreement(by=coordinator, placement=placement)
        agreements.send(by=coordinator, agreement=opened)
    on = timezone.make_aware(dt.datetime(2026, 11, 2, 9))
    people = [placement.student, placement.mentor, placement.coach, coordinator]

    with clock.at(on):
        for person in people:
            client = Client()
            client.force_login(person)
            lines = todo.waiting_for(person, on.date())
            assert lines
            answers = {one.url: client.get(one.url.partition("#")[0]).status_code for one in lines}
            assert set(answers.values()) == {200}, answers
        assert client.get(reverse("home")).status_code == 200
