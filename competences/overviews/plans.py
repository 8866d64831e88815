"""Read models of the Talent lab: who is who in a plan, where a student stands, what waits."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from accounts.enums import Role
from accounts.models import User
from competences.enums import GoalState, Moment
from competences.lab import Question, feedback_questions, reflection_questions
from competences.models import (
    Assessment,
    Competence,
    Dossier,
    GoalGroup,
    GoalPlan,
    GoalReply,
    LabFeedback,
    MasteryLevel,
    PersonalGoal,
    PitchIdea,
    Programme,
    SelfReflection,
    Target,
    Voice,
)
from competences.overviews.prior_learning import recognised
from competences.rules.goals import answer_by

# --- who is who


def role_in(plan: GoalPlan, user: User) -> str:
    """`student` of this plan, `teacher` of its programme, or ""."""
    voices = Voice.objects.current().filter(dossier=plan.dossier_id, person=user)
    if voices.filter(role=Role.STUDENT).exists():
        return Role.STUDENT
    return Role.TEACHER if teaches(user, plan.group.course_unit.programme_id) else ""


def teaches(user: User, programme: int) -> bool:
    return Programme.objects.taught_by(user).filter(pk=programme).exists()


def prepares_groups(user: User, programme: int) -> bool:
    """Teachers and coordinators make groups and choose who is in them."""
    return Programme.objects.organised_by(user).filter(pk=programme).exists()


def programme_roles(user: User) -> set[str]:
    """Which of coordinator and teacher this person is, in whatever programme; one query."""
    coordinates = Programme.coordinators.through.objects.filter(user=user)
    taught = Programme.teachers.through.objects.filter(user=user)
    rows = coordinates.values_list(Value(Role.COORDINATOR.value)).union(
        taught.values_list(Value(Role.TEACHER.value))
    )
    return {role for (role,) in rows}


# --- where a student stands


@dataclass(frozen=True)
class Standing:
    """A competence the course unit aims at: its target, and where the student starts: the level
    recognised from before, else what they said themselves."""

    competence: Competence
    target: MasteryLevel
    start: MasteryLevel | None


def competences_of(plan: GoalPlan, goal: PersonalGoal | None = None) -> QuerySet[Competence]:
    """The competences that the plan's course unit has a target for, in the framework's order, and
    the one that this goal was written for, whatever its version."""
    aimed_at = Target.objects.filter(course_unit=plan.dossier.course_unit_id)
    found = Q(version=plan.dossier.version_id, pk__in=aimed_at.values("competence"))
    if goal is not None:
        found |= Q(pk=goal.competence_id)
    return Competence.objects.filter(found)


def standings(plan: GoalPlan, reader: User) -> list[Standing]:
    """Where the student starts, beside what the unit asks; asked nowhere twice. Three queries.

    A teacher reads it; one who is the coach too, in a blind first round, after their own word.
    """
    dossier = plan.dossier
    said = (
        Assessment.objects.filter(dossier=dossier, role=Role.STUDENT, moment=Moment.BASELINE)
        .uncovered_for(reader)
        .present()
        .select_related("level")
    )
    before = {key: one.level for key, one in recognised(dossier).items()}
    starts = {one.competence_id: one.level for one in said} | before
    targets = (
        Target.objects.filter(
            course_unit=dossier.course_unit_id, competence__version=dossier.version_id
        )
        .select_related("level", "competence")
        .order_by("competence__position", "competence_id")
    )
    return [
        Standing(target.competence, target.level, starts.get(target.competence_id))
        for target in targets
    ]


# --- what a plan holds


def goals_of(plan: GoalPlan, user: User) -> list[PersonalGoal]:
    """The goals this reader may see, in order, with what was said to each; two queries."""
    replies = GoalReply.objects.select_related("by").order_by("at", "pk")
    goals = list(
        PersonalGoal.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("competence")
        .prefetch_related(Prefetch("replies", replies))
    )
    for goal in goals:
        goal.plan = plan
    return goals


def pitched_goals(plan: GoalPlan) -> list[PersonalGoal]:
    """What classmates read of the goals: those handed in and not put aside; one query."""
    handed_in = PersonalGoal.objects.exclude(state=GoalState.DRAFT)
    return list(handed_in.filter(plan=plan, dropped_at__isnull=True).select_related("competence"))


def ideas_on(plan: GoalPlan) -> list[PitchIdea]:
    return list(plan.ideas.select_related("by"))


def looking_back(held: SelfReflection | None) -> list[tuple[Question, str]]:
    """The questions that a self-reflection answered, with the words, in order."""
    if held is None or held.handed_in_at is None:
        return []
    questions = reflection_questions(held.variant)
    return [(one, held.answers[one.key]) for one in questions if one.key in held.answers]


@dataclass(frozen=True)
class FeedbackLine:
    """A question of the teacher's form with all that was written to it, oldest first."""

    question: Question
    entries: list[LabFeedback]


def feedback_on(plan: GoalPlan) -> list[FeedbackLine]:
    """The form as it has grown so far, without the lines nobody wrote to; one query."""
    held: dict[str, list[LabFeedback]] = {}
    for entry in LabFeedback.objects.filter(plan=plan).select_related("by"):
        held.setdefault(entry.field, []).append(entry)
    lines = [FeedbackLine(one, held.get(one.key, [])) for one in feedback_questions()]
    return [line for line in lines if line.entries]


