"""A programme's goal made personal: written, handed in, answered by the teacher, concluded."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.actions.lab_parties import locked, require, tell, tell_teachers
from competences.enums import GoalState
from competences.models import Competence, GoalPlan, GoalReply, PersonalGoal, SelfReflection
from competences.rules import goals as rules
from config import clock
from config.refusal import Refusal, refuse_if


@dataclass(frozen=True)
class GoalWords:
    """What the student writes; `reached_when` completes "I have reached this goal when ..."."""

    reached_when: str
    examples: str = ""
    actions: str = ""
    moments: str = ""
    feedback_from: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, getattr(self, field.name).strip())


@transaction.atomic
def write(
    *, by: User, plan: GoalPlan, key: uuid.UUID, competence: Competence | None, words: GoalWords
) -> PersonalGoal:
    """Keep a draft, which only the student sees. The same `key` is the same goal."""
    plan = locked(plan.pk)
    require(by, plan, Role.STUDENT)
    goal = _goal_with(key, plan)
    said = asdict(words)
    refuse_if(
        [
            *rules.goal_obstacles(goal, plan, clock.today()),
            *rules.draft_obstacles(goal, said),
            *_competence_obstacles(plan, goal, competence),
        ]
    )
    goal = _keep(goal, plan, key, competence, words)
    # That somebody tries out a goal is theirs: the history holds it without its words.
    record("goal-written", goal, by=by)
    return goal


@transaction.atomic
def hand_in(
    *, by: User, plan: GoalPlan, key: uuid.UUID, competence: Competence | None, words: GoalWords
) -> PersonalGoal:
    """Give a goal to the teacher: a draft, a new one, or one rewritten after an answer.

    Pressed twice it is handed in once. Whoever works with the student reads it from now on.
    """
    plan = locked(plan.pk)
    require(by, plan, Role.STUDENT)
    goal = _goal_with(key, plan)
    said, code = asdict(words), competence.pk if competence else None
    refuse_if(
        [
            *rules.goal_obstacles(goal, plan, clock.today()),
            *rules.hand_in_obstacles(goal, said, code),
            *_competence_obstacles(plan, goal, competence),
        ]
    )
    if goal is not None and goal.state == GoalState.HANDED_IN and _reads(goal, code, said):
        return goal
    goal = _keep(goal, plan, key, competence, words)
    goal.state, goal.handed_in_at = GoalState.HANDED_IN, goal.changed_at
    goal.save(update_fields=["state", "handed_in_at"])
    record("goal-handed-in", goal, by=by, plan=plan.pk)
    tell_teachers("goal-handed-in", plan)
    return goal


@transaction.atomic
def drop(*, by: User, goal: PersonalGoal) -> PersonalGoal:
    """Put a goal aside: it waits for nobody any more, and what was said to it stays readable."""
    plan = locked(goal.plan_id)
    require(by, plan, Role.STUDENT)
    goal = PersonalGoal.objects.get(pk=goal.pk)
    if goal.dropped_at is not None:
        return goal
    refuse_if(rules.goal_obstacles(goal, plan, clock.today()))
    goal.dropped_at = goal.changed_at = clock.now()
    goal.save(update_fields=["dropped_at", "changed_at"])
    record("goal-dropped", goal, by=by, plan=plan.pk)
    return goal


@transaction.atomic
def reply(
    *, by: User, goal: PersonalGoal, confirmed: bool, words: str, seen: dt.datetime
) -> GoalReply:
    """Confirm a goal or challenge it with words. `seen`: when the text that was read dates from,
    so that nobody answers words they did not read, and of two teachers one answers."""
    plan = locked(goal.plan_id)
    require(by, plan, Role.TEACHER)
    goal = PersonalGoal.objects.get(pk=goal.pk)
    words = words.strip()
    refuse_if(rules.reply_obstacles(goal, confirmed=confirmed, words=words, seen=seen))
    said = GoalReply.objects.create(
        goal=goal, confirmed=confirmed, words=words, about=goal.reached_when, by=by
    )
    goal.state = GoalState.CONFIRMED if confirmed else GoalState.CHALLENGED
    goal.changed_at = said.at
    goal.save(update_fields=["state", "changed_at"])
    action = "goal-confirmed" if confirmed else "goal-challenged"
    record(action, goal, by=by, plan=plan.pk)
    tell(
        action,
        plan,
        plan.student,
        subject=said,
        goal=goal.pk,
        reply=said.pk,
        text=goal.reached_when,
        teacher=by.get_full_name(),
    )
    return said


@transaction.atomic
def conclude(
    *, by: User, goal: PersonalGoal, reached: bool, words: str, seen: dt.datetime
) -> PersonalGoal:
    """At the final evaluation: reached or not yet, in words. Said again, it replaces the former
    words; the history keeps that it was said before."""
    plan = locked(goal.plan_id)
    require(by, plan, Role.TEACHER)
    goal = PersonalGoal.objects.get(pk=goal.pk)
    words = words.strip()
    handed_in = SelfReflection.objects.filter(plan=plan, handed_in_at__isnull=False)
    refuse_if(
        rules.conclusion_obstacles(
            goal,
            plan.group,
            clock.today(),
            words=words,
            seen=seen,
            has_self_reflection=handed_in.exists(),
        )
    )
    before = goal.reached
    goal.reached, goal.reached_words, goal.changed_at = reached, words, clock.now()
    goal.save(update_fields=["reached", "reached_words", "changed_at"])
    record("goal-concluded", goal, by=by, plan=plan.pk, reached=reached, before=before)
    tell("goal-concluded", plan, plan.student, subject=goal, text=goal.reached_when)
    return goal


def _goal_with(key: uuid.UUID, plan: GoalPlan) -> PersonalGoal | None:
    goal = PersonalGoal.objects.filter(key=key).first()
    if goal is not None and goal.plan_id != plan.pk:
        raise Refusal("other-plan", _("This goal belongs to another plan; open the page again."))
    return goal


def _competence_obstacles(
    plan: GoalPlan, goal: PersonalGoal | None, competence: Competence | None
) -> list:
    return list(
        rules.competence_obstacles(
            competence, plan.dossier.version_id, goal.competence_id if goal else None
        )
    )


def _reads(goal: PersonalGoal, competence: int | None, said: dict[str, str]) -> bool:
    return goal.competence_id == competence and all(
        getattr(goal, name) == text for name, text in said.items()
    )


def _keep(
    goal: PersonalGoal | None,
    plan: GoalPlan,
    key: uuid.UUID,
    competence: Competence | None,
    words: GoalWords,
) -> PersonalGoal:
    if goal is None:
        goal = PersonalGoal(plan=plan, key=key, position=plan.goals.count())
    for name, text in asdict(words).items():
        setattr(goal, name, text)
    goal.competence, goal.changed_at = competence, clock.now()
    goal.save()
    return goal
