"""The agenda of a meeting, made from the data: each item with the reason why it is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competences.enums import GapKind
from competences.rules.gaps import FAR_APART, Gap, one_each
from placements.enums import Workload

SIDE_BY_SIDE = 6  # more competences than this, one by one, do not fit in an hour
# Gaps that are talked about together: kind -> the item's address in the page.
GROUPS = {
    GapKind.GOAL_UNTOUCHED: "goals",
    GapKind.NEVER_CAME_UP: "not-yet",
    GapKind.NO_EVIDENCE: "not-shown",
    GapKind.STANDSTILL: "still",
}
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
    """What the agenda is made from. `topics` widest first; `gaps` as the meeting opened, and
    `gaps_now`; `noted` are the items with a note; `planned_by_now` counts the plan's days until
    the meeting; `shortening` are the days that a proposal on the table takes off."""

    student: str
    topics: Sequence[Topic]
    gaps: Sequence[Gap]
    gaps_now: Sequence[Gap]
    noted: Collection[str]
    open_actions: int
    days_logged: Decimal
    planned_by_now: Decimal
    workloads: Sequence[int]
    shortening: int | None


@dataclass(frozen=True)
class AgendaItem:
    """`key` is the item's address in the page; `competence` the one it is about, if one;
    `settled` is true when the reason has gone during the meeting; `gaps` are those it is about."""

    key: str
    title: str
    reason: str
    competence: int | None = None
    settled: bool = False
    gaps: tuple[Gap, ...] = ()


def agenda(facts: AgendaFacts) -> list[AgendaItem]:
    return [
        AgendaItem("wellbeing", _("How is it going?"), _wellbeing(facts.workloads)),
        *_competences(facts.topics),
        *_groups(facts),
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


def _groups(facts: AgendaFacts) -> Iterable[AgendaItem]:
    """What is missing, kind by kind; a competence that has its own item is not named again."""
    alone = {topic.competence for topic in facts.topics}
    found = [gap for gap in facts.gaps if gap.kind in GROUPS]
    goals = [gap for gap in found if gap.kind == GapKind.GOAL_UNTOUCHED]
    others = [gap for gap in found if gap not in goals and gap.competence not in alone]
    named = [*goals, *one_each(others)]
    for kind, key in GROUPS.items():
        mine = tuple(gap for gap in named if gap.kind == kind)
        if mine or key in facts.noted:
            left = {(gap.kind, gap.competence, gap.goal) for gap in facts.gaps_now}
            yield AgendaItem(
                key,
                _title(kind),
                _together(kind, len(mine)) if mine else _("settled meanwhile"),
                settled=not any((gap.kind, gap.competence, gap.goal) in left for gap in mine),
                gaps=mine,
            )


def _title(kind: GapKind) -> str:
    return {
        GapKind.GOAL_UNTOUCHED: _("Goals that lie still"),
        GapKind.NEVER_CAME_UP: _("What did not come up yet"),
        GapKind.NO_EVIDENCE: _("Said, and not shown yet"),
        GapKind.STANDSTILL: _("What stands still"),
    }[kind]


def _together(kind: GapKind, count: int) -> str:
    texts = {
        GapKind.GOAL_UNTOUCHED: ngettext(
            "nothing happened on %(n)s goal for some weeks",
            "nothing happened on %(n)s goals for some weeks",
            count,
        ),
        GapKind.NEVER_CAME_UP: ngettext(
            "%(n)s competence has not been seen at the workplace",
            "%(n)s competences have not been seen at the workplace",
            count,
        ),
        GapKind.NO_EVIDENCE: ngettext(
            "%(n)s competence has a level and nothing that shows it",
            "%(n)s competences have a level and nothing that shows it",
            count,
        ),
        GapKind.STANDSTILL: ngettext(
            "about %(n)s competence nothing new was said for some time",
            "about %(n)s competences nothing new was said for some time",
            count,
        ),
    }
    return texts[kind] % {"n": count}


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
                "planned": number_format(facts.planned_by_now.normalize()),
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
