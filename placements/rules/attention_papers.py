"""What waits for somebody's signature, or for what somebody took on: rules of the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from placements.enums import Attention
from placements.rules.attention_facts import Facts, Rank, Reason
from placements.rules.working_days import working_days_between

REPORT_AFTER = 3  # working days after a meeting
ONBOARDING_AFTER = dt.timedelta(days=14)  # after the start


def agreement(facts: Facts) -> Iterable[Reason]:
    if facts.agreement_signed or facts.starts_on > facts.today:
        return
    waited = (facts.today - facts.starts_on).days
    named = replace(facts, mentor=facts.signatory) if facts.signatory else facts
    asked = tuple(one for one in facts.unsigned if not (facts.signatory and one == Role.MENTOR))
    yield Reason(
        Attention.AGREEMENT,
        Rank.AGREEMENT,
        _("Started without a signed agreement"),
        " ".join(
            [
                _("The placement began on %(date)s.")
                % {"date": date_format(facts.starts_on, "j F")},
                *(_waits_for(named, facts.unsigned)),
            ]
        ),
        waited,
        asks=_others(asked),
    )


def report(facts: Facts) -> Iterable[Reason]:
    """A meeting was held and its report is not signed off by all three."""
    for paper in facts.reports:
        if working_days_between(paper.since, facts.today) <= REPORT_AFTER:
            continue
        yield Reason(
            Attention.REPORT,
            Rank.REPORT,
            _("The report of a meeting is not signed off"),
            " ".join(
                [
                    _("The meeting was on %(date)s.") % {"date": date_format(paper.since, "j F")},
                    *_waits_for(facts, paper.missing),
                ]
            ),
            (facts.today - paper.since).days,
            asks=_others(paper.missing),
        )


def onboarding(facts: Facts) -> Iterable[Reason]:
    """Begun, and two weeks after the start not signed by both."""
    paper = facts.onboarding
    if paper is None or facts.today <= paper.since + ONBOARDING_AFTER:
        return
    yield Reason(
        Attention.ONBOARDING,
        Rank.ONBOARDING,
        _("The onboarding is not signed"),
        " ".join(_waits_for(facts, paper.missing)),
        (facts.today - paper.since).days,
        asks=_others(paper.missing),
    )


def actions(facts: Facts) -> Iterable[Reason]:
    late = [one for one in facts.overdue if one.due_on < facts.today]
    if not late:
        return
    oldest = min(one.due_on for one in late)
    yield Reason(
        Attention.ACTIONS,
        Rank.ACTIONS,
        ngettext(
            "%(n)s agreed action is past its date",
            "%(n)s agreed actions are past their date",
            len(late),
        )
        % {"n": len(late)},
        _("The oldest was due on %(date)s. It is up to %(names)s.")
        % {
            "date": date_format(oldest, "j F"),
            "names": facts.names(one.who for one in late),
        },
        (facts.today - oldest).days,
        asks=_others(tuple(one.who for one in late)),
    )


def _waits_for(facts: Facts, missing: tuple[str, ...]) -> list[str]:
    if not missing:
        return []
    return [_("It waits for %(names)s.") % {"names": facts.names(missing)}]


def _others(missing: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the coach can ask: everybody but themselves, each once."""
    return tuple(role for role in (Role.STUDENT, Role.MENTOR) if role in missing)
