"""The agenda of a meeting, made from the data: each item with the reason why it is there.

First how it goes and what was agreed, then what the three put on it themselves, then what the
data shows, and at the end what must be decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competences.enums import GapKind
from competences.rules.gaps import FAR_APART, Gap, one_each
from placements.rules.pulses import Pulse, wellbeing_in_words
from placements.rules.time_boxes import time_boxes

SIDE_BY_SIDE = 6  # more competences than this, one by one, do not fit in an hour
# Gaps that are talked about together: kind -> the item's address in the page.
GROUPS = {
    GapKind.GOAL_UNTOUCHED: "goals",
    GapKind.NEVER_CAME_UP: "not-yet",
    GapKind.NO_EVIDENCE: "not-shown",
    GapKind.STANDSTILL: "still",
}
UNSHOWN = "unshown"
DECISIONS = "decisions"
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
class Point:
    """What one of the three (`person` is the id, `name` the first name) put on the agenda."""

    pk: int
    text: str
    role: str
    person: int
    name: str


@dataclass(frozen=True)
class Decision:
    """What waits for a decision: what it is, and the fact that makes it one."""

    title: str
    reason: str
    settled: bool = False


@dataclass(frozen=True)
class AgendaFacts:
    """What the agenda is made from. `topics` widest first; `gaps` as the meeting opened, and
    `gaps_now`; `unshown` are goals (ids) that nothing shows, likewise; `noted` are the items with
    a note; `planned_by_now` counts the plan's days until the meeting; `pulses` the last days, the
    oldest first; `shortening` are the days that a proposal on the table takes off."""

    student: str
    topics: Sequence[Topic]
    gaps: Sequence[Gap]
    gaps_now: Sequence[Gap]
    noted: Collection[str]
    open_actions: int
    days_logged: Decimal
    planned_by_now: Decimal
    pulses: Sequence[Pulse]
    shortening: int | None
    unshown: Sequence[int] = ()
    unshown_now: Collection[int] = ()
    points: Sequence[Point] = ()
    decisions: Sequence[Decision] = ()
    minutes: int = 60


@dataclass(frozen=True)
class AgendaItem:
    """`key` is the item's address in the page; `competence` the one it is about, if one;
    `settled` is true when the reason has gone during the meeting; `gaps` and `goals` (ids) are
    those it is about; `point` is who added it; `minutes` how long it may take."""

    key: str
    title: str
    reason: str
    competence: int | None = None
    settled: bool = False
    gaps: tuple[Gap, ...] = ()
    goals: tuple[int, ...] = ()
    point: Point | None = None
    minutes: int = 0


def agenda(facts: AgendaFacts) -> list[AgendaItem]:
    """All items in their order, with the minutes of the meeting shared out among them."""
    items = [
        AgendaItem("wellbeing", _("How is it going?"), wellbeing_in_words(facts.pulses)),
        *_actions(facts.open_actions),
        *_points(facts.points),
        *_competences(facts.topics),
        *_groups(facts),
        *_unshown(facts),
        *_days(facts),
        *_decisions(facts.decisions),
        *_shortening(facts),
        AgendaItem(CLOSING, _("Read what was agreed"), _("and all three sign off")),
    ]
    boxes = time_boxes([_weight(item, facts.topics) for item in items], facts.minutes)
    return [replace(item, minutes=box) for item, box in zip(items, boxes, strict=True)]


def _weight(item: AgendaItem, topics: Sequence[Topic]) -> int:
    """How much time an item asks beside the others; five is the ordinary measure."""
    if item.key == SHORTENING:
        return 10
    far = {topic.competence for topic in topics if topic.apart_then >= FAR_APART}
    return 8 if item.competence in far else 5


def apart_in_words(levels: int) -> str:
    return ngettext("%(n)d level apart", "%(n)d levels apart", levels) % {"n": levels}


def _points(points: Sequence[Point]) -> Iterable[AgendaItem]:
    for point in points:
        reason = _("added by %(name)s") % {"name": point.name}
        yield AgendaItem(f"p{point.pk}", point.text, reason, point=point)


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


def _unshown(facts: AgendaFacts) -> Iterable[AgendaItem]:
    """Goals of the Talent lab without evidence; one that lies still has been named already."""
    still = {gap.goal for gap in facts.gaps if gap.kind == GapKind.GOAL_UNTOUCHED}
    goals = tuple(goal for goal in facts.unshown if goal not in still)
    if goals or UNSHOWN in facts.noted:
        reason = ngettext(
            "nothing shows %(n)s goal yet", "nothing shows %(n)s goals yet", len(goals)
        )
        yield AgendaItem(
            UNSHOWN,
            _("Goals without evidence"),
            reason % {"n": len(goals)} if goals else _("settled meanwhile"),
            settled=not set(goals) & set(facts.unshown_now),
            goals=goals,
        )


def _decisions(decisions: Sequence[Decision]) -> Iterable[AgendaItem]:
    if decisions:
        reason = ngettext(
            "%(n)s thing is not decided", "%(n)s things are not decided", len(decisions)
        )
        yield AgendaItem(
            DECISIONS,
            _("What must be decided"),
            reason % {"n": len(decisions)},
            settled=all(one.settled for one in decisions),
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
    if abs(facts.planned_by_now - facts.days_logged) >= 1:
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
