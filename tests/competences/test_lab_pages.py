"""The Talent lab as people go through it: the whole way, and what each page costs."""

import datetime as dt
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import navigation, news, todo
from accounts.enums import Role
from accounts.models import User
from competences.actions.assessments import say
from competences.enums import GoalState, Moment
from competences.models import (
    GoalGroup,
    GoalPlan,
    LabFeedback,
    MasteryLevel,
    PersonalGoal,
    SelfReflection,
)
from competences.overviews.plans import standings
from config import clock
from placements.models import Placement
from tests.factories import make_placement, make_programme, make_user, person
from tests.lab import PHRASE, START, answer, hand_in, join, look_back, make_group

pytestmark = pytest.mark.django_db

PITCH = dt.date(2026, 11, 6)
FINAL = dt.date(2026, 11, 20)


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def tine() -> User:
    return make_user("Tine", "Verhaege")


@pytest.fixture
def placements(wim, tine) -> list[Placement]:
    programme = make_programme("accounting", coordinator=wim)
    programme.teachers.add(tine)
    students = [make_user("Amina", "Bouzid"), make_user("Noor", "Adriaens")]
    return [make_placement(programme=programme, student=one) for one in students]


@pytest.fixture
def group(placements, tine) -> GoalGroup:
    with clock.at(START):
        return make_group(placements[0].enrolment.programme, tine)


