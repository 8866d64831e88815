"""Who needs the coach, and why: open rules over days, answers and meetings, never reflections.

`rules.ranking` says each of them in plain words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from competences.rules.gaps import FAR_APART
from placements.enums import Attention, BoardTab, TrialogueKind, WindowState, Workload
from placements.rules.attention_facts import Facts, Rank, Reason
from placements.rules.attention_papers import actions, agreement, onboarding, report
from placements.rules.plan import date_of_day, quiet_since, total
from placements.rules.pulses import out_of_balance
from placements.rules.windows import windows
from placements.rules.working_days import working_days_between

DRIFT_FROM = Decimal(1)  # workplace days that the plan can no longer make up
TOGETHER = {
    Attention.MENTOR_SILENCE: BoardTab.SILENCE,
    Attention.AGREEMENT: BoardTab.PAPERS,
    Attention.REPORT: BoardTab.PAPERS,
    Attention.ONBOARDING: BoardTab.PAPERS,
    Attention.GOALS: BoardTab.DRIFT,
}


def tab_of(kind: Attention) -> BoardTab:
    """Under which tab of the board a kind of reason stands."""
    return TOGETHER.get(kind) or BoardTab(kind.value)


def attention(facts: Facts) -> list[Reason]:
    """Why this student needs the coach today, the most urgent first; empty when all goes well."""
    rules = (
        talk,
        decision,
        silence,
        window,
        mentor_silence,
        agreement,
        wellbeing,
        drift,
        apart,
        report,
        actions,
        goals,
        onboarding,
        ready,
    )
    found = [reason for rule in rules for reason in rule(facts)]
    return sorted(found, key=lambda reason: (reason.rank, -reason.waited))


def talk(facts: Facts) -> Iterable[Reason]:
    """The student asks to be heard by the coach alone: before all else, and never any words."""
    if facts.talk_since is None:
        return
    waited = (facts.today - facts.talk_since).days
    yield Reason(
        Attention.TALK,
        Rank.TALK,
        _("Asks to talk to you"),
        _("Only you and %(name)s know of this.") % {"name": facts.student},
        waited,
    )


def decision(facts: Facts) -> Iterable[Reason]:
    if facts.proposal is None or not facts.proposal.advised:
        return
    waited = (facts.today - facts.proposal.since).days
    yield Reason(
        Attention.DECISION,
        Rank.DECISION,
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
        Rank.SILENCE,
        ngettext("%(n)s planned day not logged", "%(n)s planned days not logged", len(dates))
        % {"n": len(dates)},
        _("It has been silent for %(n)s days.") % {"n": waited}
        if facts.days
        else _("Nothing has been logged since the start."),
        waited,
        asks=(Role.STUDENT,),
    )


def window(facts: Facts) -> Iterable[Reason]:
    logged = facts.days_logged
    for one in windows(facts.policy):
        state = one.state(logged, facts.trialogues)
        assessment = one.kind == TrialogueKind.ASSESSMENT
        is_due = state in {WindowState.OPEN, WindowState.OVERDUE}
        if is_due and (choosing := facts.choosing.get(one.kind)):
            yield Reason(
                Attention.WINDOW,
                Rank.WINDOW_OPEN,
                _("Looking for a moment for the assessment meeting")
                if assessment
                else _("Looking for a moment for the trialogue"),
                f"{capfirst(choosing.state)}.",
                int(logged) - one.from_day,
                choosing=choosing,
            )
        elif state == WindowState.OVERDUE:
            yield Reason(
                Attention.WINDOW,
                Rank.WINDOW_PASSED,
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
                Rank.WINDOW_OPEN,
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
        Rank.MENTOR_SILENCE,
        _("%(name)s has been silent for %(n)s days") % {"name": facts.mentor, "n": waited},
        ngettext(
            "%(n)s day waits for the mentor's confirmation.",
            "%(n)s days wait for the mentor's confirmation.",
            len(waiting),
        )
        % {"n": len(waiting)},
        waited,
        asks=(Role.MENTOR,),
    )


def wellbeing(facts: Facts) -> Iterable[Reason]:
    found = out_of_balance([day.workload for day in facts.days if day.workload is not None])
    if found is None:
        return
    yield Reason(
        Attention.WELLBEING,
        Rank.WELLBEING,
        _("Three times in a row too little work")
        if found == Workload.LIGHT
        else _("Three times in a row too much work"),
        _("%(name)s said so with the last three days.") % {"name": facts.student},
        asks=(Role.STUDENT,),
    )


def apart(facts: Facts) -> Iterable[Reason]:
    if facts.apart is None or facts.apart.levels < FAR_APART:
        return
    levels = facts.apart.levels
    yield Reason(
        Attention.APART,
        Rank.APART,
        ngettext("The voices are %(n)s level apart", "The voices are %(n)s levels apart", levels)
        % {"n": levels},
        facts.apart.name,
        waited=levels,
        said=facts.apart.said,
    )


def drift(facts: Facts) -> Iterable[Reason]:
    """Days that are missing even when every planned day from now on is worked."""
    to_come = total(facts.to_come)
    short = Decimal(facts.required) - facts.days_logged - to_come
    if short < DRIFT_FROM or facts.starts_on > facts.today:
        return
    if facts.today > facts.ends_on:
        title = ngettext(
            "The period is over and %(n)s day is missing",
            "The period is over and %(n)s days are missing",
            _plural(short),
        ) % {"n": _number(short)}
    elif facts.behind > 0:
        title = ngettext(
            "Runs %(n)s day behind the plan",
            "Runs %(n)s days behind the plan",
            _plural(facts.behind),
        ) % {"n": _number(facts.behind)}
    else:
        title = ngettext(
            "The plan holds %(n)s day too few", "The plan holds %(n)s days too few", _plural(short)
        ) % {"n": _number(short)}
    yield Reason(
        Attention.DRIFT,
        Rank.DRIFT,
        title,
        _("When every planned day is worked, it ends at %(reached)s of %(required)s days.")
        % {"reached": _number(facts.days_logged + to_come), "required": facts.required},
        int(short),
        asks=(Role.STUDENT,),
    )


def goals(facts: Facts) -> Iterable[Reason]:
    """Goals of the Talent lab on which nothing happened for weeks, or which nothing shows."""
    if facts.goals:
        title = ngettext(
            "Nothing happens on %(n)s goal", "Nothing happens on %(n)s goals", len(facts.goals)
        ) % {"n": len(facts.goals)}
        detail = _("It has been quiet around it for %(n)s days.") % {"n": max(facts.goals)}
    elif facts.unshown:
        title = ngettext(
            "Nothing shows %(n)s goal yet", "Nothing shows %(n)s goals yet", facts.unshown
        ) % {"n": facts.unshown}
        detail = _("A level was said, and no day, file, link or feedback stands behind it.")
    else:
        return
    yield Reason(
        Attention.GOALS,
        Rank.GOALS,
        title,
        detail,
        max(facts.goals, default=0),
        asks=(Role.STUDENT,),
    )


def ready(facts: Facts) -> Iterable[Reason]:
    if facts.ready:
        yield Reason(
            Attention.READY,
            Rank.READY,
            _("Ready to finalise"),
            _("Days, ratings and signatures are complete."),
        )


def _number(days: Decimal) -> str:
    return number_format(days.normalize())


def _plural(days: Decimal) -> int:
    """Half a day more than one reads as more than one."""
    return 1 if days == 1 else 2
