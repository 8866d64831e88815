"""The words of what the sweep finds due: plain facts, one verb, never words of a reflection."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line, Render, StillTrue
from config import clock
from config.templatetags.ui import day_count
from placements.emails.meetings import meeting_line
from placements.emails.reminder_papers import (
    agreement_unsigned,
    agreements_stuck,
    day_in_words,
    is_mine,
    report_unsigned,
    shortening_advice,
    shortening_decision,
)
from placements.enums import TrialogueKind
from placements.overviews.reminder_messages import recipients
from placements.overviews.reminders import facts_of, programme_facts
from placements.rules.reminder_facts import Due
from placements.rules.reminder_rules import ESCALATED, ESCALATING, STANDARD, TOPICS
from placements.rules.reminders import due, due_for_programme

DATES_NAMED = 6


# --- does it still hold?


def due_now(notification: Notification) -> Due | None:
    """What the rules say now in this matter to this person: the same rules that asked for it."""
    now = clock.now()
    for facts in facts_of([notification.context["placement"]]):
        for one in due(facts, now):
            if (one.rule, one.subject) == (notification.rule, notification.subject) and any(
                person.pk == notification.recipient_id
                for person in recipients(facts.placement, one)
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
    detail = _("The first one is %(date)s.") % {"date": day_in_words(said["first"])}
    if is_mine(notification):
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
        title=_("Correct your day of %(date)s")
        % {"date": day_in_words(notification.context["date"])},
        detail=_("It came back; it counts again once you have changed it."),
        verb=_("Read why and change it"),
    )


def correction_asked(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(student)s asks for a correction of %(date)s")
        % {"student": said["student"], "date": day_in_words(said["date"])},
        detail=_("The day is open again and waits for you."),
        verb=_("Look at the day"),
        voice=Role.STUDENT,
    )


def moments_unanswered(notification: Notification) -> Line:
    said = notification.context | {"kind": str(TrialogueKind(notification.context["kind"]).label)}
    return Line(
        title=_("The moments for your %(kind)s still wait for your answer") % said
        if is_mine(notification)
        else _("The moments for the %(kind)s with %(student)s still wait for your answer") % said,
        detail=_("Say which suit you, or that none does and when you could come."),
        verb=_("Choose what suits you"),
        voice=Role.COACH,
    )


def agreed_action(notification: Notification) -> Line:
    said = notification.context
    late = notification.rule == "action-overdue"
    values = {"student": said["student"], "date": day_in_words(said["date"])}
    if is_mine(notification):
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


# What somebody else hears when reminding did not help.
UNDONE: dict[str, Promise] = {
    "agreement-unsigned": gettext_lazy("%(name)s has not signed the agreement of %(student)s yet"),
    "days-waiting": gettext_lazy("%(name)s has not confirmed days of %(student)s yet"),
    "day-returned": gettext_lazy("%(student)s has not corrected a day that came back"),
    "correction-asked": gettext_lazy("%(name)s has not looked at a correction of %(student)s yet"),
    "days-not-logged": gettext_lazy("%(student)s still logs no days"),
    "trialogue-window-open": gettext_lazy("The trialogue of %(student)s is not planned yet"),
    "trialogue-overdue": gettext_lazy("The trialogue of %(student)s still has no date"),
    "assessment-window-open": gettext_lazy(
        "The assessment meeting of %(student)s is not planned yet"
    ),
    "assessment-overdue": gettext_lazy("The assessment meeting of %(student)s still has no date"),
    "moments-unanswered": gettext_lazy(
        "%(name)s has not answered yet which moment suits for the meeting with %(student)s"
    ),
    "report-unsigned": gettext_lazy(
        "%(name)s has not signed off the report of the meeting with %(student)s yet"
    ),
    "action-overdue": gettext_lazy("%(name)s has not done yet what was agreed with %(student)s"),
    "shortening-advice": gettext_lazy(
        "%(name)s has not given advice on the shortening of %(student)s yet"
    ),
    "shortening-decision": gettext_lazy(
        "%(name)s has not decided on the shortening of %(student)s yet"
    ),
}


def undone(notification: Notification) -> Line:
    """To the coach or the coordinator: who was asked what, when, and that it did not help."""
    said = notification.context
    title = str(UNDONE[notification.rule.removesuffix(ESCALATED)]) % said
    detail = ""
    if said["asked_on"]:
        values = {"name": said["name"], "dates": dates_in_words(said["asked_on"]).rstrip(".")}
        detail = _("%(name)s was asked on %(dates)s.") % values
    return Line(title, detail, _("Look at the placement"), said["asked_role"])


RULES: dict[str, tuple[Render, StillTrue]] = {
    "trialogue-window-open": (meeting_window, still_due),
    "trialogue-overdue": (meeting_window, still_due),
    "assessment-window-open": (meeting_window, still_due),
    "assessment-overdue": (meeting_window, still_due),
    "meeting-tomorrow": (meeting_line, still_due),
    "action-due": (agreed_action, still_due),
    "action-overdue": (agreed_action, still_due),
    "days-not-logged": (days_not_logged, still_due),
    "days-waiting": (days_waiting, days_still_wait),
    "day-returned": (day_returned, still_due),
    "correction-asked": (correction_asked, still_due),
    "agreement-unsigned": (agreement_unsigned, still_due),
    "moments-unanswered": (moments_unanswered, still_due),
    "report-unsigned": (report_unsigned, still_due),
    "agreements-stuck": (agreements_stuck, agreements_still_stuck),
    "shortening-advice": (shortening_advice, still_due),
    "shortening-decision": (shortening_decision, still_due),
}


def in_own_words(render: Render) -> Render:
    """The line, with the programme's own sentence where it wrote one."""

    def line(notification: Notification) -> Line:
        own = notification.context.get("words", {}).get(get_language())
        found = render(notification)
        return replace(found, detail=own) if own else found

    return line


LEGAL = {kind.rule for kind in STANDARD.values() if kind.legal}
for name, (render, still_true) in RULES.items():
    reminders.register(
        name,
        render=in_own_words(render),
        still_true=still_true,
        legal=name in LEGAL,
        group=TOPICS[name].group,
        about=TOPICS[name].about,
    )
for name in ESCALATING:
    reminders.register(
        name + ESCALATED,
        render=undone,
        still_true=still_due,
        group=MessageGroup.ATTENTION,
        about=TOPICS[name].about,
    )
