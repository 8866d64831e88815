"""What a student hears of evidence: feedback on a task, and what prior learning counts for."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from competences.models import Evidence, Recognition


def _key(notification: Notification) -> str:
    return notification.subject.rpartition(":")[2]


def task_feedback_given(notification: Notification) -> Line:
    return Line(
        title=_("%(name)s gave you feedback on a task") % notification.context,
        detail=_("It stands with the evidence of your competences."),
        verb=_("Read the feedback"),
        voice=notification.context["role"],
    )


def feedback_is_there(notification: Notification) -> bool:
    return Evidence.objects.present().filter(pk=_key(notification)).exists()


def prior_learning_decided(notification: Notification) -> Line:
    return Line(
        title=_("%(name)s decided on what you learnt before") % notification.context,
        detail=_("You read for each competence from which level you start, and why."),
        verb=_("Read the decision"),
        voice="coach",
    )


def decision_is_the_last(notification: Notification) -> bool:
    """The coach has not decided anew since: then that message tells it."""
    piece = notification.context["prior_learning"]
    last = Recognition.objects.filter(prior_learning=piece).order_by("-at", "-pk").first()
    return last is not None and str(last.pk) == _key(notification)


reminders.register(
    "task-feedback-given",
    render=task_feedback_given,
    still_true=feedback_is_there,
    asks=False,
    group=MessageGroup.COMPETENCES,
)
reminders.register(
    "prior-learning-decided",
    render=prior_learning_decided,
    still_true=decision_is_the_last,
    asks=False,
    group=MessageGroup.COMPETENCES,
)
