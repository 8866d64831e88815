"""The words of messages about visits to workplaces, for who makes them."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.models import Notification
from accounts.reminders import Line
from config.templatetags.ui import clock_time, long_day
from quality.enums import VisitState
from quality.models import Visit
from quality.rules.visits import VISITED


def _moment(notification: Notification) -> dict[str, str]:
    at = dt.datetime.fromisoformat(notification.context["at"])
    return {"date": long_day(at), "time": clock_time(at)}


def visit_planned(notification: Notification) -> Line:
    return Line(
        title=_("Your visit to %(workplace)s") % notification.context,
        detail=_("%(date)s at %(time)s; the calendar file is in this mail.")
        % _moment(notification),
        verb=_("See the visit"),
    )


def visit_coming(notification: Notification) -> Line:
    return Line(
        title=_("You visit %(workplace)s") % notification.context,
        detail=_("%(date)s at %(time)s. The focus sheet is ready.") % _moment(notification),
        verb=_("Look at the focus sheet"),
    )


def visit_thanks_due(notification: Notification) -> Line:
    return Line(
        title=_("Thank %(workplace)s for your visit") % notification.context,
        detail=_("Within a week after the visit is good manners."),
        verb=_("Write a few words"),
    )


def visit_report_due(notification: Notification) -> Line:
    return Line(
        title=_("Make the report of your visit to %(workplace)s") % notification.context,
        detail=_("Your notes are ready to choose from."),
        verb=_("Make the report"),
    )


# --- does it still hold?


def _visit(notification: Notification) -> Visit | None:
    return Visit.objects.filter(
        pk=notification.context["visit"], visitor=notification.recipient_id
    ).first()


def _still_planned(notification: Notification) -> bool:
    visit = _visit(notification)
    same = visit is not None and visit.starts_at is not None
    return same and (
        visit.state == VisitState.PLANNED
        and visit.starts_at == dt.datetime.fromisoformat(notification.context["at"])
    )


def _still_to_thank(notification: Notification) -> bool:
    visit = _visit(notification)
    return visit is not None and visit.state in VISITED and visit.thanked_at is None


def _still_to_report(notification: Notification) -> bool:
    visit = _visit(notification)
    return visit is not None and visit.state == VisitState.HELD


reminders.register("visit-planned", render=visit_planned, still_true=_still_planned, asks=False)
reminders.register("visit-coming", render=visit_coming, still_true=_still_planned)
reminders.register("visit-thanks-due", render=visit_thanks_due, still_true=_still_to_thank)
reminders.register("visit-report-due", render=visit_report_due, still_true=_still_to_report)
