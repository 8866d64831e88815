"""The agenda of a meeting, made from the data: each item with the reason why it is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.enums import Workload

SIDE_BY_SIDE = 6  # more competences than this, one by one, do not fit in an hour
FAR_APART = 2
IN_A_ROW = 3
SHORTENING = "shortening"
CLOSING = "close"  # the last item; it also takes notes on the meeting as a whole


@dataclass(frozen=True)
class Topic:
    """A competence on which voices differ: levels apart when the meeting opened, and now."""

    competence: int
    name: str
    apart_then: int
    apart_now: int


@dataclass(frozen=True)
class AgendaFacts:
    """What the agenda is made from. `topics` widest first; `planned_by_now` counts the plan's
    days until the meeting; `shortening` are the days that a proposal on the table takes off."""

    student: str
    topics: Sequence[Topic]
    never_came_up: int
    open_actions: int
    days_logged: Decimal
    planned_by_now: int
    workloads: Sequence[int]
    shortening: int | None


@dataclass(frozen=True)
class AgendaItem:
    """`key` is the item's address in the page; `competence` the one it is about, if one;
    `settled` is true when the reason has gone during the meeting."""

    key: str
    title: str
    reason: str
    competence: int | None = None
    settled: bool = False


def agenda(facts: AgendaFacts) -> list[AgendaItem]:
    return [
        AgendaItem("wellbeing", _("How is it going?"), _wellbeing(facts.workloads)),
        *_competences(facts.topics),
        *_never_came_up(facts.never_came_up),
        *_actions(facts.open_actions),
        *_days(facts),
        *_shortening(facts),
        AgendaItem(CLOSING, _("Read what was agreed"), _("and all three sign off")),
    ]


def apart_in_words(levels: int) -> str:
    return ngettext("%(n)d level apart", "%(n)d levels apart", levels) % {"n": levels}


def out_of_balance(workloads: Sequence[int]) -> int | None:
    """The workload that the last three days had in common, when it is not the right one."""
    last = set(workloads[-IN_A_ROW:])
    if len(workloads) < IN_A_ROW or len(last) > 1 or last == {Workload.RIGHT}:
        return None
    return last.pop()


def _wellbeing(workloads: Sequence[int]) -> str:
    return {
        Workload.LIGHT: _("three days in a row too little work"),
        Workload.HEAVY: _("three days in a row too much work"),
        None: _("everybody describes one moment"),
    }[out_of_balance(workloads)]


def _competences(topics: Sequence[Topic]) -> Iterable[AgendaItem]:
    alone = [
        topic
        for place, topic in enumerate(topics)
        if place < SIDE_BY_SIDE or topic.apart_then >= FAR_APART
    ]
    for topic in alone:
        yield AgendaItem(
            f"c{topic.competence}",
            topic.name,
            apart_in_words(topic.apart_now) if topic.apart_now else _("the voices came together"),
            competence=topic.competence,
            settled=not topic.apart_now,
        )
    if more := len(topics) - len(alone):
        yield AgendaItem(
            "further",
            _("Smaller differences"),
            ngettext(
                "%(n)s more competence, one level apart",
                "%(n)s more competences, one level apart",
                more,
            )
            % {"n": more},
        )


def _never_came_up(count: int) -> Iterable[AgendaItem]:
    if count:
        yield AgendaItem(
            "not-yet",
            _("What did not come up yet"),
            ngettext(
                "%(n)s competence has not been seen at the workplace",
                "%(n)s competences have not been seen at the workplace",
                count,
            )
            % {"n": count},
        )


def _actions(count: int) -> Iterable[AgendaItem]:
    if count:
        yield AgendaItem(
            "actions",
            _("What we agreed last time"),
            ngettext("%(n)s thing is still open", "%(n)s things are still open", count)
            % {"n": count},
        )


def _days(facts: AgendaFacts) -> Iterable[AgendaItem]:
    behind = facts.planned_by_now - facts.days_logged
    if behind >= 1:
        yield AgendaItem(
            "days",
            _("Plan and days"),
            _("%(logged)s days logged, %(planned)s were planned by now")
            % {
                "logged": number_format(facts.days_logged.normalize()),
                "planned": facts.planned_by_now,
            },
        )


def _shortening(facts: AgendaFacts) -> Iterable[AgendaItem]:
    if facts.shortening:
        yield AgendaItem(
            SHORTENING,
            ngettext("%(n)s day fewer?", "%(n)s days fewer?", facts.shortening)
            % {"n": facts.shortening},
            _("proposal of %(name)s") % {"name": facts.student},
        )