class Browser:
    """Somebody signed in, on a day."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def on(self, date: dt.date, name: str, *args: int, **data: object):
        address = reverse(f"competences:{name}", args=args)
        with clock.at(date):
            return self.client.post(address, data) if data else self.client.get(address)

    def reads(self, date: dt.date, name: str, *args: int) -> str:
        return unescape(self.on(date, name, *args).content.decode())


def sent_on(response) -> None:
    """The form went through; else its errors are the message of the failure."""
    form = getattr(response, "context_data", None) and response.context_data.get("form")
    assert response.status_code == 302, form and form.errors


def test_the_whole_way_from_start_to_final(placements, group, tine):
    amina, noor, teacher = (
        Browser(placements[0].student),
        Browser(placements[1].student),
        Browser(tine),
    )
    days = {"answer": dt.date(2026, 10, 9), "again": dt.date(2026, 10, 12)}

    # The teacher chooses who is in the group; both have a plan.
    dossiers = [one.dossier_id for one in placements]
    sent_on(teacher.on(START, "group-members", group.pk, dossiers=dossiers))
    plan, classmates = GoalPlan.objects.filter(dossier__in=dossiers).order_by("dossier_id")

    # Amina writes a goal, keeps it, and hands it in.
    page = amina.on(START, "goal-write", plan.pk)
    form = page.context_data["form"]
    said = {
        "key": form["key"].value(),
        "competence": form.fields["competence"].queryset[0].pk,
        "reached_when": PHRASE,
    }
    sent_on(amina.on(START, "goal-write", plan.pk, **said))
    goal = PersonalGoal.objects.get()
    assert PHRASE not in teacher.reads(START, "plan", plan.pk)
    whole = {**said, "actions": "lezen", "moments": "vrijdag", "feedback_from": "Griet"}
    sent_on(amina.on(START, "goal-change", goal.pk, **whole, hand_in="1"))

    # The teacher challenges; Amina rewrites; the teacher confirms.
    shown = teacher.on(days["answer"], "goal-reply", goal.pk).context_data["form"]
    challenge = {"seen": shown["seen"].value(), "answer": "challenge", "words": "Wie ziet dat?"}
    sent_on(teacher.on(days["answer"], "goal-reply", goal.pk, **challenge))
    assert "Wie ziet dat?" in amina.reads(days["answer"], "goal-change", goal.pk)
    whole["reached_when"] = "mijn mentor elke maand hoort wat ik las"
    sent_on(amina.on(days["again"], "goal-change", goal.pk, **whole, hand_in="1"))
    shown = teacher.on(days["again"], "goal-reply", goal.pk).context_data["form"]
    confirm = {"seen": shown["seen"].value(), "answer": "confirm", "words": ""}
    sent_on(teacher.on(days["again"], "goal-reply", goal.pk, **confirm))
    # What it read when it was challenged stands beside the challenge.
    assert PHRASE in amina.reads(days["again"], "plan", plan.pk)

    # The pitch: Noor reads it, and nothing else of the plan, and adds a source.
    sent_on(amina.on(PITCH, "pitch-prepare", plan.pk, pitch="Mijn weg.", show="1"))
    read = noor.reads(PITCH, "pitch", plan.pk)
    assert "Mijn weg." in read
    assert whole["reached_when"] in read
    assert "Wie ziet dat?" not in read
    source = {"kind": "source", "text": "Dit vakblad", "url": "https://example.org/blad"}
    sent_on(noor.on(PITCH, "pitch", plan.pk, **source))
    assert "https://example.org/blad" in amina.reads(PITCH, "plan", plan.pk)
    assert noor.on(PITCH, "plan", plan.pk).status_code == 404

    # Just before the end: product, looking back.
    sent_on(amina.on(FINAL, "product-show", plan.pk, product="Een digitale map."))
    questions = amina.on(FINAL, "self-reflection", plan.pk).context_data["form"].questions
    back = {one.key: "Ik durf meer." for one in questions}
    sent_on(amina.on(FINAL, "self-reflection", plan.pk, variant="B", **back))
    assert "Ik durf meer." not in teacher.reads(FINAL, "plan", plan.pk)
    sent_on(amina.on(FINAL, "self-reflection", plan.pk, variant="B", **back, hand_in="1"))
    assert "Ik durf meer." in teacher.reads(FINAL, "plan", plan.pk)

    # The teacher fills the form on and says how far the goal was reached.
    sent_on(teacher.on(FINAL, "feedback-give", plan.pk, stage="end", product="Sterk verzameld."))
    shown = teacher.on(FINAL, "goal-conclude", goal.pk).context_data["form"]
    end = {"seen": shown["seen"].value(), "reached": "yes", "words": "De map toont het."}
    sent_on(teacher.on(FINAL, "goal-conclude", goal.pk, **end))
    read = amina.reads(FINAL, "plan", plan.pk)
    assert "Sterk verzameld." in read
    assert "De map toont het." in read
    goal.refresh_from_db()
    assert (goal.state, goal.reached) == (GoalState.CONFIRMED, True)
    assert SelfReflection.objects.exclude(handed_in_at=None).count() == 1
    assert LabFeedback.objects.get().stage == "end"
    assert classmates.goals.count() == 0


def test_the_paper_holds_goals_and_ideas_and_no_looking_back(placements, group, tine):
    with clock.at(START):
        plan = join(group, tine, placements[0])[0]
        hand_in(plan)
        look_back(plan, "mark-kijk-terug")

    response = Browser(plan.student).on(START, "plan-paper", plan.pk)
    data = response.content

    assert response["Content-Type"] == "application/pdf"
    assert data.startswith(b"%PDF")
    assert b"mark-kijk-terug" not in data


def test_a_challenge_without_words_keeps_what_was_chosen(placements, group, tine):
    with clock.at(START):
        goal = hand_in(join(group, tine, placements[0])[0])
    page = Browser(tine).on(START, "goal-reply", goal.pk)
    said = {"seen": page.context_data["form"]["seen"].value(), "answer": "challenge", "words": ""}

    response = Browser(tine).on(START, "goal-reply", goal.pk, **said)

    assert list(response.context_data["form"].errors) == ["words"]
    assert PersonalGoal.objects.get().state == GoalState.HANDED_IN


def test_where_the_student_starts_is_read_and_not_asked_again(placements, group, tine):
    with clock.at(START):
        plan = join(group, tine, placements[0])[0]
        first, second = standings(plan, tine)[:2]
        level = MasteryLevel.objects.get(version=plan.dossier.version_id, code="K")
        say(
            by=plan.student,
            dossier=plan.dossier,
            competence=first.competence,
            came_up=True,
            level=level,
            moment=Moment.BASELINE,
        )

    found = {one.competence: (one.start, one.target.code) for one in standings(plan, tine)}

    assert found[first.competence] == (level, "V")
    assert found[second.competence] == (None, "V")


# --- what waits, and the way there


def waiting(user: User, date: dt.date) -> list[tuple[str, dt.date | None]]:
    with clock.at(date), translation.override("en"):
        found = todo.waiting_for(user, date)
    return [(one.title, one.due) for one in found if one.kind.startswith(("goal", "pitch", "self"))]


def test_the_teacher_is_asked_by_the_agreed_day_and_the_student_to_rewrite(placements, group, tine):
    with clock.at(START):
        plan = join(group, tine, placements[0])[0]
    asked = waiting(plan.student, START)
    with clock.at(START):
        goal = hand_in(plan)
    of_teacher = waiting(tine, START)
    with clock.at(START):
        answer(goal, tine, confirmed=False, said="Wie ziet dat?")

    assert asked == [("Choose your goals and hand them in", dt.date(2026, 10, 16))]
    assert of_teacher == [("Answer 1 goal in Talent lab, dinsdag", dt.date(2026, 10, 16))]
    assert waiting(tine, START) == []
    assert [title for title, _due in waiting(plan.student, START)] == [
        f"Rewrite your goal: {PHRASE[:59].rstrip()}…"
    ]


def test_pitch_and_looking_back_are_asked_when_they_are_near(placements, group, tine):
    with clock.at(START):
        plan = join(group, tine, placements[0])[0]
        answer(hand_in(plan), tine, confirmed=True)

    found = [waiting(plan.student, date) for date in (START, dt.date(2026, 11, 2), FINAL)]

    assert found == [
        [],
        [("Prepare your pitch", PITCH)],
        [("Look back on your goals", FINAL)],
    ]


def test_the_menu_leads_there_for_teacher_and_student(placements, group, tine, wim):
    with clock.at(START):
        plan = join(group, tine, placements[0])[0]
        people = [tine, wim, plan.student, person(placements[0], Role.MENTOR)]
        with translation.override("en"):
            found = [[item.label for item in navigation.items_for(one)] for one in people]

    assert found[0] == ["Talent lab"]
    assert "Talent lab" in found[1]
    assert "Goals" in found[2]
    assert not {"Goals", "Talent lab"} & set(found[3])


def test_news_tell_the_student_what_was_said(placements, group, tine):
    with clock.at(START), translation.override("en"):
        plan = join(group, tine, placements[0])[0]
        answer(hand_in(plan), tine, confirmed=False, said="Wie ziet dat?")
        lines = [(line.text, line.said) for line in news.recent(plan.student)]
        of_teacher = [line.text for line in news.recent(tine)]

    assert lines[0] == ("Tine Verhaege has a question about a goal of yours.", "Wie ziet dat?")
    assert of_teacher == ["Amina Bouzid handed in a goal."]


# --- what pages cost


@pytest.fixture(params=[1, 3])
def filled(request, placements, group, tine) -> list[GoalPlan]:
    """A group of one or three students, each with as many goals, ideas and rows of feedback."""
    programme = placements[0].enrolment.programme
    more = [make_placement(programme=programme, student=make_user(name)) for name in "BC"]
    chosen = [placements[0], *more][: request.param]
    with clock.at(START):
        plans = join(group, tine, *chosen)
        for plan in plans:
            for _goal in range(request.param):
                answer(hand_in(plan), tine, confirmed=True)
    return plans


def test_the_plan_costs_the_same_for_one_and_for_three(
    filled, tine, django_assert_num_queries: Callable
):
    browser = Browser(tine)
    with django_assert_num_queries(PLAN_QUERIES):
        browser.on(START, "plan", filled[0].pk)


def test_the_group_costs_the_same_for_one_and_for_three(
    filled, tine, group, django_assert_num_queries: Callable
):
    browser = Browser(tine)
    with django_assert_num_queries(GROUP_QUERIES):
        browser.on(START, "group", group.pk)


def test_the_home_page_costs_the_same_for_one_and_for_three(
    filled, tine, django_assert_num_queries: Callable
):
    with clock.at(START), django_assert_num_queries(TODO_QUERIES):
        todo.waiting_for(tine, START)


PLAN_QUERIES = 20
GROUP_QUERIES = 15
TODO_QUERIES = 25
