"""What to ask next: five open rules over plain facts, and one way to choose among what they find.

The numbers are here and nowhere else; docs/decisions/0021 explains them, and `why` says them to
whoever is asked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competences.enums import GapKind
from competences.rules.voices import Said, distance

UNDER_WAY = 3  # workplace days before "it never came up" means something
APART = 1  # levels between two voices
FAR_APART = 2
QUIET_FOR = dt.timedelta(days=21)  # a goal on which nothing happened
STILL_FOR = 8  # workplace days in which no voice moved: the way to a first trialogue

# Far apart comes before all else; then what the student chose, what is missing, what is unclear.
RANK = {
    GapKind.VOICES_APART: 4,
    GapKind.GOAL_UNTOUCHED: 2,
    GapKind.NEVER_CAME_UP: 3,
    GapKind.NO_EVIDENCE: 5,
    GapKind.STANDSTILL: 6,
}
FIRST = 1
Subject = tuple[int, str, int]


@dataclass(frozen=True)
class CompetenceFacts:
    """One competence of one dossier, as one reader knows it.

    `voices`: what each role says now; `target` and the positions in it count from 0, the lowest;
    `came_up`: a voice saw it, or a day has it; `shown_by`: days, files, links and feedback behind
    it; `still_for`: workplace days since a voice said something it had not said before;
    `settled`: the coach validated it, so nothing is missing.
    """

    competence: int
    position: int
    voices: Mapping[str, Said | None]
    target: int | None = None
    came_up: bool = True
    shown_by: int = 0
    still_for: Decimal = Decimal(0)
    practised_on: dt.date | None = None
    settled: bool = False


@dataclass(frozen=True)
class GoalFacts:
    """A goal that was handed in and is still open; `competence` is the one it was written for."""

    goal: int
    quiet_for: dt.timedelta
    competence: int | None = None


@dataclass(frozen=True)
class DossierFacts:
    """`days_logged` counts workplace days, halves as 0.5; competences in the framework's order."""

    dossier: int
    days_logged: Decimal
    competences: Sequence[CompetenceFacts]
    goals: Sequence[GoalFacts] = ()


@dataclass(frozen=True)
class Gap:
    """Something to ask about. `size` is the number in its reason: levels, days, or the level's
    position; `practised_on` the last day with it, which is what people can still tell about."""

    kind: GapKind
    dossier: int
    size: Decimal
    competence: int | None = None
    goal: int | None = None
    position: int = 0
    practised_on: dt.date | None = None

    @property
    def subject(self) -> Subject:
        """What it is about, whatever the reason: (dossier, "competence" or "goal", id)."""
        if self.competence is not None:
            return about_competence(self.dossier, self.competence)
        return self.dossier, "goal", self.goal or 0

    @property
    def rank(self) -> int:
        far = self.kind == GapKind.VOICES_APART and self.size >= FAR_APART
        return FIRST if far else RANK[self.kind]


def about_competence(dossier: int, competence: int) -> Subject:
    return dossier, "competence", competence


def gaps(facts: DossierFacts) -> list[Gap]:
    """All that the five rules find in one dossier, the most telling first."""
    rules = (voices_apart, goal_untouched, never_came_up, no_evidence, standstill)
    return sorted((gap for rule in rules for gap in rule(facts)), key=_most_telling)


def voices_apart(facts: DossierFacts) -> Iterator[Gap]:
    for one in _open(facts):
        if (levels := distance(one.voices)) >= APART:
            yield _gap(GapKind.VOICES_APART, facts, one, levels)


def goal_untouched(facts: DossierFacts) -> Iterator[Gap]:
    positions = {one.competence: one.position for one in facts.competences}
    for goal in facts.goals:
        if goal.quiet_for >= QUIET_FOR:
            yield Gap(
                kind=GapKind.GOAL_UNTOUCHED,
                dossier=facts.dossier,
                size=Decimal(goal.quiet_for.days),
                goal=goal.goal,
                competence=goal.competence,
                position=positions.get(goal.competence, 0),
            )


def never_came_up(facts: DossierFacts) -> Iterator[Gap]:
    if facts.days_logged < UNDER_WAY:
        return
    for one in _open(facts):
        if not one.came_up:
            yield _gap(GapKind.NEVER_CAME_UP, facts, one, facts.days_logged)


def no_evidence(facts: DossierFacts) -> Iterator[Gap]:
    """Above the lowest level something must have been seen: what?"""
    for one in _open(facts):
        highest = _highest(one)
        if one.came_up and highest > 0 and not one.shown_by:
            yield _gap(GapKind.NO_EVIDENCE, facts, one, highest)


