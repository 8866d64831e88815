"""What a student, mentor or coach has to do in the placements in which they speak."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from competences.enums import Moment
from config import clock
from config.templatetags.ui import clock_time, near_day
from placements.overviews.waiting import Mine, mine
from placements.rules.plan import PlannedDay

BEFORE_THE_START = dt.timedelta(days=14)


@todo.source("placements")
def around_my_placements(user: User, today: dt.date) -> Iterable[Todo]:
    """What a student, mentor or coach has to do in the placements in which they speak."""
    for one in mine(user):
        if one.role == Role.STUDENT:
            yield from _days_to_log(one, today)
            yield from _days_to_correct(one)
            yield from _starting_situation(one, today)
        yield from _agreement_to_sign(one, user)
        yield from _meetings_at_hand(one)
        yield from _reports_to_sign_off(one)
        yield from _agreed_actions(one, today)
        yield from _final_words(one)


def _of(one: Mine, mine: str, others: str) -> str:
    """The sentence for the student, or the one that names the student for the others."""
    names = {"student": one.placement.student.get_full_name()}
    return mine if one.role == Role.STUDENT else others % names


def _days_to_log(one: Mine, today: dt.date) -> Iterator[Todo]:
    days = one.unlogged(today)
    if days and days[-1].date == today:
        yield _log_today(one, days.pop())
    if not days:
        return
    title = ngettext("Log %(n)s planned day", "Log %(n)s planned days", len(days))
    yield Todo(
        kind="log-days",
        title=title % {"n": len(days)},
        detail=_("The oldest: %(date)s.") % {"date": near_day(days[0].date)},
        verb=_("Log my days"),
        url=reverse("placements:day-list", args=[one.placement.pk]),
        since=days[0].date,
        role=one.role,
    )


def _log_today(one: Mine, today: PlannedDay) -> Todo:
    """A day in the calendar that has no entry yet: one tap when it went as planned."""
    return Todo(
        kind="log-today",
        title=_("Log your day of today"),
        detail=(
            _("%(workplace)s, a whole day.") if today.is_whole else _("%(workplace)s, half a day.")
        )
        % {"workplace": one.placement.workplace.organisation.name},
        verb=_("Log my day"),
        url=reverse("placements:day-log", args=[one.placement.pk]),
        since=today.date,
        due=today.date,
        role=one.role,
        done_in_place=reverse("placements:day-as-planned", args=[one.placement.pk]),
        done_in_place_verb=_("As planned"),
    )


def _days_to_correct(one: Mine) -> Iterator[Todo]:
    for entry in one.returned():
        yield Todo(
            kind="day-returned",
            title=_("Correct your day of %(date)s") % {"date": near_day(entry.date)},
            detail=_("It came back; it counts again once you have changed it."),
            verb=_("Read why and change it"),
            url=reverse("placements:day-change", args=[entry.pk]),
            since=entry.since,
            role=one.role,
        )


def _starting_situation(one: Mine, today: dt.date) -> Iterator[Todo]:
    starts_on = one.placement.starts_on
    if one.said_nothing and today >= starts_on - BEFORE_THE_START:
        yield Todo(
            kind="starting-situation",
            title=_("Say where you stand at the start"),
            detail=_("A few minutes; there are no wrong answers."),
            verb=_("Start"),
            url=reverse("competences:assessment-say-all", args=[one.placement.dossier_id]),
            since=starts_on - BEFORE_THE_START,
            due=starts_on,
            role=one.role,
        )


def _agreement_to_sign(one: Mine, user: User) -> Iterator[Todo]:
    agreement = one.agreement_to_sign(user)
    if agreement is None:
        return
    yield Todo(
        kind="agreement-to-sign",
        title=_of(one, _("Sign your agreement"), _("Sign the agreement of %(student)s")),
        detail=_("%(workplace)s, agreement %(reference)s.")
        % {
            "workplace": one.placement.workplace.organisation.name,
            "reference": agreement.reference,
        },
        verb=_("Read and sign"),
        url=reverse("placements:agreement-sign", args=[agreement.pk]),
        since=clock.local_date(agreement.sent_at),
        role=one.role,
    )


def _meetings_at_hand(one: Mine) -> Iterator[Todo]:
    for meeting in one.at_hand:
        said = {
            "kind": capfirst(meeting.get_kind_display()),
            "student": one.placement.student.get_full_name(),
            "day": near_day(meeting.starts_at),
            "time": clock_time(meeting.starts_at),
        }
        title = (
            _("%(kind)s, %(day)s at %(time)s")
            if one.role == Role.STUDENT
            else _("%(kind)s with %(student)s, %(day)s at %(time)s")
        )
        yield Todo(
            kind="meeting-at-hand",
            title=title % said,
            detail=meeting.place,
            verb=_("See what we will talk about"),
            url=reverse("placements:trialogue", args=[meeting.pk]),
            due=clock.local_date(meeting.starts_at),
            role=one.role,
        )


def _reports_to_sign_off(one: Mine) -> Iterator[Todo]:
    for meeting in one.reports:
        yield Todo(
            kind="report-to-sign-off",
            title=_of(
                one,
                _("Sign off the report of your meeting"),
                _("Sign off the report of the meeting with %(student)s"),
            ),
            detail=_("The meeting: %(date)s.") % {"date": near_day(meeting.held_on)},
            verb=_("Read and sign off"),
            url=reverse("placements:trialogue-sign-off", args=[meeting.pk]),
            since=meeting.held_on,
            role=one.role,
        )


def _agreed_actions(one: Mine, today: dt.date) -> Iterator[Todo]:
    for action in one.actions(today):
        values = {"date": near_day(action.due_on)}
        values["student"] = one.placement.student.get_full_name()
        detail = (
            _("Agreed in your meeting; its date: %(date)s.")
            if one.role == Role.STUDENT
            else _("Agreed in the meeting with %(student)s; its date: %(date)s.")
        )
        yield Todo(
            kind="agreed-action",
            title=action.what,
            detail=detail % values,
            verb=_("Another date, or a word about it"),
            url=reverse("placements:agreed", args=[action.pk]),
            due=action.due_on,
            role=one.role,
            done_in_place=reverse("placements:trialogue-action-finish", args=[action.pk]),
            done_in_place_verb=_("Done"),
        )


def _final_words(one: Mine) -> Iterator[Todo]:
    if not one.final_word_due():
        return
    rate = reverse("competences:assessment-say-all", args=[one.placement.dossier_id])
    yield Todo(
        kind="final-words",
        title=_of(
            one,
            _("Say how far you have come"),
            _("Say how far %(student)s has come"),
        ),
        detail=ngettext(
            "All days are done; your final word on %(n)s competence is missing.",
            "All days are done; your final word on %(n)s competences is missing.",
            one.finals_missing,
        )
        % {"n": one.finals_missing},
        verb=_("Give my final word"),
        url=f"{rate}?moment={Moment.FINAL.value}",
        since=max(entry.logged_on for entry in one.facts.entries),
        role=one.role,
    )
