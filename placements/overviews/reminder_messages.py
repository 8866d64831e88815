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
from config import clock
from placements.calendar import invitation
from placements.models import Placement, Trialogue
from placements.overviews.reminders import facts_of, programme_facts
from placements.rules.reminder_facts import Due, Facts
from placements.rules.reminder_rules import STANDARD
from placements.rules.reminders import due, due_for_programme

CHUNK = 1000

# Placement (id) -> rule and subject of what can be new there.
Asks = dict[int, set[tuple[str, str]]]


@dataclass(frozen=True)
class Message:
    """One thing to say to one person; `placement` and `meetings` are what it is about, `asked` the
    person it tells on, if it does."""

    due: Due
    recipient: User
    context: Mapping[str, Any]
    placement: Placement | None = None
    meetings: Sequence[Trialogue] = ()
    asked: Sequence[User] = ()
    asked_on: Sequence[dt.date] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The plain values from which the words are made."""
        more = {"words": dict(self.due.words)} if self.due.words else {}
        if self.due.about is not None:
            more["asked_on"] = [date.isoformat() for date in self.asked_on]
            more["asked_role"] = self.due.about.to
            more["name"] = self.asked[0].get_full_name() if self.asked else ""
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


def open_placements(programmes: Collection[int] | None = None) -> list[int]:
    """All open placements (ids) of these programmes, or all."""
    found = Placement.objects.open()
    if programmes is not None:
        found = found.filter(enrolment__programme__in=programmes)
    return list(found.order_by("pk").values_list("pk", flat=True))


def chunks(keys: Collection[int]) -> Iterator[list[int]]:
    """A handful at a time, so that memory does not grow with their number."""
    found = list(keys)
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]


def of_placements(
    keys: Collection[int], now: dt.datetime, asks: Asks | None = None
) -> list[Message]:
    """Everything that these placements ask to be said at `now`, said before or not; with `asks` no
    more than what stands there."""
    return [
        message
        for facts in facts_of(keys)
        for one in due(facts, now)
        if asks is None or (one.rule, one.subject) in asks[facts.placement.pk]
        for message in _messages(facts, one)
    ]


def _messages(facts: Facts, one: Due) -> Iterator[Message]:
    placement = facts.placement
    about = {"placement": placement.pk, "student": placement.student.get_full_name()}
    asked = _who_was_asked(placement, one)
    for person in recipients(placement, one):
        yield Message(one, person, about, placement, facts.trialogues, asked)


def _who_was_asked(placement: Placement, one: Due) -> list[User]:
    if one.about is None:
        return []
    return [one.about.person] if one.about.person else placement.people(one.about.to)[:1]


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
    """Everybody who has the role today, deputies too; what is personal is for who has it first, or
    for whom the rule names instead."""
    if one.person is not None:
        people = [one.person]
    elif one.to == Role.COORDINATOR:
        people = list(placement.enrolment.programme.coordinators.all())
    else:
        people = placement.people(one.to)
        kind = STANDARD.get((one.rule, one.to))
        if kind is not None and kind.personal:
            people = people[:1]
    return [person for person in people if person.is_active]


@dataclass(frozen=True)
class Said:
    """A row of the outbox: for which date, and on which day it was written."""

    due_on: dt.date
    on: dt.date
    is_cancelled: bool


Outbox = dict[tuple[str, str, int], list[Said]]


def said_about(messages: Sequence[Message]) -> Outbox:
    """What these people, and those whom a message tells on, heard before; one query."""
    subjects = {message.due.subject for message in messages}
    subjects |= {message.due.about.subject for message in messages if message.due.about}
    found: Outbox = defaultdict(list)
    if not subjects:
        return found
    rows = Notification.objects.filter(subject__in=subjects).values_list(
        "rule", "subject", "recipient_id", "due_on", "created_at", "cancelled_at"
    )
    for rule, subject, person, due_on, created_at, cancelled_at in rows:
        said = Said(due_on, clock.local_date(created_at), cancelled_at is not None)
        found[rule, subject, person].append(said)
    return found


def unsaid(messages: Sequence[Message], today: dt.date) -> list[Message]:
    """Without what these people heard before. Nobody is told on who was not asked before today:
    after a gap one is asked first."""
    outbox = said_about(messages)
    return [
        replace(message, asked_on=_asked_on(message, outbox))
        for message in messages
        if not was_said(message, outbox) and not _is_too_early(message, outbox, today)
    ]


def was_said(message: Message, outbox: Outbox) -> bool:
    one = message.due
    return one.was_said(
        [said.due_on for said in outbox[one.rule, one.subject, message.recipient.pk]]
    )


def _asked(message: Message, outbox: Outbox) -> list[Said]:
    about = message.due.about
    return [
        said for person in message.asked for said in outbox[about.rule, about.subject, person.pk]
    ]


def _is_too_early(message: Message, outbox: Outbox, today: dt.date) -> bool:
    if message.due.about is None or not message.asked:
        return False
    return not any(said.on < today for said in _asked(message, outbox))


def _asked_on(message: Message, outbox: Outbox) -> tuple[dt.date, ...]:
    """When the person it tells on was asked, as far as that was sent or will be."""
    if message.due.about is None:
        return ()
    since = message.due.about.since
    asked = _asked(message, outbox)
    return tuple(sorted({said.on for said in asked if said.on >= since and not said.is_cancelled}))
