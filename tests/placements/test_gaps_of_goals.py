"""A goal that lies still is asked about, and anything that happens on it wakes it up."""

import datetime as dt
import uuid

import pytest
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import User
from competences.actions import goals
from competences.actions.goals import GoalWords
from competences.actions.groups import LabDates, choose_members, make_group
from competences.models import Competence, GoalPlan, PersonalGoal
from competences.rules.gaps import pick
from config import clock
from placements.actions import days, trialogue_notes
from placements.actions.days import DayContent
from placements.models import Placement
from placements.overviews.gaps import known_to, missing
from placements.overviews.prompts import prompts_for
from placements.overviews.trialogue import Meeting
from tests.factories import make_placement, make_programme, make_user, make_year, person
from tests.placements.stories import hold_trialogue

pytestmark = pytest.mark.django_db

HANDED_IN = dt.date(2026, 10, 1)
STILL = HANDED_IN + dt.timedelta(days=21)
WORDS = GoalWords(
    reached_when="Griet mijn aangifte ongewijzigd doorstuurt.",
    actions="Een lijst maken.",
    moments="Op dinsdag.",
    feedback_from="Griet.",
)


@pytest.fixture
def tine() -> User:
    return make_user("Tine", "Verhaege")


@pytest.fixture
def plan(tine) -> GoalPlan:
    programme = make_programme("lab")
    programme.teachers.add(tine)
    placement = make_placement(programme=programme)
    with clock.at(dt.date(2026, 9, 25)):
        group = make_group(
            by=tine,
            course_unit=placement.course_unit,
            academic_year=make_year(),
            name="Najaar",
            dates=LabDates(dt.date(2026, 10, 8)),
        )
        [plan] = choose_members(by=tine, group=group, dossiers=[placement.dossier])
    return plan


@pytest.fixture
def placement(plan) -> Placement:
    return Placement.objects.with_people().get(dossier=plan.dossier_id)


def competence(plan: GoalPlan) -> Competence:
    return Competence.objects.filter(version=plan.dossier.version_id)[2]


def write(plan: GoalPlan, act=goals.hand_in) -> PersonalGoal:
    with clock.at(HANDED_IN):
        student = plan.dossier.voices.get(role=Role.STUDENT).person
        about = competence(plan)
        return act(by=student, plan=plan, key=uuid.uuid4(), competence=about, words=WORDS)


def quiet(placement: Placement, role: str = Role.STUDENT, on: dt.date = STILL) -> list[int]:
    """For how many days the goals that lie still did so."""
    with clock.at(on):
        found = missing([placement], known_to(person(placement, role))).gaps
    return [int(gap.size) for gap in found if gap.kind == "goal"]


def test_a_goal_handed_in_is_asked_about_after_three_weeks(plan, placement):
    write(plan)

    day_before = STILL - dt.timedelta(days=1)
    assert (quiet(placement, on=day_before), quiet(placement)) == ([], [21])


def test_a_draft_is_the_students_own_and_nobody_is_asked_about_it(plan, placement):
    write(plan, goals.write)

    assert [quiet(placement, role) for role in (Role.STUDENT, Role.MENTOR, Role.COACH)] == [[]] * 3


def test_an_answer_of_the_teacher_is_something_that_happened(plan, placement, tine):
    goal = write(plan)
    with clock.at(HANDED_IN + dt.timedelta(days=5)):
        goals.reply(by=tine, goal=goal, confirmed=True, words="", seen=goal.changed_at)

    assert (quiet(placement), quiet(placement, on=STILL + dt.timedelta(days=5))) == ([], [21])


def test_a_workplace_day_with_its_competence_wakes_it_up(plan, placement):
    write(plan)
    with clock.at(dt.date(2026, 10, 14)):
        days.log(
            by=placement.student,
            placement=placement,
            content=DayContent(date=dt.date(2026, 10, 14), competences=[competence(plan)]),
        )

    assert quiet(placement) == []


def test_a_goal_put_aside_is_not_asked_about(plan, placement):
    goal = write(plan)
    with clock.at(HANDED_IN + dt.timedelta(days=1)):
        goals.drop(by=placement.student, goal=goal)

    assert quiet(placement) == []


def test_the_student_is_asked_in_the_goals_words_and_the_mentor_through_its_competence(
    plan, placement
):
    goal = write(plan)

    with clock.at(STILL):
        placement = Placement.objects.with_days().with_people().get(pk=placement.pk)
        first = prompts_for(placement, placement.student)[0]
        [asked] = pick(missing([placement], known_to(placement.mentor)).gaps)

    assert first.about == ("g", goal.pk)
    assert "Griet mijn aangifte ongewijzigd doorstuurt" in str(first)
    assert (asked.goal, asked.competence) == (goal.pk, competence(plan).pk)


def test_the_agenda_names_the_goal(plan, placement):
    goal = write(plan)
    table = Meeting(hold_trialogue(placement, STILL))
    with clock.at(STILL + dt.timedelta(days=1)), override("en"):
        [item] = [one for one in table.items if one.key == "goals"]
        [line] = table.lines(item)

    assert (line.name, line.reason) == (goal.reached_when, "nothing happened for 21 days")


def test_a_note_on_goals_stays_when_the_goal_is_put_aside_in_the_meeting(plan, placement):
    goal = write(plan)
    meeting = hold_trialogue(placement, STILL)
    with clock.at(STILL + dt.timedelta(days=1)):
        trialogue_notes.note(
            by=placement.coach, trialogue=meeting, item="goals", notes="Kleiner.", seen_version=0
        )
        goals.drop(by=placement.student, goal=goal)
        [item] = [one for one in Meeting(meeting).items if one.key == "goals"]

    assert (item.gaps, item.settled) == ((), True)
