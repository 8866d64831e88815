"""What the Talent lab says by mail: as long as it holds, and in words for whoever reads it."""

import datetime as dt

import pytest
from django.utils import translation

from accounts import reminders
from accounts.models import Notification
from competences.actions import goal_reminders, goals, lab
from competences.enums import IdeaKind, LabStage
from competences.models import GoalPlan
from config import clock
from tests.factories import make_placement, make_programme, make_user
from tests.lab import START, answer, hand_in, join, look_back, make_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def tine():
    return make_user("Tine", "Verhaege")


@pytest.fixture
def plans(tine) -> list[GoalPlan]:
    programme = make_programme("accounting")
    programme.teachers.add(tine)
    students = [make_user("Amina", "Bouzid"), make_user("Noor", "Adriaens")]
    placements = [make_placement(programme=programme, student=one) for one in students]
    with clock.at(START):
        return join(make_group(programme, tine), tine, *placements)


@pytest.fixture(autouse=True)
def _at_the_start():
    with clock.at(START):
        yield


def holds(rule: str) -> bool:
    found = Notification.objects.filter(rule=rule).latest("pk")
    return reminders.rule(rule).still_true(found)


def sweep(date: dt.date) -> None:
    with clock.at(date) as now:
        goal_reminders.collect(now)


def test_a_challenge_is_not_mailed_once_the_goal_was_handed_in_again(plans, tine):
    goal = answer(hand_in(plans[0]), tine, confirmed=False, said="Wie ziet dat?")
    before = holds("goal-challenged")

    hand_in(plans[0], goal, reached_when="iets wat mijn mentor ziet")

    assert (before, holds("goal-challenged")) == (True, False)


def test_a_goal_that_was_answered_asks_no_teacher_any_more(plans, tine):
    goal = hand_in(plans[0])
    sweep(dt.date(2026, 10, 14))
    before = [holds("goal-handed-in"), holds("goals-to-answer")]

    answer(goal, tine, confirmed=True)

    assert before == [True, True]
    assert [holds("goal-handed-in"), holds("goals-to-answer")] == [False, False]


def test_a_teacher_who_left_is_not_asked(plans, tine):
    hand_in(plans[0])

    plans[0].group.course_unit.programme.teachers.remove(tine)

    assert holds("goal-handed-in") is False


def test_a_student_who_handed_in_is_not_asked_to(plans):
    sweep(dt.date(2026, 10, 14))
    of_noor = Notification.objects.get(rule="goals-to-hand-in", recipient=plans[1].student)

    hand_in(plans[1])

    assert reminders.rule("goals-to-hand-in").still_true(of_noor) is False
    assert Notification.objects.filter(rule="goals-to-hand-in").count() == 2


def test_every_message_has_words_in_both_languages(plans, tine):
    mine, other = plans
    sweep(dt.date(2026, 10, 14))
    goal = answer(hand_in(mine), tine, confirmed=True)
    answer(hand_in(mine), tine, confirmed=False, said="Wie ziet dat?")
    hand_in(other)
    for day in (14, 17):
        sweep(dt.date(2026, 10, day))
    sweep(dt.date(2026, 11, 18))
    lab.prepare_pitch(by=mine.student, plan=mine, text="Mijn weg.", shown=True)
    lab.add_idea(by=tine, plan=mine, kind=IdeaKind.IDEA, text="Bel hen.")
    lab.give_feedback(by=tine, plan=mine, stage=LabStage.START, words={"goals": "Scherp."})
    look_back(mine, "mark-ik-twijfelde")
    with clock.at(dt.date(2026, 11, 20)):
        goals.conclude(by=tine, goal=goal, reached=True, words="Ja.", seen=goal.changed_at)

    told = {}
    for found in Notification.objects.all():
        for language in ("nl", "en"):
            with translation.override(language):
                line = reminders.rule(found.rule).render(found)
            told.setdefault(found.rule, []).append((line.title, line.detail, line.verb))

    assert sorted(told) == [
        "goal-challenged",
        "goal-concluded",
        "goal-confirmed",
        "goal-handed-in",
        "goal-plan-opened",
        "goals-to-answer",
        "goals-to-hand-in",
        "goals-unanswered",
        "idea-added",
        "lab-feedback-given",
        "self-reflection-due",
        "self-reflection-handed-in",
    ]
    assert [rule for rule, lines in told.items() if not all(all(line) for line in lines)] == []
    assert "mark-ik-twijfelde" not in str(told)
