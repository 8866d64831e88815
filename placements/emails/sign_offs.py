"""A report waits for a sign-off, or was opened again for a correction."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from config.templatetags.ui import long_day
from placements.enums import TrialogueState
from placements.models import Trialogue
from placements.overviews.sign_offs import signing


def report_to_sign(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The report of your meeting waits for your sign-off")
        if said["is_mine"]
        else _("The report of the meeting with %(student)s waits for your sign-off") % said,
        detail=_("You met on %(date)s. Read it, add a remark if you like, and sign off.")
        % {"date": long_day(dt.date.fromisoformat(said["held_on"]))},
        verb=_("Read and sign off"),
    )


def report_corrected(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The report of your meeting is being corrected")
        if said["is_mine"]
        else _("The report of the meeting with %(student)s is being corrected") % said,
        detail=_("Because: %(reason)s It needs the sign-off of all three again.")
        % {"reason": sentence(said["reason"])},
        verb=_("Read the report"),
    )


def sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def still_waits_for(notification: Notification) -> bool:
    """This version is open, and the reader still speaks in a role that did not sign it off."""
    meeting = _same_version(notification)
    if meeting is None or meeting.state != TrialogueState.HELD:
        return False
    role = meeting.placement.role_of(notification.recipient)
    return signing(meeting, role or "").may_sign


def still_theirs(notification: Notification) -> bool:
    meeting = _same_version(notification)
    return meeting is not None and meeting.placement.role_of(notification.recipient) is not None


def _same_version(notification: Notification) -> Trialogue | None:
    said = notification.context
    seen = Trialogue.objects.visible_to(notification.recipient).select_related("placement")
    return seen.filter(pk=said["trialogue"], report_version=said["version"]).first()


reminders.register(
    "report-to-sign",
    render=report_to_sign,
    still_true=still_waits_for,
    legal=True,
    group=MessageGroup.MEETINGS,
)
reminders.register(
    "report-corrected",
    render=report_corrected,
    still_true=still_theirs,
    legal=True,
    group=MessageGroup.MEETINGS,
)
