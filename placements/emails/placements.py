"""What we say about a placement as a whole."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line


def role_received(notification: Notification) -> Line:
    said = notification.context
    if said["role"] == Role.MENTOR:
        title = _("You are now the mentor of %(student)s") % said
    else:
        title = _("You are now the competence coach of %(student)s") % said
    return Line(
        title=title,
        detail=_("At %(organisation)s. Here you see what was agreed and how far it is.") % said,
        verb=_("Get to know the placement"),
        voice=said["role"],
    )


def reader_changed(notification: Notification) -> Line:
    """To the student, at once: somebody else now reads what was opened to this role."""
    said = notification.context
    if said["role"] == Role.MENTOR:
        title = _("Your mentor is now %(person)s") % said
        detail = _("What you opened to all three, %(person)s can read now. You can change that.")
    else:
        title = _("Your competence coach is now %(person)s") % said
        detail = _("What you opened to your coach, %(person)s can read now. You can change that.")
    return Line(title=title, detail=detail % said, verb=_("See who reads what"), voice=said["role"])


reminders.register(
    "reader-changed", render=reader_changed, asks=False, group=MessageGroup.OTHER, legal=True
)
reminders.register("role-received", render=role_received, asks=False, group=MessageGroup.OTHER)
