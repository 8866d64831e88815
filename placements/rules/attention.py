"""Who needs the coach, and why: open rules over days, answers and meetings, never reflections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competences.rules.gaps import FAR_APART
from placements.enums import Attention, TrialogueKind, WindowState, Workload
from placements.rules.agenda import out_of_balance
from placements.rules.plan import PlannedDay, Span, date_of_day, quiet_since
from placements.rules.windows import windows
from placements.rules.working_days import working_days_between

if TYPE_CHECKING:
    from placements.models import PlacementPolicy, Trialogue


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
class Facts:
    """All that is looked at for one placement. `days` (counted ones) and `planned` in order of
    date; `overdue` are the due dates of agreed actions that nobody finished; nobody was silent
    before `mentor_since`, nor while `away`."""

    today: dt.date
    policy: PlacementPolicy
    student: str
    mentor: str
    starts_on: dt.date
    planned: Sequence[PlannedDay]
    days: Sequence[DayFact]
    trialogues: Sequence[Trialogue]
    agreement_signed: bool
    apart: Apart | None = None
    proposal: Proposal | None = None
    overdue: Sequence[dt.date] = ()
    ready: bool = False
    mentor_since: dt.date = dt.date.min
    away: Sequence[Span] = ()

    @property
    def days_logged(self) -> Decimal:
        return sum((day.portion for day in self.days), Decimal(0))


@dataclass(frozen=True)
class Reason:
    """Why now, in words. `kind` groups it; `rank` (lower first), then `waited` days, order it."""

    kind: Attention
    rank: int
    title: str
    detail: str = ""
    waited: int = 0
    said: tuple[tuple[str, str], ...] = ()
    late: bool = False


def attention(facts: Facts) -> list[Reason]:
    """Why this student needs the coach today, the most urgent first; empty when all goes well."""
    rules = (decision, silence, window, mentor_silence, agreement, wellbeing, apart, actions, ready)
    found = [reason for rule in rules for reason in rule(facts)]
    return sorted(found, key=lambda reason: (reason.rank, -reason.waited))


def decision(facts: Facts) -> Iterable[Reason]:
    if facts.proposal is None or not facts.proposal.advised:
        return
    waited = (facts.today - facts.proposal.since).days
    yield Reason(
        Attention.DECISION,
        10,
        ngettext(
            "Has waited %(n)s day for your decision",
            "Has waited %(n)s days for your decision",
            waited,
        )
        % {"n": waited}
        if waited
        else _("Waits for your decision"),
        _("A proposal to go from %(before)s to %(after)s days; the mentor gave advice.")
        % {"before": facts.proposal.before, "after": facts.proposal.after},
        waited,
    )


def missed(facts: Facts) -> list[dt.date]:
    """Planned dates since the last logged day on which nothing was logged; today still can be."""
    last = facts.days[-1].date if facts.days else facts.starts_on - dt.timedelta(days=1)
    return [day.date for day in facts.planned if last < day.date < facts.today]


def silence(facts: Facts) -> Iterable[Reason]:
    """Silent for the policy's number of working days, while the plan had days; the time that
    somebody is away is no silence."""
    dates = missed(facts)
    last = facts.days[-1].date if facts.days else facts.starts_on - dt.timedelta(days=1)
    since = quiet_since(facts.away, last, facts.today)
    if not dates or since is None:
        return
    quiet = working_days_between(since, facts.today - dt.timedelta(days=1))
    if quiet < facts.policy.silence_after_working_days:
        return
    waited = (facts.today - since).days
    yield Reason(
        Attention.SILENCE,
        20,
        ngettext("%(n)s planned day not logged", "%(n)s planned days not logged", len(dates))
        % {"n": len(dates)},
        _("It has been silent for %(n)s days.") % {"n": waited}
        if facts.days
        else _("Nothing has been logged since the start."),
        waited,
    )


def window(facts: Facts) -> Iterable[Reason]:
    logged = facts.days_logged
    for one in windows(facts.policy):
        state = one.state(logged, facts.trialogues)
        assessment = one.kind == TrialogueKind.ASSESSMENT
        if state == WindowState.OVERDUE:
            yield Reason(
                Attention.WINDOW,
                30,
                _("The assessment meeting should have taken place")
                if assessment
                else _("The trialogue should have taken place"),
                _("Day %(day)s has passed and no moment was chosen.") % {"day": one.by_day},
                int(logged) - one.by_day,
                late=True,
            )
        elif state == WindowState.OPEN:
            yield Reason(
                Attention.WINDOW,
                80,
                _("The window for the assessment meeting is open")
                if assessment
                else _("The window for the trialogue is open"),
                _closes(facts, one.by_day),
                int(logged) - one.from_day,
            )


def _closes(facts: Facts, by_day: int) -> str:
    worked = [(day.date, day.portion) for day in facts.days]
    last = worked[-1][0] if worked else facts.starts_on
    later = [day for day in facts.planned if day.date > max(last, facts.today)]
    closes = date_of_day(by_day, worked, later)
    if closes is None:
        return _("It closes at day %(day)s.") % {"day": by_day}
    return _("It closes at day %(day)s, around %(date)s.") % {
        "day": by_day,
        "date": date_format(closes, "j F"),
    }


def mentor_silence(facts: Facts) -> Iterable[Reason]:
    waiting = [day for day in facts.days if day.waiting]
    if not waiting:
        return
    since = max(min(day.logged_on for day in waiting), facts.mentor_since)
    limit = facts.policy.mentor_silence_after_working_days
    if working_days_between(since, facts.today) <= limit:
        return
    waited = (facts.today - since).days
    yield Reason(
        Attention.MENTOR_SILENCE,
        40,
        _("%(name)s has been silent for %(n)s days") % {"name": facts.mentor, "n": waited},
        ngettext(
            "%(n)s day waits for the mentor's confirmation.",
            "%(n)s days wait for the mentor's confirmation.",
            len(waiting),
        )
        % {"n": len(waiting)},
        waited,
    )


def agreement(facts: Facts) -> Iterable[Reason]:
    if facts.agreement_signed or facts.starts_on > facts.today:
        return
    waited = (facts.today - facts.starts_on).days
    yield Reason(
        Attention.AGREEMENT,
        45,
        _("Started without a signed agreement"),
        _("The placement began on %(date)s.") % {"date": date_format(facts.starts_on, "j F")},
        waited,
    )


def wellbeing(facts: Facts) -> Iterable[Reason]:
    found = out_of_balance([day.workload for day in facts.days if day.workload is not None])
    if found is None:
        return
    yield Reason(
        Attention.WELLBEING,
        50,
        _("Three times in a row too little work")
        if found == Workload.LIGHT
        else _("Three times in a row too much work"),
        _("%(name)s said so with the last three days.") % {"name": facts.student},
    )


def apart(facts: Facts) -> Iterable[Reason]:
    if facts.apart is None or facts.apart.levels < FAR_APART:
        return
    levels = facts.apart.levels
    yield Reason(
        Attention.APART,
        60,
        ngettext("The voices are %(n)s level apart", "The voices are %(n)s levels apart", levels)
        % {"n": levels},
        facts.apart.name,
        waited=levels,
        said=facts.apart.said,
    )


def actions(facts: Facts) -> Iterable[Reason]:
    late = [due for due in facts.overdue if due < facts.today]
    if not late:
        return
    yield Reason(
        Attention.ACTIONS,
        70,
        ngettext(
            "%(n)s agreed action is past its date",
            "%(n)s agreed actions are past their date",
            len(late),
        )
        % {"n": len(late)},
        _("The oldest was due on %(date)s.") % {"date": date_format(min(late), "j F")},
        (facts.today - min(late)).days,
    )


def ready(facts: Facts) -> Iterable[Reason]:
    if facts.ready:
        yield Reason(
            Attention.READY,
            90,
            _("Ready to finalise"),
            _("Days, ratings and signatures are complete."),
        )
