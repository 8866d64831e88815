"""The sweep: what the rules say is due goes into the outbox, each thing once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, reverse

from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import Notification, User
from competences.actions import goal_reminders
from competences.models import Programme
from config import clock
from placements.calendar import invitation
from placements.models import Placement, Trialogue
from placements.overviews.reminders import facts_of, programme_facts, recipients
from placements.rules.reminder_facts import Due, Escalated
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

    @property
    def url(self) -> str:
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


def collect(now: dt.datetime) -> int:
    """Write what is due at `now` for all open placements; answers how many are new.

    Safe to run at any rhythm and with others at the same time: the due dates follow from the
    facts, and the outbox keeps one row per rule, subject, person and due date.
    """
    with clock.at(now):
        written = sum(_write(_of_placements, chunk, now) for chunk in _chunks())
        return written + _write(_of_programmes, [], now) + goal_reminders.collect(now)


def pending(now: dt.datetime) -> Iterator[Message]:
    """What `collect` would write, without writing it."""
    with clock.at(now):
        for chunk in _chunks():
            yield from _unsaid(_of_placements(chunk, now))
        yield from _unsaid(_of_programmes([], now))


def _chunks() -> Iterator[list[int]]:
    keys = list(Placement.objects.open().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


@transaction.atomic
def _write(
    find: Callable[[list[int], dt.datetime], list[Message]], keys: list[int], now: dt.datetime
) -> int:
    return sum(_say(message) for message in _unsaid(find(keys, now)))


def _say(message: Message) -> bool:
    said = notify(
        message.due.rule,
        subject=message.due.subject,
        recipient=message.recipient,
        due_on=message.due.due_on,
        context={**message.due.context, **message.context, "to": message.due.to},
        url=message.url,
        calendar=message.calendar,
    )
    return said is not None


def _unsaid(messages: list[Message]) -> list[Message]:
    """Without what these people heard before; one query."""
    said: dict[tuple[str, str, int], list[dt.date]] = defaultdict(list)
    subjects = {message.due.subject for message in messages}
    rows = Notification.objects.filter(subject__in=subjects).values_list(
        "rule", "subject", "recipient_id", "due_on"
    )
    for rule, subject, person, date in rows:
        said[rule, subject, person].append(date)
    return [
        message
        for message in messages
        if not message.due.was_said(
            said[message.due.rule, message.due.subject, message.recipient.pk]
        )
    ]


def _of_placements(keys: list[int], now: dt.datetime) -> list[Message]:
    return [
        Message(one, person, _about(facts.placement), facts.placement, facts.trialogues)
        for facts in facts_of(keys)
        for one in due(facts, now)
        for person in facts.placement.people(Role(one.to))
        if person.is_active
    ]


def _about(placement: Placement) -> dict[str, Any]:
    return {"placement": placement.pk, "student": placement.student.get_full_name()}


def _of_programmes(_keys: list[int], now: dt.datetime) -> list[Message]:
    dues = {
        facts.programme: one for facts in programme_facts() for one in due_for_programme(facts, now)
    }
    programmes = Programme.objects.filter(pk__in=dues).prefetch_related("coordinators")
    return [
        Message(dues[programme.pk], person, {"programme": programme.pk})
        for programme in programmes
        for person in programme.coordinators.all()
        if person.is_active
    ]
