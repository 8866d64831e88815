"""A small Talent lab for tests, made through the same actions as the pages."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accounts.models import User
from competences.actions import goals, groups, lab
from competences.actions.goals import GoalWords
from competences.actions.groups import LabDates
from competences.enums import IdeaKind, LabStage, ReflectionVariant
from competences.lab import reflection_questions
from competences.models import (
    AcademicYear,
    Competence,
    GoalGroup,
    GoalPlan,
    PersonalGoal,
    PitchIdea,
    Programme,
)
from config import clock
from placements.models import Placement

START = dt.date(2026, 9, 28)
DATES = LabDates(dt.date(2026, 10, 16), dt.date(2026, 11, 6), dt.date(2026, 11, 20))
PHRASE = "ik elke week een vakblad lees en op de werkvloer vertel wat ik eruit haal"

# Everything in the lab that only some may read, with who may: searched for in every answer.
LAB_MARKS: dict[str, frozenset[str]] = {
    "mark-a1d0-goal-not-handed-in": frozenset({"student"}),
    "mark-b2e1-looking-back-kept": frozenset({"student"}),
    "mark-c3f2-looking-back-handed-in": frozenset({"classmate", "teacher"}),
    "mark-d4a3-pitch-kept": frozenset({"classmate"}),
    "mark-e5b4-feedback-of-the-teacher": frozenset({"student", "teacher"}),
    "mark-f6c5-examples-from-home": frozenset({"student", "teacher"}),
    "mark-07d6-challenge": frozenset({"student", "teacher"}),
}
(DRAFT, KEPT, HANDED_IN, PITCH_KEPT, FEEDBACK, EXAMPLES, CHALLENGE) = LAB_MARKS


@dataclass
class LabWorld:
    """Amina's plan with a goal of each kind, and a classmate who looked back already."""

    group: GoalGroup
    plan: GoalPlan
    waiting: PersonalGoal
    challenged: PersonalGoal
    draft: PersonalGoal
    idea: PitchIdea
    classmates_plan: GoalPlan
    classmates_goal: PersonalGoal


def make_group(programme: Programme, teacher: User, **fields) -> GoalGroup:
    return groups.make_group(
        by=teacher,
        course_unit=fields.pop("unit", None) or programme.course_units.get(code="exploration"),
        academic_year=AcademicYear.objects.get(name="2026-2027"),
        name=fields.pop("name", "Talent lab, dinsdag"),
        dates=fields.pop("dates", DATES),
    )


def join(group: GoalGroup, teacher: User, *placements: Placement) -> list[GoalPlan]:
    """Exactly these are in the group; answers their plans in this order."""
    dossiers = [placement.dossier for placement in placements]
    groups.choose_members(by=teacher, group=group, dossiers=dossiers)
    plans = {plan.dossier_id: plan for plan in GoalPlan.objects.with_people().filter(group=group)}
    return [plans[dossier.pk] for dossier in dossiers]


def words(**said: str) -> GoalWords:
    filled = {
        "reached_when": PHRASE,
        "actions": "twee vakbladen lezen",
        "moments": "elke vrijdag na de middag",
        "feedback_from": "mijn mentor",
    }
    return GoalWords(**filled | said)


def first_competence(plan: GoalPlan) -> Competence:
    return Competence.objects.filter(version=plan.dossier.version_id)[0]


def write(plan: GoalPlan, **said: str) -> PersonalGoal:
    return goals.write(
        by=plan.student,
        plan=plan,
        key=uuid.uuid4(),
        competence=first_competence(plan),
        words=words(**said),
    )


def hand_in(plan: GoalPlan, goal: PersonalGoal | None = None, **said: str) -> PersonalGoal:
    return goals.hand_in(
        by=plan.student,
        plan=plan,
        key=goal.key if goal else uuid.uuid4(),
        competence=first_competence(plan),
        words=words(**said),
    )


def answer(goal: PersonalGoal, teacher: User, *, confirmed: bool, said: str = "") -> PersonalGoal:
    goal.refresh_from_db()
    goals.reply(by=teacher, goal=goal, confirmed=confirmed, words=said, seen=goal.changed_at)
    goal.refresh_from_db()
    return goal


def look_back(plan: GoalPlan, text: str, *, hand_in: bool = True) -> None:
    answers = {one.key: text for one in reflection_questions(ReflectionVariant.ALONE)}
    lab.look_back(
        by=plan.student,
        plan=plan,
        variant=ReflectionVariant.ALONE,
        answers=answers,
        hand_in=hand_in,
    )


def make_lab(placement: Placement, classmates: Placement, teacher: User) -> LabWorld:
    """On 28 September; ideas and feedback of the evening of the pitch."""
    with clock.at(START):
        group = make_group(placement.enrolment.programme, teacher)
        plan, other = join(group, teacher, placement, classmates)
        write(plan, reached_when=DRAFT)
        waiting = hand_in(plan, examples=EXAMPLES)
        challenged = answer(hand_in(plan), teacher, confirmed=False, said=CHALLENGE)
        others_goal = answer(hand_in(other), teacher, confirmed=True)
        look_back(plan, KEPT, hand_in=False)
        look_back(other, HANDED_IN)
        lab.prepare_pitch(by=other.student, plan=other, text=PITCH_KEPT, shown=False)
        lab.prepare_pitch(by=plan.student, plan=plan, text="Mijn weg met vakbladen.", shown=True)
        lab.give_feedback(by=teacher, plan=plan, stage=LabStage.START, words={"goals": FEEDBACK})
    with clock.at(dt.datetime(2026, 11, 20, 9, 0)):
        idea = lab.add_idea(
            by=other.student, plan=plan, kind=IdeaKind.IDEA, text="Maak er een digitale map van."
        )
    return LabWorld(
        group=group,
        plan=plan,
        waiting=waiting,
        challenged=challenged,
        draft=plan.goals.get(reached_when=DRAFT),
        idea=idea,
        classmates_plan=other,
        classmates_goal=others_goal,
    )
