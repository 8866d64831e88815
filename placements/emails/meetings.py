"""Meetings: planned, moved, cancelled."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import reminders
from accounts.enums import Role
from accounts.models import Notification
from accounts.reminders import Line
from placements.enums import TrialogueKind
from placements.models import Trialogue


def meeting_words(notification: Notification) -> dict[str, str]:
    """The words of a meeting: what, whose, when, where."""
    said = notification.context
    starts_at = timezone.localtime(dt.datetime.fromisoformat(said["starts_at"]))
    kind = str(TrialogueKind(said["kind"]).label)
    return {
        "kind": kind,
        "what": f"{kind[:1].upper()}{kind[1:]}",
        "student": said["student"],
        "day": date_format(starts_at, pgettext("date long", "l j F")),
        "time": date_format(starts_at, pgettext("time", "H:i")),
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


def trialogue_as_told(notification: Notification) -> bool:
    """The meeting was not moved or cancelled again after this message was written."""
    said = notification.context
    return Trialogue.objects.filter(pk=said["trialogue"], sequence=said["sequence"]).exists()


RULES = {
    "trialogue-planned": meeting_line,
    "trialogue-moved": trialogue_moved,
    "trialogue-cancelled": trialogue_cancelled,
}
for name, render in RULES.items():
    reminders.register(name, render=render, still_true=trialogue_as_told, asks=False)
