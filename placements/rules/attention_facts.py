"""What the rules of the board look at, and what they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from placements.enums import Attention
from placements.rules.plan import PlannedDay, Span, total

if TYPE_CHECKING:
    from placements.models import PlacementPolicy, Trialogue


class Rank(IntEnum):
    """What comes before what on the board; lower comes first."""

    TALK = 0
    DECISION = 10
    SILENCE = 20
    WINDOW_PASSED = 30
    MENTOR_SILENCE = 40
    AGREEMENT = 45
    WELLBEING = 50
    DRIFT = 55
    APART = 60
    REPORT = 65
    ACTIONS = 70
    GOALS = 72
    ONBOARDING = 75
    WINDOW_OPEN = 80
    READY = 90


@dataclass(frozen=True)
class DayFact:
    """A day as the rules see it; `waiting` for the mentor since `logged_on`."""

    date: dt.date
    portion: Decimal
    logged_on: dt.date
    waiting: bool
    workload: int | None


@dataclass(frozen=True)
class Proposal:
    """A shortening on which no decision was taken: from and to how many days, since when."""

    since: dt.date
    before: int
    after: int
    advised: bool


@dataclass(frozen=True)
class Apart:
    """The competence on which the voices differ most; `said` are (role, name of the level)."""

    name: str
    levels: int
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Paper:
    """Something to sign, ready since that day; `missing` are the roles that did not yet."""

    since: dt.date
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Choosing:
    """Moments are proposed for a meeting: `proposal` is their key, `state` says whose turn it is,
    such as 'waits for Griet for 2 days'."""

    proposal: int
    state: str


@dataclass(frozen=True)
class Overdue:
    """What this role took on in a meeting, by a date that has passed or not yet."""

    due_on: dt.date
    who: str = Role.STUDENT


@dataclass(frozen=True)
class Facts:
    """All that is looked at for one placement. `days` (counted ones) and `planned` in order of
    date; `overdue` are agreed actions that nobody finished; nobody was silent before
    `mentor_since`, nor while `away`.

    `required` counts days after shortenings (0: not known, so nothing is said about pace);
    `unsigned` are the roles that did not sign an agreement that is out, `signatory` is who signs
    it for the workplace in the mentor's place; `reports` and
    `onboarding` are papers with a signature missing; `goals` are the days for which nothing
    happened on each goal that is untouched, `unshown` counts goals that nothing shows;
    `compared` competences have two voices or more; `talk_since` is when a student asked to talk;
    `choosing`: kind of meeting -> the moments that are proposed for it.
    """

    today: dt.date
    policy: PlacementPolicy
    student: str
    mentor: str
    starts_on: dt.date
    planned: Sequence[PlannedDay]
    days: Sequence[DayFact]
    trialogues: Sequence[Trialogue]
    agreement_signed: bool
    unsigned: tuple[str, ...] = ()
    signatory: str = ""
    apart: Apart | None = None
    compared: int = 0
    proposal: Proposal | None = None
    overdue: Sequence[Overdue] = ()
    ready: bool = False
    mentor_since: dt.date = dt.date.min
    away: Sequence[Span] = ()
    required: int = 0
    ends_on: dt.date = dt.date.max
    reports: Sequence[Paper] = ()
    onboarding: Paper | None = None
    goals: Sequence[int] = ()
    unshown: int = 0
    talk_since: dt.date | None = None
    meets_on: dt.date | None = None
    choosing: Mapping[str, Choosing] = field(default_factory=dict)

    @property
    def days_logged(self) -> Decimal:
        return sum((day.portion for day in self.days), Decimal(0))

    @property
    def last_sign(self) -> dt.date | None:
        """The last day on which the student logged something."""
        return max((day.logged_on for day in self.days), default=None)

    @property
    def to_come(self) -> list[PlannedDay]:
        """Planned from today on, and not logged yet."""
        taken = {day.date for day in self.days}
        return [day for day in self.planned if day.date >= self.today and day.date not in taken]

    @property
    def behind(self) -> Decimal:
        """Days planned before today and not worked; below zero for who is ahead."""
        by_now = total(day for day in self.planned if day.date < self.today)
        return min(by_now, Decimal(self.required)) - self.days_logged

    def name(self, role: str) -> str:
        return {Role.STUDENT: self.student, Role.MENTOR: self.mentor, Role.COACH: _("you")}[
            Role(role)
        ]

    def names(self, roles: Iterable[str]) -> str:
        """'Amina, Griet and you', in the order of the three."""
        asked = set(roles)
        return get_text_list([self.name(role) for role in TRIAD if role in asked], _("and"))


@dataclass(frozen=True)
class Reason:
    """Why now, in words. `kind` groups it; `rank`, then `waited` days, order it. `asks` are the
    roles that can do something about it when the coach asks them; `choosing`: moments for it are
    proposed already, so that others have to answer first."""

    kind: Attention
    rank: Rank
    title: str
    detail: str = ""
    waited: int = 0
    said: tuple[tuple[str, str], ...] = ()
    late: bool = False
    asks: tuple[str, ...] = ()
    choosing: Choosing | None = None