def standstill(facts: DossierFacts) -> Iterator[Gap]:
    for one in _open(facts):
        below = one.target is not None and _highest(one) < one.target
        if one.came_up and below and one.still_for >= STILL_FOR:
            yield _gap(GapKind.STANDSTILL, facts, one, one.still_for)


def one_each(found: Iterable[Gap]) -> list[Gap]:
    """The most telling gap of each competence and goal."""
    first: dict[Subject, Gap] = {}
    for gap in sorted(found, key=_most_telling):
        first.setdefault(gap.subject, gap)
    return list(first.values())


def pick(found: Iterable[Gap], seen: Collection[Subject] = (), limit: int = 3) -> list[Gap]:
    """At most `limit` gaps, never two about the same, none about what was `seen` lately.

    Dossiers take turns, and so do the kinds within a dossier; else the most telling comes first.
    The order of `found` makes no difference.
    """
    left = [gap for gap in one_each(found) if gap.subject not in seen]
    chosen: list[Gap] = []
    turns: Counter[tuple[int, str]] = Counter()
    while left and len(chosen) < limit:
        gap = min(
            left,
            key=lambda one: (
                turns[one.dossier, ""],
                turns[one.dossier, one.kind],
                _most_telling(one),
            ),
        )
        left.remove(gap)
        chosen.append(gap)
        turns[gap.dossier, ""] += 1
        turns[gap.dossier, gap.kind] += 1
    return chosen


def why(gap: Gap) -> str:
    """Why this is asked, as a sentence with the number that made it a question."""
    match gap.kind:
        case GapKind.VOICES_APART:
            text = ngettext(
                "This question, because the voices are %(n)s level apart.",
                "This question, because the voices are %(n)s levels apart.",
                _count(gap),
            )
        case GapKind.GOAL_UNTOUCHED:
            text = ngettext(
                "This question, because nothing happened on this goal for %(n)s day.",
                "This question, because nothing happened on this goal for %(n)s days.",
                _count(gap),
            )
        case GapKind.NEVER_CAME_UP:
            text = ngettext(
                "This question, because it did not come up in %(n)s workplace day.",
                "This question, because it did not come up in %(n)s workplace days.",
                _count(gap),
            )
        case GapKind.STANDSTILL:
            text = ngettext(
                "This question, because in %(n)s workplace day nothing new was said about it.",
                "This question, because in %(n)s workplace days nothing new was said about it.",
                _count(gap),
            )
        case _:
            text = _(
                "This question, because a level was said, and no day, file, link or feedback "
                "shows it."
            )
    return text % {"n": _number(gap)}


def reason(gap: Gap) -> str:
    """The same in a few words, for a list."""
    match gap.kind:
        case GapKind.VOICES_APART:
            text = ngettext("%(n)s level apart", "%(n)s levels apart", _count(gap))
        case GapKind.GOAL_UNTOUCHED:
            text = ngettext(
                "nothing happened for %(n)s day", "nothing happened for %(n)s days", _count(gap)
            )
        case GapKind.NEVER_CAME_UP:
            text = ngettext(
                "did not come up in %(n)s workplace day",
                "did not come up in %(n)s workplace days",
                _count(gap),
            )
        case GapKind.STANDSTILL:
            text = ngettext(
                "nothing new said in %(n)s workplace day",
                "nothing new said in %(n)s workplace days",
                _count(gap),
            )
        case _:
            text = _("no day, file, link or feedback shows it yet")
    return text % {"n": _number(gap)}


def _count(gap: Gap) -> int:
    """For the plural: half a day more than one reads as more than one."""
    return 1 if gap.size == 1 else 2


def _number(gap: Gap) -> str:
    return number_format(gap.size.normalize())


def _open(facts: DossierFacts) -> Iterator[CompetenceFacts]:
    return (one for one in facts.competences if not one.settled)


def _highest(one: CompetenceFacts) -> int:
    """The highest level that a voice says now; below all when nobody named one."""
    said = [voice.position for voice in one.voices.values() if voice and voice.came_up]
    return max((position for position in said if position is not None), default=-1)


def _gap(kind: GapKind, facts: DossierFacts, one: CompetenceFacts, size: Decimal | int) -> Gap:
    return Gap(
        kind=kind,
        dossier=facts.dossier,
        size=Decimal(size),
        competence=one.competence,
        position=one.position,
        practised_on=one.practised_on,
    )


def _most_telling(gap: Gap) -> tuple[int, Decimal, int, int, int, Subject]:
    """The larger first, then what was practised last, then the framework's order."""
    recent = (gap.practised_on or dt.date.min).toordinal()
    return gap.rank, -gap.size, -recent, gap.position, gap.goal or 0, gap.subject
