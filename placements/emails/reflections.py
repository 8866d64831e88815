"""Somebody said something under a reflection: that they did, never a word of either."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from placements.models import ReflectionComment


def comment_said(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(name)s said something under a reflection") % said,
        detail=_("What was said, and the reflection, you read in the portal only."),
        verb=_("Read it"),
        voice=said["role"],
    )


def comment_still_readable(notification: Notification) -> bool:
    """It was not taken back, and the reflection is open to this person at this moment."""
    comment = notification.subject.rpartition(":")[2]
    return ReflectionComment.objects.visible_to(notification.recipient).filter(pk=comment).exists()


reminders.register(
    "reflection-comment",
    render=comment_said,
    still_true=comment_still_readable,
    asks=False,
    group=MessageGroup.REFLECTIONS,
)
