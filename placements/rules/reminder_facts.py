"""What the rules of reminders look at, and what they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from accounts.enums import Channel
from placements.enums import DayState
from placements.rules.moments import has_answered
from placements.rules.plan import PlanFacts, PlannedDay, Span
from placements.rules.reminder_rules import STANDARD, Setting, resolved
from placements.rules.working_days import shift_working_days

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import (
        Agreement,
        Placement,
        PlacementPolicy,
        ShorteningProposal,
        Trialogue,
        TrialogueAction,
    )


@dataclass(frozen=True)
class Escalated:
    """What was asked before somebody else hears of it: the reminder's rule, subject and role, and
    the date from which on it was asked; `person` where it was not asked of who has the role."""

    rule: str
    subject: str
    to: str
    since: dt.date
    person: User | None = None


@dataclass(frozen=True)
class Occasion:
    """Something waits for who speaks in role `to`: its moment has come, and it is not done.

    `moment` is what the offset of a rule counts from; `counted` answers the date of the first
    reminder where that is more than counting on from it. Said once, it is not said again within
    `pause` (None: never); how often it repeats is for the rule. `person` is set where another one
    than who has the role is asked.
    """

    rule: str
    subject: str
    to: str
    moment: dt.date
    context: Mapping[str, Any] = field(default_factory=dict)
    page: tuple[str, int] | None = None
    pause: dt.timedelta | None = None
    counted: Callable[[int], dt.date] | None = None
    person: User | None = None

    def first(self, offset: int) -> dt.date:
        if self.counted is not None:
            return self.counted(offset)
        return shift_working_days(self.moment, offset)


@dataclass(frozen=True)
class Due:
    """Something to say about `subject` to who speaks in role `to`, from `due_on` on.

    `context`: plain values for the words, `page`: (URL name, key) where it is done. It is not
    said again within `pause` of the last time; None: never again, whatever its date. `words`
    are the programme's own, by language; `about` is set on an escalation: whom it is about;
    `person` where another one than who has the role hears it.
    """

    rule: str
    subject: str
    to: str
    due_on: dt.date
    context: Mapping[str, Any] = field(default_factory=dict)
    page: tuple[str, int] | None = None
    pause: dt.timedelta | None = None
    channel: str = Channel.MAIL
    words: Mapping[str, str] = field(default_factory=dict)
    about: Escalated | None = None
    person: User | None = None

    def was_said(self, said_on: Collection[dt.date]) -> bool:
        """`said_on`: due dates for which this person heard this about this subject."""
        if self.pause is None:
            return bool(said_on)
        return any(self.due_on - date < self.pause for date in said_on)


class Entry(NamedTuple):
    """A logged day. `since`: from when it is in this state; half days have portion 0.5."""

    pk: int
    date: dt.date
    portion: Decimal
    state: str
    logged_on: dt.date
    since: dt.date
    correction_asked: bool = False


@dataclass(frozen=True)
class OpenReport:
    """The report of a meeting that took place, in the version that waits for sign-offs: since when,
    and the roles that gave theirs."""

    trialogue: int
    version: int
    held_on: dt.date
    since: dt.date
    signed: Collection[str]


@dataclass(frozen=True)
class Asking:
    """Moments proposed for a meeting. `suits`: what student and mentor of today said of each
    moment (None: nothing yet), `refused`: the roles for whom none will do."""

    proposal: int
    kind: str
    is_move: bool
    proposed_on: dt.date
    starts: Sequence[dt.datetime]
    suits: Mapping[str, Sequence[bool | None]]
    refused: Collection[str]

    def waits_for(self, role: str, now: dt.datetime) -> bool:
        """Only while one of the moments is to come."""
        to_come = [
            suits
            for starts_at, suits in zip(self.starts, self.suits[role], strict=True)
            if starts_at > now
        ]
        return bool(to_come) and role not in self.refused and not has_answered(to_come)


@dataclass(frozen=True)
class Facts:
    """All that is looked at for one open placement; its people are loaded, nothing is fetched.

    `entries` in the order in which they were logged; `actions` were agreed and not done;
    `signed`: roles that signed `agreement`; `reports` wait for sign-offs, `asking` are the moments
    that wait for answers; `changed`: what the programme changed about reminders.
    """

    placement: Placement
    policy: PlacementPolicy
    required: int
    plan: PlanFacts
    entries: Sequence[Entry] = ()
    trialogues: Sequence[Trialogue] = ()
    actions: Sequence[TrialogueAction] = ()
    agreement: Agreement | None = None
    signed: Collection[str] = ()
    proposal: ShorteningProposal | None = None
    reports: Sequence[OpenReport] = ()
    asking: Sequence[Asking] = ()
    changed: Mapping[tuple[str, str], Setting] = field(default_factory=dict)

    def setting(self, rule: str, to: str) -> Setting:
        """How this programme reminds of `rule`, with the numbers of this course unit."""
        return resolved(self.changed, (rule, to), self.policy)

    @property
    def planned(self) -> list[PlannedDay]:
        """The days of the plan: all of them, which takes its time."""
        return list(self.plan.days())

    @property
    def away(self) -> Sequence[Span]:
        return self.plan.away

    @property
    def counted(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state != DayState.RETURNED]

    @property
    def days_logged(self) -> Decimal:
        return sum((entry.portion for entry in self.counted), Decimal(0))

    @property
    def subject(self) -> str:
        return f"placements.placement:{self.placement.pk}"


@dataclass(frozen=True)
class ProgrammeFacts:
    """The agreements of one programme's open placements that are out for signature: the date on
    which each was sent and the name of its student, the oldest first."""

    programme: int
    sent: Sequence[tuple[dt.date, str]]
    changed: Mapping[tuple[str, str], Setting] = field(default_factory=dict)

    def setting(self, rule: str, to: str) -> Setting:
        return self.changed.get((rule, to), STANDARD[rule, to].standard)
