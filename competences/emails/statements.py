"""A statement that somebody else took back."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line


def revoked(notification: Notification) -> Line:
    return Line(
        title=_("%(who)s revoked your statement %(reference)s") % notification.context,
        detail=_("Whoever opens its link reads nothing now. Why, you can read in the portal."),
        verb=_("Look at your statements"),
        voice=Role.COACH.value,
    )


reminders.register(
    "statement-revoked",
    render=revoked,
    still_true=lambda notification: True,
    group=MessageGroup.PAPERS,
    legal=True,
)