def started(plans: Collection[int]) -> set[int]:
    """The plans (ids) in which something stands already, of anybody; one query."""
    return set(
        GoalPlan.objects.filter(pk__in=plans)
        .filter(
            Q(goals__isnull=False)
            | Q(ideas__isnull=False)
            | Q(feedback__isnull=False)
            | Q(self_reflection__isnull=False)
            | ~Q(pitch="")
            | ~Q(product="")
            | ~Q(product_url="")
        )
        .values_list("pk", flat=True)
    )


# --- what waits


@dataclass(frozen=True)
class Waiting:
    """Goals of one group that wait for an answer: how many, of how many students, by when."""

    group: GoalGroup
    goals: int
    students: int
    by: dt.date


def waiting_in(groups: Iterable[int]) -> list[Waiting]:
    """The groups among these in which a goal waits for a teacher, most urgent first; one query."""
    rows = PersonalGoal.objects.filter(
        plan__group__in=groups,
        plan__dossier__closed_at__isnull=True,
        state=GoalState.HANDED_IN,
        dropped_at__isnull=True,
    ).select_related("plan__group__course_unit")
    found: dict[int, list[PersonalGoal]] = {}
    for goal in rows:
        found.setdefault(goal.plan.group_id, []).append(goal)
    waiting = [
        Waiting(
            group=goals[0].plan.group,
            goals=len(goals),
            students=len({goal.plan_id for goal in goals}),
            by=min(answer_by(goal, goal.plan.group) for goal in goals),
        )
        for goals in found.values()
    ]
    return sorted(waiting, key=lambda one: (one.by, one.group.pk))


@dataclass(frozen=True)
class MyPlan:
    """A student's own plan at a glance: goals that count (not put aside), and looking back."""

    plan: GoalPlan
    goals: list[PersonalGoal]
    looked_back: bool

    @property
    def handed_in(self) -> list[PersonalGoal]:
        return [goal for goal in self.goals if goal.state != GoalState.DRAFT]

    @property
    def challenged(self) -> list[PersonalGoal]:
        return [goal for goal in self.goals if goal.state == GoalState.CHALLENGED]

    @property
    def confirmed(self) -> list[PersonalGoal]:
        return [goal for goal in self.goals if goal.state == GoalState.CONFIRMED]


def my_plans(user: User) -> list[MyPlan]:
    """A student's plans in dossiers that are open; two queries, one for whoever has none."""
    own = Voice.objects.current().filter(person=user, role=Role.STUDENT)
    handed_in = SelfReflection.objects.filter(plan=OuterRef("pk"), handed_in_at__isnull=False)
    plans = (
        GoalPlan.objects.filter(dossier__in=own.values("dossier"), dossier__closed_at__isnull=True)
        .select_related("group__course_unit", "dossier")
        .prefetch_related(Prefetch("goals", PersonalGoal.objects.filter(dropped_at__isnull=True)))
        .annotate(looked_back=Exists(handed_in))
    )
    return [MyPlan(plan, list(plan.goals.all()), plan.looked_back) for plan in plans]


# --- a group


@dataclass(frozen=True)
class Member:
    """One student of a group, with what a teacher looks for first; `states`: of goals that were
    handed in and not put aside."""

    plan: GoalPlan
    states: list[str]
    looked_back: bool

    @property
    def waiting(self) -> int:
        return self.states.count(GoalState.HANDED_IN)

    @property
    def confirmed(self) -> int:
        return self.states.count(GoalState.CONFIRMED)

    @property
    def challenged(self) -> int:
        return self.states.count(GoalState.CHALLENGED)


def members_of(group: GoalGroup) -> list[Member]:
    """The students of a group by name, drafts left out; five queries whatever their number."""
    handed_in = SelfReflection.objects.filter(plan=OuterRef("pk"), handed_in_at__isnull=False)
    plans = group.plans.with_people().annotate(looked_back=Exists(handed_in))
    goals = PersonalGoal.objects.filter(plan__group=group, dropped_at__isnull=True).exclude(
        state=GoalState.DRAFT
    )
    states: dict[int, list[str]] = {}
    for plan, state in goals.values_list("plan_id", "state"):
        states.setdefault(plan, []).append(state)
    members = [Member(plan, states.get(plan.pk, []), plan.looked_back) for plan in plans]
    return sorted(
        members, key=lambda one: (one.plan.student.last_name, one.plan.student.first_name)
    )


def choosable(group: GoalGroup) -> QuerySet[Dossier]:
    """Dossiers of the group's course unit that can be in it: open ones in no other group, with
    `student_name`, and those that are in it already."""
    student = Voice.objects.filter(
        dossier=OuterRef("pk"), role=Role.STUDENT, until__isnull=True
    ).values(name=Concat("person__last_name", Value(", "), "person__first_name"))
    elsewhere = GoalPlan.objects.filter(dossier=OuterRef("pk")).exclude(group=group)
    return (
        Dossier.objects.filter(course_unit=group.course_unit_id)
        .filter(Q(closed_at__isnull=True) | Q(pk__in=group.plans.values("dossier")))
        .exclude(Exists(elsewhere))
        .annotate(student_name=Subquery(student[:1]))
        .order_by("student_name", "pk")
    )
