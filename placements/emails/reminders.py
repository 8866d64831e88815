"""The words of what the sweep finds due: plain facts, one verb, never words of a reflection."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts import reminders
from accounts.enums import Role
from accounts.models import Notification
from accounts.reminders import Line
from config import clock
from config.templatetags.ui import day_count, long_day
from placements.emails.meetings import meeting_line
from placements.overviews.reminders import facts_of, programme_facts
from placements.rules.reminder_facts import Due
from placements.rules.reminders import due, due_for_programme

DATES_NAMED = 6


# --- does it still hold?


def due_now(notification: Notification) -> Due | None:
    """What the rules say now in this matter to this person: the same rules that asked for it."""
    now = clock.now()
    for facts in facts_of([notification.context["placement"]]):
        for one in due(facts, now):
            people = facts.placement.people(Role(one.to))
            if (one.rule, one.subject) == (notification.rule, notification.subject) and any(
                person.pk == notification.recipient_id for person in people
            ):
                return one
    return None


def still_due(notification: Notification) -> bool:
    return due_now(notification) is not None


def days_still_wait(notification: Notification) -> bool:
    """At least one of the days that the message names is still waiting."""
    found = due_now(notification)
    return found is not None and not set(found.context["dates"]).isdisjoint(
        notification.context["dates"]
    )


def agreements_still_stuck(notification: Notification) -> bool:
    facts = programme_facts([notification.context["programme"]])
    return any(due_for_programme(one, clock.now()) for one in facts)


# --- words


def _day(iso: str) -> str:
    return long_day(dt.date.fromisoformat(iso))


def _is_mine(notification: Notification) -> bool:
    return notification.context["to"] == Role.STUDENT


def dates_in_words(isos: Sequence[str]) -> str:
    """'10, 13 and 17 November'; more than a handful as 'from ... to ...'."""
    dates = [dt.date.fromisoformat(iso) for iso in isos]
    whole = [date_format(date, pgettext("date without year", "j F")) for date in dates]
    if len(dates) > DATES_NAMED:
        return _("From %(first)s to %(last)s.") % {"first": whole[0], "last": whole[-1]}
    if len({date.month for date in dates}) == 1:
        whole[:-1] = [str(date.day) for date in dates[:-1]]
    return get_text_list(whole, _("and")) + "."


WINDOW_TITLES: dict[tuple[str, str], Promise] = {
    ("trialogue-window-open", Role.STUDENT): gettext_lazy("The window for your trialogue is open"),
    ("trialogue-window-open", Role.MENTOR): gettext_lazy(
        "The trialogue of %(student)s can be planned"
    ),
    ("trialogue-window-open", Role.COACH): gettext_lazy("Plan the trialogue of %(student)s"),
    ("trialogue-overdue", Role.STUDENT): gettext_lazy("Your trialogue has no date yet"),
    ("trialogue-overdue", Role.COACH): gettext_lazy("The trialogue of %(student)s has no date yet"),
    ("assessment-window-open", Role.STUDENT): gettext_lazy(
        "The window for your assessment meeting is open"
    ),
    ("assessment-window-open", Role.MENTOR): gettext_lazy(
        "The assessment meeting of %(student)s can be planned"
    ),
    ("assessment-window-open", Role.COACH): gettext_lazy(
        "Plan the assessment meeting of %(student)s"
    ),
    ("assessment-overdue", Role.STUDENT): gettext_lazy("Your assessment meeting has no date yet"),
    ("assessment-overdue", Role.COACH): gettext_lazy(
        "The assessment meeting of %(student)s has no date yet"
    ),
}


def meeting_window(notification: Notification) -> Line:
    said = notification.context
    figures = {"days": day_count(said["days"]), "by_day": said["by_day"]}
    late = notification.rule.endswith("overdue")
    return Line(
        title=str(WINDOW_TITLES[notification.rule, said["to"]]) % said,
        detail=_("%(days)s logged; the meeting belonged before day %(by_day)s was over.") % figures
        if late
        else _("%(days)s logged; the meeting falls by day %(by_day)s.") % figures,
        verb=_("Choose a moment") if said["to"] == Role.COACH else _("Look at the meetings"),
    )


def days_not_logged(notification: Notification) -> Line:
    said = notification.context
    detail = _("The first one is %(date)s.") % {"date": _day(said["first"])}
    if _is_mine(notification):
        title = ngettext(
            "%(n)s planned day is not logged yet",
            "%(n)s planned days are not logged yet",
            said["n"],
        )
        return Line(title % said, detail, _("Log my days"))
    title = ngettext(
        "%(student)s has a planned day that is not logged",
        "%(student)s has %(n)s planned days that are not logged",
        said["n"],
    )
    return Line(title % said, detail, _("Look at the days"))


def days_waiting(notification: Notification) -> Line:
    said = notification.context
    count = len(said["dates"])
    title = ngettext("Confirm %(n)s day of %(student)s", "Confirm %(n)s days of %(student)s", count)
    return Line(
        title=title % {"n": count, "student": said["student"]},
        detail=dates_in_words(said["dates"]),
        verb=_("Look and confirm"),
        voice=Role.STUDENT,
    )


def day_returned(notification: Notification) -> Line:
    return Line(
        title=_("Correct your day of %(date)s") % {"date": _day(notification.context["date"])},
        detail=_("It came back; it counts again once you have changed it."),
        verb=_("Read why and change it"),
    )


def correction_asked(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(student)s asks for a correction of %(date)s")
        % {"student": said["student"], "date": _day(said["date"])},
        detail=_("The day is open again and waits for you."),
        verb=_("Look at the day"),
        voice=Role.STUDENT,
    )


def agreement_unsigned(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Your placement agreement still waits for your signature")
        if _is_mine(notification)
        else _("The placement agreement of %(student)s still waits for your signature") % said,
        detail=_("Agreement %(reference)s was sent to you on %(date)s.")
        % {"reference": said["reference"], "date": _day(said["sent_on"])},
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


def agreed_action(notification: Notification) -> Line:
    said = notification.context
    late = notification.rule == "action-overdue"
    values = {"student": said["student"], "date": _day(said["date"])}
    if _is_mine(notification):
        title = (
            _("Agreed in your meeting, for %(date)s at the latest")
            if not late
            else _("Agreed in your meeting, and its date %(date)s has passed")
        )
    else:
        title = (
            _("Agreed with %(student)s, for %(date)s at the latest")
            if not late
            else _("Agreed with %(student)s, and its date %(date)s has passed")
        )
    return Line(title % values, said["what"], _("Say that it is done"))


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


RULES = {
    "trialogue-window-open": meeting_window,
    "trialogue-overdue": meeting_window,
    "assessment-window-open": meeting_window,
    "assessment-overdue": meeting_window,
    "meeting-tomorrow": meeting_line,
    "action-due": agreed_action,
    "action-overdue": agreed_action,
    "days-not-logged": days_not_logged,
    "day-returned": day_returned,
    "correction-asked": correction_asked,
    "agreement-unsigned": agreement_unsigned,
    "shortening-advice": shortening_advice,
    "shortening-decision": shortening_decision,
}
for name, render in RULES.items():
    reminders.register(name, render=render, still_true=still_due)
reminders.register("days-waiting", render=days_waiting, still_true=days_still_wait)
reminders.register("agreements-stuck", render=agreements_stuck, still_true=agreements_still_stuck)
