"""What is said about the plan: a week proposed or answered, dates changed, somebody away.

Of a time away only its dates are ever written, whoever reads it.
"""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line
from config.templatetags.ui import long_day
from placements.models import Interruption, Placement, WeekPattern
from placements.overviews.plan import plan_of


def _day(iso: str) -> str:
    return long_day(dt.date.fromisoformat(iso))


def _pk(notification: Notification) -> int:
    return int(notification.subject.rpartition(":")[2])


def week_proposed(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(student)s proposes another week") % said,
        detail=_("It would start on %(date)s.") % {"date": _day(said["since"])},
        verb=_("Look and answer"),
        voice=Role.STUDENT,
    )


def still_open(notification: Notification) -> bool:
    found = WeekPattern.objects.filter(pk=_pk(notification)).first()
    return found is not None and found.is_open


def week_agreed(notification: Notification) -> Line:
    date = _day(notification.context["since"])
    return Line(
        title=_("Your mentor agrees to your new week"),
        detail=_("It holds from %(date)s on.") % {"date": date},
        verb=_("See your plan"),
        voice=Role.MENTOR,
    )


def week_declined(notification: Notification) -> Line:
    return Line(
        title=_("Your mentor suggests another week than you proposed"),
        detail=notification.context["reason"],
        verb=_("See your plan"),
        voice=Role.MENTOR,
    )


def dates_changed(notification: Notification) -> Line:
    return Line(
        title=_("%(student)s changed dates in the plan") % notification.context,
        verb=_("See the plan"),
        voice=Role.STUDENT,
    )


def date_at_hand(notification: Notification) -> Line:
    said = notification.context
    values = {"student": said["student"], "date": _day(said["date"])}
    if said["morning"] and said["afternoon"]:
        title = _("%(student)s comes on %(date)s, the whole day")
    elif said["morning"]:
        title = _("%(student)s comes on %(date)s, in the morning only")
    elif said["afternoon"]:
        title = _("%(student)s comes on %(date)s, in the afternoon only")
    else:
        title = _("%(student)s does not come on %(date)s")
    return Line(title=title % values, verb=_("See the plan"), voice=Role.STUDENT)


def date_still_so(notification: Notification) -> bool:
    """The date has not changed once more since."""
    said = notification.context
    placement = Placement.objects.select_related("enrolment").filter(pk=said["plan"]).first()
    if placement is None:
        return False
    planned = plan_of(placement).on(dt.date.fromisoformat(said["date"]))
    now = (planned.morning, planned.afternoon) if planned else (False, False)
    return now == (said["morning"], said["afternoon"])


def away(notification: Notification) -> Line:
    said = notification.context
    first = _day(said["first"])
    if notification.rule == "away-removed":
        title = _("The time away from %(first)s does not take place")
    elif said["last"]:
        title = _("Away from %(first)s to %(last)s")
    else:
        title = _("Away from %(first)s, until further notice")
    values = {"first": first, "last": said["last"] and _day(said["last"])}
    if said["role"] != Role.STUDENT:
        detail = _("This is about %(student)s. The plan takes it into account.") % said
    else:
        detail = _("Your plan takes it into account.")
    return Line(title=title % values, detail=detail, verb=_("See the plan"))


def away_still_so(notification: Notification) -> bool:
    said = notification.context
    found = Interruption.objects.filter(pk=said["away"]).first()
    if found is None or notification.rule == "away-removed":
        return found is not None and found.removed_at is not None
    dates = found.first.isoformat(), found.last.isoformat() if found.last else ""
    return found.removed_at is None and dates == (said["first"], said["last"])


reminders.register(
    "week-proposed", render=week_proposed, still_true=still_open, group=MessageGroup.PLAN
)
reminders.register("week-agreed", render=week_agreed, asks=False, group=MessageGroup.PLAN)
reminders.register("week-declined", render=week_declined, group=MessageGroup.PLAN)
reminders.register("plan-dates-changed", render=dates_changed, asks=False, group=MessageGroup.PLAN)
reminders.register(
    "plan-date-at-hand",
    render=date_at_hand,
    still_true=date_still_so,
    asks=False,
    group=MessageGroup.PLAN,
)
for name in ("away-reported", "away-changed", "away-removed"):
    reminders.register(
        name, render=away, still_true=away_still_so, asks=False, group=MessageGroup.PLAN
    )
