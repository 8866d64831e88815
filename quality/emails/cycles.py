"""The words of messages about self-evaluations."""

import datetime as dt

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import reminders
from accounts.models import Notification
from accounts.reminders import Line
from config.templatetags.ui import long_day
from quality.enums import CycleState
from quality.models import CycleAction, CycleInvitation


def _day(iso: str) -> str:
    return long_day(dt.date.fromisoformat(iso))


def _programme(notification: Notification) -> str:
    language = "en" if get_language() == "en" else "nl"
    return str(notification.context[f"programme_{language}"])


def cycle_invited(notification: Notification) -> Line:
    return Line(
        title=_("Look back with %(programme)s") % {"programme": _programme(notification)},
        detail=_("The self-evaluation asks what you think; answers by %(date)s.")
        % {"date": _day(notification.context["by"])},
        verb=_("Answer"),
    )


def cycle_answers_due(notification: Notification) -> Line:
    return Line(
        title=_("Your view on %(programme)s is still missing")
        % {"programme": _programme(notification)},
        detail=_("Answers by %(date)s; what you do not know may stay open.")
        % {"date": _day(notification.context["by"])},
        verb=_("Answer"),
    )


def cycle_action_agreed(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Agreed: %(what)s") % said,
        detail=_("By %(date)s, from the self-evaluation.") % {"date": _day(said["by"])},
        verb=_("See what was agreed"),
    )


def cycle_action_due(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("To do: %(what)s") % said,
        detail=_("You would do this by %(date)s.") % {"date": _day(said["by"])},
        verb=_("Say that it is done"),
    )


def cycle_action_late(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("To do: %(what)s") % said,
        detail=_("It was for %(date)s. Is it done, or does it go on?") % {"date": _day(said["by"])},
        verb=_("Say that it is done"),
    )


# --- does it still hold?


def _still_collecting(notification: Notification) -> bool:
    waiting = CycleInvitation.objects.filter(
        person=notification.recipient_id,
        cycle__state=CycleState.COLLECTING,
        cycle__answer_by=notification.context["by"],
        answered_at__isnull=True,
    )
    return waiting.exists()


def _still_to_do(notification: Notification) -> bool:
    open_still = CycleAction.objects.open().filter(
        pk=notification.context["action"], who=notification.recipient_id
    )
    return open_still.exists()


reminders.register(
    "cycle-invited",
    render=cycle_invited,
    still_true=_still_collecting,
    about=gettext_lazy("A self-evaluation asks for answers"),
)
reminders.register(
    "cycle-answers-due",
    render=cycle_answers_due,
    still_true=_still_collecting,
    about=gettext_lazy("A self-evaluation asks for answers"),
)
reminders.register("cycle-action-agreed", render=cycle_action_agreed, still_true=_still_to_do)
reminders.register("cycle-action-due", render=cycle_action_due, still_true=_still_to_do)
reminders.register("cycle-action-late", render=cycle_action_late, still_true=_still_to_do)
