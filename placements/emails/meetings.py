"""Meetings: planned, moved, cancelled."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line
from config.templatetags.ui import clock_time, long_day
from placements.enums import TrialogueKind
from placements.models import Trialogue


def meeting_words(notification: Notification) -> dict[str, str]:
    """The words of a meeting: what, whose, when, where."""
    said = notification.context
    starts_at = dt.datetime.fromisoformat(said["starts_at"])
    kind = str(TrialogueKind(said["kind"]).label)
    return {
        "kind": kind,
        "what": f"{kind[:1].upper()}{kind[1:]}",
        "student": said["student"],
        "day": long_day(starts_at),
        "time": clock_time(starts_at),
        "place": said["place"],
        "reason": said.get("reason", ""),
    }


def _where(said: dict[str, str]) -> str:
    if said["place"]:
        return _("Place: %(place)s. The calendar file is attached.") % said
    return _("The calendar file is attached.")


def meeting_line(notification: Notification) -> Line:
    """A meeting that is to come."""
    said = meeting_words(notification)
    mine = notification.context.get("to") == Role.STUDENT
    return Line(
        title=_("Your %(kind)s on %(day)s at %(time)s") % said
        if mine
        else _("%(what)s of %(student)s on %(day)s at %(time)s") % said,
        detail=_where(said),
        verb=_("See what we will talk about"),
    )


def trialogue_moved(notification: Notification) -> Line:
    said = meeting_words(notification)
    return Line(
        title=_("%(what)s of %(student)s moves to %(day)s at %(time)s") % said,
        detail=_where(said),
        verb=_("See what we will talk about"),
    )


def trialogue_cancelled(notification: Notification) -> Line:
    said = meeting_words(notification)
    return Line(
        title=_("%(what)s of %(student)s on %(day)s is cancelled") % said,
        detail=said["reason"],
        verb=_("Read more"),
    )


def trialogue_people(notification: Notification) -> Line:
    """Somebody else comes; the moment stays."""
    said = meeting_words(notification)
    return Line(
        title=_("Somebody else comes to the %(kind)s of %(student)s on %(day)s") % said,
        detail=_("Day, time and place stay the same. The calendar file is attached."),
        verb=_("See who comes"),
    )


def trialogue_left(notification: Notification) -> Line:
    """To one who handed over their role: the meeting goes on without them."""
    said = meeting_words(notification)
    return Line(
        title=_("You are no longer asked for the %(kind)s of %(student)s on %(day)s") % said,
        detail=_(
            "Somebody else takes your place. The attached file takes it out of your calendar."
        ),
    )


def trialogue_as_told(notification: Notification) -> bool:
    """The meeting was not moved or cancelled again after this message was written, and is still
    the reader's to see."""
    said = notification.context
    seen = Trialogue.objects.visible_to(notification.recipient)
    return seen.filter(pk=said["trialogue"], sequence=said["sequence"]).exists()


def still_left(notification: Notification) -> bool:
    """Whoever comes back meanwhile keeps the meeting."""
    found = Trialogue.objects.filter(pk=notification.context["trialogue"]).first()
    return found is not None and found.placement.role_of(notification.recipient) is None


# A calendar that has a meeting must hear of all that becomes of it: nobody can mute that.
for name, render in {
    "trialogue-planned": meeting_line,
    "trialogue-moved": trialogue_moved,
    "trialogue-cancelled": trialogue_cancelled,
    "trialogue-people": trialogue_people,
}.items():
    reminders.register(
        name,
        render=render,
        still_true=trialogue_as_told,
        asks=False,
        legal=True,
        group=MessageGroup.MEETINGS,
    )
reminders.register(
    "trialogue-left",
    render=trialogue_left,
    still_true=still_left,
    asks=False,
    legal=True,
    group=MessageGroup.MEETINGS,
)
