"""What keeps a personal goal from being written, handed in, answered or concluded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from competences.enums import GoalState
from config import clock
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Competence, GoalGroup, GoalPlan, PersonalGoal

ANSWER_WITHIN = dt.timedelta(days=7)
# What the student writes of a goal, in the order of the form; `reached_when` is the goal itself.
WORDS = ("examples", "reached_when", "actions", "moments", "feedback_from")
NEEDED = {
    "reached_when": _("Finish the sentence: I have reached this goal when ..."),
    "actions": _("Write what you will do for it."),
    "moments": _("Write when you will work on it."),
    "feedback_from": _("Name somebody whom you will ask for feedback."),
}


def answer_by(goal: PersonalGoal, group: GoalGroup) -> dt.date:
    """The teacher answers by the agreed day; what came in later is answered within a week."""
    if goal.handed_in_at is None:
        return group.answer_by
    return answer_when_handed_in(group, clock.local_date(goal.handed_in_at))


def answer_when_handed_in(group: GoalGroup, date: dt.date) -> dt.date:
    """By when a goal is answered that comes in on this date."""
    return max(group.answer_by, date + ANSWER_WITHIN)


def is_over(group: GoalGroup, today: dt.date) -> bool:
    """The final evaluation lies behind."""
    return group.final_on is not None and group.final_on < today


def ended_obstacles(plan: GoalPlan, today: dt.date) -> Iterable[Obstacle]:
    """Why nothing is added to a plan any more: its dossier, or the final evaluation, is closed."""
    if plan.dossier.closed_at is not None:
        yield Obstacle("dossier-closed", _("This placement has ended; the plan stays as it is."))
    elif is_over(plan.group, today):
        yield Obstacle(
            "lab-over",
            _("The final evaluation lies behind; ask your teacher if something is missing."),
        )


def goal_obstacles(goal: PersonalGoal | None, plan: GoalPlan, today: dt.date) -> Iterable[Obstacle]:
    """Why the student cannot touch this goal (None: a new one)."""
    yield from ended_obstacles(plan, today)
    if goal is None:
        return
    if goal.reached is not None:
        yield Obstacle(
            "goal-concluded", _("The teacher concluded this goal; its words stay as they are.")
        )
    if goal.dropped_at is not None:
        yield Obstacle("goal-dropped", _("You put this goal aside; write a new one instead."))


def draft_obstacles(goal: PersonalGoal | None, words: Mapping[str, str]) -> Iterable[Obstacle]:
    """Why these words cannot be kept without handing them in."""
    if goal is not None and goal.state != GoalState.DRAFT:
        yield Obstacle(
            "goal-was-handed-in",
            _("This goal was handed in before; hand it in again to change its words."),
        )
    if not words["reached_when"]:
        yield Obstacle("words-missing", NEEDED["reached_when"], "reached_when")


def competence_obstacles(
    competence: Competence | None, version: int, before: int | None
) -> Iterable[Obstacle]:
    """Why a goal cannot be written for this competence in a dossier of this framework `version`;
    the one it was written for stays good after a move to a newer version."""
    if competence is None or competence.version_id == version or competence.pk == before:
        return
    yield Obstacle(
        "other-framework",
        _("This competence belongs to another version of the framework."),
        "competence",
    )


def hand_in_obstacles(
    goal: PersonalGoal | None, words: Mapping[str, str], competence: int | None
) -> Iterable[Obstacle]:
    """Why these words cannot go to the teacher: what is missing, or what did not change."""
    if competence is None:
        yield Obstacle(
            "competence-missing",
            _("Choose which competence of the course unit you make your own."),
            "competence",
        )
    for field, sentence in NEEDED.items():
        if not words[field]:
            yield Obstacle("words-missing", sentence, field)
    if goal is None or goal.state not in (GoalState.CHALLENGED, GoalState.CONFIRMED):
        return
    if competence == goal.competence_id and all(words[one] == getattr(goal, one) for one in WORDS):
        yield Obstacle(
            "goal-unchanged",
            _("Nothing changed yet. Rewrite the goal with what the teacher said.")
            if goal.state == GoalState.CHALLENGED
            else _("Nothing changed; the teacher has confirmed this goal."),
            "reached_when",
        )


def reply_obstacles(
    goal: PersonalGoal, *, confirmed: bool, words: str, seen: dt.datetime
) -> Iterable[Obstacle]:
    """Why the teacher cannot answer this goal now."""
    if goal.dropped_at is not None:
        yield Obstacle("goal-dropped", _("The student put this goal aside."))
    elif goal.state != GoalState.HANDED_IN:
        yield Obstacle("goal-answered", _("This goal has been answered already."))
    elif goal.changed_at != seen:
        yield Obstacle(
            "goal-changed", _("The student rewrote this goal meanwhile; read it once more.")
        )
    if not confirmed and not words:
        yield Obstacle(
            "words-missing", _("Write what makes you ask; a challenge needs words."), "words"
        )


def conclusion_obstacles(
    goal: PersonalGoal,
    group: GoalGroup,
    today: dt.date,
    *,
    words: str,
    seen: dt.datetime,
    has_self_reflection: bool,
) -> Iterable[Obstacle]:
    """Why the teacher cannot say now whether this goal was reached.

    The student looks back first; whoever did not by the day of the evaluation is not waited for.
    """
    if goal.dropped_at is not None:
        yield Obstacle("goal-dropped", _("The student put this goal aside."))
    elif goal.state != GoalState.CONFIRMED:
        yield Obstacle("goal-not-confirmed", _("Only a goal that was confirmed is concluded."))
    elif goal.changed_at != seen:
        yield Obstacle(
            "goal-changed", _("Somebody said something about this goal meanwhile; read it again.")
        )
    if group.final_on is not None and today < group.final_on:
        yield Obstacle(
            "too-early", _("Goals are concluded from the day of the final evaluation on.")
        )
    elif not has_self_reflection and not is_over(group, today):
        yield Obstacle(
            "self-reflection-missing",
            _("The student looks back first; the self-reflection has not been handed in yet."),
        )
    if not words:
        yield Obstacle(
            "words-missing", _("Say in words how far the goal was reached, and why."), "words"
        )
