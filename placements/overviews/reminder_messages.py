"""Who would hear what, for many placements in a fixed number of queries: what the sweep writes, and
what a coordinator can look at before it does."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from accounts.models import Notification, User
from competences.models import Programme
from placements.calendar import invitation
from placements.models import Placement, Trialogue
from placements.overviews.reminders import facts_of, programme_facts
from placements.rules.reminder_facts import Due
from placements.rules.reminder_rules import STANDARD
from placements.rules.reminders import due, due_for_programme

CHUNK = 200


@dataclass(frozen=True)
class Message:
    """One thing to say to one person; `placement` and `meetings` are what it is about."""

    due: Due
    recipient: User
    context: Mapping[str, Any]
    placement: Placement | None = None
    meetings: Sequence[Trialogue] = ()
    asked_on: tuple[dt.date, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The plain values from which the words are made."""
        more = {"words": dict(self.due.words)} if self.due.words else {}
        if self.due.about is not None:
            more["asked_on"] = [date.isoformat() for date in self.asked_on]
        return {**self.due.context, **self.context, **more, "to": self.due.to}

    @property
    def url(self) -> str:
        if self.due.about is not None:
            return reverse("placements:placement", args=[self.placement.pk])
        if self.due.page is not None:
            name, key = self.due.page
            return reverse(name, args=[key])
        if self.placement is None:
            return reverse("placements:placement-list")
        try:
            return f"{reverse('mentors:desk')}#student-{self.placement.pk}"
        except NoReverseMatch:  # placements stand below mentors: the desk need not be there
            return reverse("placements:placement", args=[self.placement.pk])

    @property
    def calendar(self) -> str:
        """A meeting comes with the file it was planned with: calendars keep one event."""
        asked = self.due.context.get("trialogue")
        meeting = next((meeting for meeting in self.meetings if meeting.pk == asked), None)
        if meeting is None:
            return ""
        meeting.placement = self.placement
        return invitation(meeting, self.recipient.language)


def chunks(programmes: Collection[int] | None = None) -> Iterator[list[int]]:
    """The open placements (ids) of these programmes, or all, a handful at a time."""
    found = Placement.objects.open()
    if programmes is not None:
        found = found.filter(enrolment__programme__in=programmes)
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def of_placements(keys: Collection[int], now: dt.datetime) -> list[Message]:
    """Everything that these placements ask to be said at `now`, said before or not."""
    return [
        Message(one, person, _about(facts.placement, one), facts.placement, facts.trialogues)
        for facts in facts_of(keys)
        for one in due(facts, now)
        for person in recipients(facts.placement, one)
    ]


def of_programmes(now: dt.datetime, programmes: Collection[int] | None = None) -> list[Message]:
    """The same of these programmes, or all, for their coordinators."""
    dues = {
        facts.programme: one
        for facts in programme_facts(programmes)
        for one in due_for_programme(facts, now)
    }
    found = Programme.objects.filter(pk__in=dues).prefetch_related("coordinators")
    return [
        Message(dues[programme.pk], person, {"programme": programme.pk})
        for programme in found
        for person in programme.coordinators.all()
        if person.is_active
    ]


def recipients(placement: Placement, one: Due) -> list[User]:
    """Everybody who has the role today, deputies too; what is personal is for who has it first."""
    if one.to == Role.COORDINATOR:
        people = list(placement.enrolment.programme.coordinators.all())
    else:
        people = placement.people(one.to)
        kind = STANDARD.get((one.rule, one.to))
        if kind is not None and kind.personal:
            people = people[:1]
    return [person for person in people if person.is_active]


def unsaid(messages: Sequence[Message]) -> list[Message]:
    """Without what these people heard before; what tells on somebody says when they were asked.
    One query."""
    subjects = {message.due.subject for message in messages}
    subjects |= {message.due.about.subject for message in messages if message.due.about}
    said: dict[tuple[str, str, int], list[dt.date]] = defaultdict(list)
    asked: dict[tuple[str, str], dict[str, set[dt.date]]] = defaultdict(lambda: defaultdict(set))
    rows = Notification.objects.filter(subject__in=subjects) if subjects else ()
    for row in rows and rows.values_list(
        "rule", "subject", "recipient_id", "due_on", "cancelled_at", "context__to"
    ):
        rule, subject, person, date, cancelled_at, to = row
        said[rule, subject, person].append(date)
        if cancelled_at is None:
            asked[rule, subject][to].add(date)
    return [
        replace(message, asked_on=_asked_on(message.due, asked))
        for message in messages
        if not message.due.was_said(
            said[message.due.rule, message.due.subject, message.recipient.pk]
        )
    ]


def _asked_on(
    one: Due, asked: Mapping[tuple[str, str], Mapping[str, Collection[dt.date]]]
) -> tuple[dt.date, ...]:
    if one.about is None:
        return ()
    dates = asked[one.about.rule, one.about.subject].get(one.about.to, ())
    return tuple(sorted(date for date in dates if date >= one.about.since))


def _about(placement: Placement, one: Due) -> dict[str, Any]:
    """What every line about a placement can say; of what tells on somebody also who that is."""
    about = {"placement": placement.pk, "student": placement.student.get_full_name()}
    if one.about is not None:
        people = placement.people(one.about.to)[:1]
        about["asked_role"] = one.about.to
        about["name"] = people[0].get_full_name() if people else ""
    return about
