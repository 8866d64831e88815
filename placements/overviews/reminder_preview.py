"""Who would get what on a date, from the facts of today: computed as the sweep does, never written.

A sweep comes every day, so what was due before that date has been said by then; on it only what
falls on it is new.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts import reminders
from accounts.enums import Channel, MailPace
from accounts.models import MutedRule, User
from competences.models import Programme
from config import clock
from placements.overviews.reminder_messages import (
    Message,
    chunks,
    of_placements,
    of_programmes,
    open_placements,
    said_about,
    unsaid,
    was_said,
)

FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Coming:
    """A reminder as the rules find it: to whom, by which rule, about whom (a student, a group)."""

    person: User
    rule: str
    name: str = ""
    by_sms: bool = False
    tells_on: bool = False


@dataclass(frozen=True)
class Foretold:
    """One line of the preview: a reminder, and what its reader's choices make of it."""

    coming: Coming
    is_muted: bool

    @property
    def about(self) -> str:
        rule = reminders.rule(self.coming.rule)
        return str(rule.about or rule.group.label)

    @property
    def waits_for_friday(self) -> bool:
        is_legal = reminders.rule(self.coming.rule).legal
        return self.coming.person.pace == MailPace.WEEKLY and not (is_legal or self.coming.by_sms)


@dataclass
class Post:
    """What one person would get."""

    person: User
    lines: list[Foretold] = field(default_factory=list)


def foretell(programme: Programme, date: dt.date, others: Iterable[Coming] = ()) -> list[Post]:
    """By person, in the order of their names; `others` is what other apps compute. A handful of
    queries for every few hundred placements, whatever is found."""
    found = [*map(_of, _messages(programme, date)), *others]
    muted = set(
        MutedRule.objects.filter(person__in={one.person.pk for one in found}).values_list(
            "person", "rule"
        )
    )
    posts: dict[int, Post] = {}
    for one in found:
        rule = reminders.rule(one.rule)
        line = Foretold(one, not rule.legal and (one.person.pk, rule.group) in muted)
        posts.setdefault(one.person.pk, Post(one.person)).lines.append(line)
    return sorted(posts.values(), key=lambda post: (post.person.last_name, post.person.first_name))


def _messages(programme: Programme, date: dt.date) -> list[Message]:
    today, keys = clock.today(), [programme.pk]
    with clock.at(date if date > today else clock.now()) as now:
        found = [
            message
            for chunk in chunks(open_placements(keys))
            for message in of_placements(chunk, now)
        ]
        found += of_programmes(now, keys)
    if date <= today:
        return unsaid(found, today)
    new = [message for message in found if message.due.due_on == date]
    outbox = said_about(new)
    return [message for message in new if not was_said(message, outbox)]


def _of(message: Message) -> Coming:
    return Coming(
        person=message.recipient,
        rule=message.due.rule,
        name=message.context.get("student", ""),
        by_sms=message.due.channel == Channel.SMS and bool(message.recipient.mobile),
        tells_on=message.due.about is not None,
    )
