"""The sweep: what the rules say is due goes into the outbox, each thing once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, reverse

from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import Notification, User
from competences.models import Programme
from config import clock
from placements.calendar import invitation
from placements.models import Placement, Trialogue
from placements.overviews.reminders import facts_of, programme_facts
from placements.rules.reminder_facts import Due, Facts
from placements.rules.reminders import due, due_for_programme

CHUNK = 200


def collect(now: dt.datetime) -> int:
    """Write what is due at `now` for all open placements; answers how many are new.

    Safe to run at any rhythm and with others at the same time: the due dates follow from the
    facts, and the outbox keeps one row per rule, subject, person and due date.
    """
    with clock.at(now):
        keys = Placement.objects.open().order_by("pk").values_list("pk", flat=True)
        written = sum(_collect(chunk, now) for chunk in _chunks(list(keys)))
        return written + _collect_for_coordinators(now)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


@transaction.atomic
def _collect(keys: list[int], now: dt.datetime) -> int:
    found = [
        (one, person, facts)
        for facts in facts_of(keys)
        for one in due(facts, now)
        if (person := facts.placement.person(Role(one.to))) is not None and person.is_active
    ]
    said = _said(one for one, _person, _facts in found)
    return sum(
        _say(one, person, facts)
        for one, person, facts in found
        if not one.was_said(said[one.rule, one.subject, person.pk])
    )


def _said(dues: Iterable[Due]) -> dict[tuple[str, str, int], list[dt.date]]:
    """(rule, subject, person) -> the due dates for which this was said; one query."""
    found: dict[tuple[str, str, int], list[dt.date]] = defaultdict(list)
    rows = Notification.objects.filter(subject__in={one.subject for one in dues})
    for rule, subject, person, date in rows.values_list(
        "rule", "subject", "recipient_id", "due_on"
    ):
        found[rule, subject, person].append(date)
    return found


def _say(one: Due, person: User, facts: Facts) -> bool:
    placement = facts.placement
    said = notify(
        one.rule,
        subject=one.subject,
        recipient=person,
        due_on=one.due_on,
        context={
            **one.context,
            "placement": placement.pk,
            "student": placement.student.get_full_name(),
            "to": one.to,
        },
        url=_url(one, placement),
        calendar=_calendar(one, placement, facts.trialogues, person),
    )
    return said is not None


def _url(one: Due, placement: Placement) -> str:
    if one.page is not None:
        name, key = one.page
        return reverse(name, args=[key])
    try:
        return f"{reverse('mentors:desk')}#student-{placement.pk}"
    except NoReverseMatch:  # placements stand below mentors: the desk need not be there
        return reverse("placements:placement", args=[placement.pk])


def _calendar(one: Due, placement: Placement, meetings: Iterable[Trialogue], person: User) -> str:
    """A meeting comes with the file it was planned with: calendars keep one event."""
    if one.rule != "meeting-tomorrow":
        return ""
    meeting = next(meeting for meeting in meetings if meeting.pk == one.context["trialogue"])
    meeting.placement = placement
    return invitation(meeting, person.language)


@transaction.atomic
def _collect_for_coordinators(now: dt.datetime) -> int:
    dues = {
        facts.programme: one for facts in programme_facts() for one in due_for_programme(facts, now)
    }
    said = _said(dues.values())
    programmes = Programme.objects.filter(pk__in=dues).prefetch_related("coordinators")
    return sum(
        _say_to_coordinator(dues[programme.pk], person, programme)
        for programme in programmes
        for person in programme.coordinators.all()
        if person.is_active
        and not dues[programme.pk].was_said(
            said["agreements-stuck", dues[programme.pk].subject, person.pk]
        )
    )


def _say_to_coordinator(one: Due, person: User, programme: Programme) -> bool:
    context: dict[str, Any] = {**one.context, "programme": programme.pk, "to": one.to}
    said = notify(
        one.rule,
        subject=one.subject,
        recipient=person,
        due_on=one.due_on,
        context=context,
        url=reverse("placements:placement-list"),
    )
    return said is not None
