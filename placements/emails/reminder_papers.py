"""The words of reminders about papers and decisions, and what all reminders say alike."""

import datetime as dt

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Notification
from accounts.reminders import Line
from config.templatetags.ui import long_day


def day_in_words(iso: str) -> str:
    return long_day(dt.date.fromisoformat(iso))


def is_mine(notification: Notification) -> bool:
    return notification.context["to"] == Role.STUDENT


def agreement_unsigned(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Your placement agreement still waits for your signature")
        if is_mine(notification)
        else _("The placement agreement of %(student)s still waits for your signature") % said,
        detail=_("Agreement %(reference)s was sent to you on %(date)s.")
        % {"reference": said["reference"], "date": day_in_words(said["sent_on"])},
        verb=_("Read and sign"),
    )


def agreements_stuck(notification: Notification) -> Line:
    said = notification.context
    title = ngettext(
        "%(n)s agreement has waited more than two weeks for a signature",
        "%(n)s agreements have waited more than two weeks for a signature",
        said["n"],
    )
    names = ", ".join(said["names"])
    more = said["n"] - len(said["names"])
    return Line(
        title=title % {"n": number_format(said["n"])},
        detail=ngettext("%(names)s and %(n)s other.", "%(names)s and %(n)s others.", more)
        % {"names": names, "n": more}
        if more
        else f"{names}.",
        verb=_("See whose turn it is"),
    )


def shortening_advice(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Advise on a shortening for %(student)s") % said,
        detail=_("The proposal goes from %(before)s to %(after)s days.") % said,
        verb=_("Give advice"),
        voice=Role.STUDENT,
    )


def shortening_decision(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Decide on the shortening for %(student)s") % said,
        detail=_("From %(before)s to %(after)s days; the mentor gave advice.") % said,
        verb=_("Decide"),
    )


def report_unsigned(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The report of your meeting still waits for your sign-off")
        if is_mine(notification)
        else _("The report of the meeting with %(student)s still waits for your sign-off") % said,
        detail=_("You met on %(date)s. Read it, add a remark if you like, and sign off.")
        % {"date": day_in_words(said["held_on"])},
        verb=_("Read and sign off"),
    )
