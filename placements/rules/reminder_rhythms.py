"""By when something that waits since a date is said, for every date at once: the rules' own working
days as a small table, for a query that knows none (`overviews.reminder_candidates`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from accounts.enums import Role
from placements.rules.reminder_rules import (
    ESCALATED,
    KINDS,
    MOST_BEFORE,
    Kind,
    Setting,
    resolved,
)
from placements.rules.reminders import DAY, WEEK, latest, pause_of
from placements.rules.working_days import add_working_days, next_working_day, shift_working_days

if TYPE_CHECKING:
    from placements.models import PlacementPolicy

# What waits longer is looked at every day; what is announced is never further ahead than this.
OLDEST = dt.timedelta(days=400)
FARTHEST = dt.timedelta(days=3 * MOST_BEFORE)
# Without a repetition, and between escalations: the same is not said again within this time.
PAUSES: Mapping[str, dt.timedelta] = {
    "days-not-logged": WEEK,
    "days-waiting": WEEK,
    "day-returned": DAY,
    "correction-asked": DAY,
}
# Who signs for a workplace is asked in the mentor's place, and has no role.
SIGNATORY = "signatory"


@dataclass(frozen=True)
class Rhythm:
    """How a date of speaking follows from that of waiting: `offset` working days later, then every
    `repeat` days; as an escalation `after` working days more. Of silence so many whole working days
    go by, and a planned day in them, which only the plan knows (`depends`)."""

    offset: int
    repeat: int | None = None
    after: int | None = None
    depends: bool = False

    def due_on(self, moment: dt.date, today: dt.date) -> dt.date | None:
        """The latest date on which what waits since `moment` is said, if one has come."""
        if self.depends:
            first = next_working_day(add_working_days(moment, self.offset) + DAY)
        else:
            first = shift_working_days(moment, self.offset)
        if first > today:
            return None
        if self.after is None:
            return latest(first, self.repeat, today)
        told_on = add_working_days(first, self.after)
        return told_on if told_on <= today else None


@dataclass(frozen=True)
class Line:
    """What is asked of `role` is said as `says`, about the subject and `suffix`, to `hearer`; not
    again within `pause` days (None: never again)."""

    rule: str
    role: str
    says: str
    hearer: str
    suffix: str
    rhythm: Rhythm
    pause: int | None

    @property
    def within(self) -> int | None:
        """Of silence: with a planned day in so many days after the last sign the date is exact."""
        return self.rhythm.offset if self.rhythm.depends else None


def lines(policy: PlacementPolicy, changed: Mapping[tuple[str, str], Setting]) -> Iterator[Line]:
    """All that can be said in a course unit with this policy, by a programme that changed this."""
    for kind in KINDS:
        setting = resolved(changed, kind.key, policy)
        if setting.is_on and not kind.is_report:
            yield from _lines(kind, setting, kind.audience)
            if kind.personal and kind.audience == Role.MENTOR:
                yield from _lines(kind, setting, SIGNATORY)


def _lines(kind: Kind, setting: Setting, role: str) -> Iterator[Line]:
    pause, depends = PAUSES.get(kind.rule), kind.rule == "days-not-logged"
    yield Line(
        kind.rule,
        role,
        kind.rule,
        role,
        "",
        Rhythm(setting.offset, setting.repeat, depends=depends),
        _days(pause_of(pause, setting.repeat)),
    )
    for to, after in setting.escalations():
        yield Line(
            kind.rule,
            role,
            kind.rule + ESCALATED,
            to,
            f"#{kind.audience}",
            Rhythm(setting.offset, after=after, depends=depends),
            _days(pause and max(pause, WEEK)),
        )


def _days(pause: dt.timedelta | None) -> int | None:
    return None if pause is None else pause.days


@lru_cache(maxsize=64)
def due_dates(rhythm: Rhythm, today: dt.date) -> str:
    """As an array of PostgreSQL, by moment from `OLDEST` ago to `FARTHEST` ahead: the due date, and
    "infinity" where none has come. The oldest moment stands for all before it, with today."""
    oldest, found = today - OLDEST, []
    for step in range((OLDEST + FARTHEST).days + 1):
        date = rhythm.due_on(oldest + step * DAY, today)
        found.append("infinity" if date is None else str(date if step else today))
    return "{" + ",".join(found) + "}"
