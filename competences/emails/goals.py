"""The words of the Talent lab's messages: what happened and what waits, never a self-reflection."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from competences.enums import GoalState
from competences.models import GoalPlan, GoalReply, PersonalGoal, SelfReflection
from competences.overviews.plans import waiting_in
from config.templatetags.ui import long_day


def _day(iso: str) -> str:
    return long_day(dt.date.fromisoformat(iso))


# --- to the teacher


def goal_handed_in(notification: Notification) -> Line:
    return Line(
        title=_("%(student)s handed in goals") % notification.context,
        detail=_("Confirm each of them, or challenge it with a question."),
        verb=_("Read the goals"),
        voice="student",
    )


def goals_to_answer(notification: Notification) -> Line:
    said = notification.context
    title = ngettext(
        "%(n)s goal in %(name)s waits for your answer",
        "%(n)s goals in %(name)s wait for your answer",
        said["n"],
    )
    late = notification.rule == "goals-unanswered"
    detail = (
        _("You agreed to answer by %(date)s; that day has passed.")
        if late
        else _("You agreed to answer by %(date)s.")
    )
    return Line(title % said, detail % {"date": _day(said["by"])}, _("Answer the goals"))


def self_reflection_handed_in(notification: Notification) -> Line:
    return Line(
        title=_("%(student)s handed in a self-reflection") % notification.context,
        detail=_("You are the only one who reads it with the student."),
        verb=_("Open the plan"),
        voice="student",
    )


# --- to the student


def goal_plan_opened(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Your Talent lab begins: %(group)s") % said,
        detail=_("Choose your goals; your teacher answers by %(date)s.")
        % {"date": _day(said["answer_by"])},
        verb=_("Open my plan"),
    )


def goal_confirmed(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(teacher)s confirmed a goal of yours") % said,
        detail=_("I have reached this goal when %(text)s") % said,
        verb=_("Read what was said"),
    )


def goal_challenged(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(teacher)s has a question about a goal of yours") % said,
        detail=_("I have reached this goal when %(text)s") % said,
        verb=_("Read it and rewrite the goal"),
    )


def idea_added(notification: Notification) -> Line:
    return Line(
        title=_("Your group added ideas to your pitch"),
        detail=_("They stay with your plan."),
        verb=_("Read the ideas"),
    )


def lab_feedback_given(notification: Notification) -> Line:
    return Line(
        title=_("Your teacher wrote feedback on your plan"),
        detail=_("It grows from the start to the final evaluation."),
        verb=_("Read the feedback"),
    )


def goal_concluded(notification: Notification) -> Line:
    return Line(
        title=_("Your teacher concluded a goal of yours"),
        detail=_("I have reached this goal when %(text)s") % notification.context,
        verb=_("Read what was said"),
    )


def goals_to_hand_in(notification: Notification) -> Line:
    return Line(
        title=_("Hand in your goals"),
        detail=_("Your teacher answers by %(date)s.") % {"date": _day(notification.context["by"])},
        verb=_("Open my plan"),
    )


def self_reflection_due(notification: Notification) -> Line:
    return Line(
        title=_("Look back before the final evaluation"),
        detail=_("It is on %(date)s; your self-reflection goes to your teacher only.")
        % {"date": _day(notification.context["by"])},
        verb=_("Write my self-reflection"),
    )


# --- does it still hold?


def _still_waits(notification: Notification) -> bool:
    """A goal of this plan still waits, and it is still asked of somebody who teaches here."""
    goals = PersonalGoal.objects.filter(
        plan=notification.context["plan"],
        state=GoalState.HANDED_IN,
        dropped_at__isnull=True,
        plan__group__course_unit__programme__teachers=notification.recipient_id,
    )
    return goals.exists()


def _group_still_waits(notification: Notification) -> bool:
    """Goals still wait, by the day that the message names: it may have been moved."""
    said = notification.context
    teaches = GoalPlan.objects.filter(
        group=said["group"], group__course_unit__programme__teachers=notification.recipient_id
    )
    now = waiting_in([said["group"]])
    return teaches.exists() and any(one.by.isoformat() == said["by"] for one in now)


def _still_the_last_word(notification: Notification) -> bool:
    """The student has not handed it in again or put it aside since."""
    last = GoalReply.objects.filter(goal=notification.context["goal"]).order_by("at", "pk").last()
    answered = PersonalGoal.objects.filter(
        pk=notification.context["goal"],
        state__in=[GoalState.CONFIRMED, GoalState.CHALLENGED],
        dropped_at__isnull=True,
    )
    return last is not None and last.pk == notification.context["reply"] and answered.exists()


def _nothing_handed_in(notification: Notification) -> bool:
    plan = GoalPlan.objects.filter(
        pk=notification.context["plan"], group__answer_by=notification.context["by"]
    )
    goals = PersonalGoal.objects.filter(
        plan=notification.context["plan"], dropped_at__isnull=True
    ).exclude(state=GoalState.DRAFT)
    return plan.exists() and not goals.exists()


def _has_ideas(notification: Notification) -> bool:
    plan = GoalPlan.objects.filter(pk=notification.context["plan"], ideas__isnull=False)
    return plan.exists()


def _not_looked_back(notification: Notification) -> bool:
    plan = GoalPlan.objects.filter(
        pk=notification.context["plan"], group__final_on=notification.context["by"]
    )
    done = SelfReflection.objects.filter(
        plan=notification.context["plan"], handed_in_at__isnull=False
    )
    return plan.exists() and not done.exists()


reminders.register(
    "goal-handed-in", render=goal_handed_in, still_true=_still_waits, group=MessageGroup.COMPETENCES
)
reminders.register(
    "goals-to-answer",
    render=goals_to_answer,
    still_true=_group_still_waits,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "goals-unanswered",
    render=goals_to_answer,
    still_true=_group_still_waits,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "self-reflection-handed-in",
    render=self_reflection_handed_in,
    asks=False,
    group=MessageGroup.COMPETENCES,
)
reminders.register("goal-plan-opened", render=goal_plan_opened, group=MessageGroup.COMPETENCES)
reminders.register(
    "goal-confirmed",
    render=goal_confirmed,
    still_true=_still_the_last_word,
    asks=False,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "goal-challenged",
    render=goal_challenged,
    still_true=_still_the_last_word,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "idea-added",
    render=idea_added,
    still_true=_has_ideas,
    asks=False,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "lab-feedback-given", render=lab_feedback_given, asks=False, group=MessageGroup.COMPETENCES
)
reminders.register(
    "goal-concluded", render=goal_concluded, asks=False, group=MessageGroup.COMPETENCES
)
reminders.register(
    "goals-to-hand-in",
    render=goals_to_hand_in,
    still_true=_nothing_handed_in,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "self-reflection-due",
    render=self_reflection_due,
    still_true=_not_looked_back,
    group=MessageGroup.COMPETENCES,
)
