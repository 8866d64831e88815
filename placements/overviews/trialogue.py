"""The shared screen of a meeting: its agenda, and what stands behind each item.

The agenda is made from how things stood when the meeting opened, so that an item stays when the
voices come together during the talk. From the first sign-off on the screen stands still.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import TRIAD
from accounts.models import HistoryEntry, User
from competences.enums import GapKind
from competences.overviews.tracking import CompetenceRow, Spoken, Tracking, tracking
from competences.pictures import mastery
from competences.rules.gaps import Gap, reason
from config import clock
from config.pictures import MasteryPicture
from placements.enums import (
    DayState,
    ShorteningState,
    TrialogueState,
)
from placements.models import (
    AgendaPoint,
    ShorteningProposal,
    SignOff,
    Trialogue,
    TrialogueAction,
    TrialogueNote,
)
from placements.overviews.counts import DayCounts, day_counts
from placements.overviews.decisions import Undecided
from placements.overviews.gaps import Missing, missing, on_the_table
from placements.overviews.plan import planned_days
from placements.overviews.preparations import PreparedTheme, prepared
from placements.overviews.shortenings import Chapter, chapter_of, story
from placements.rules.agenda import (
    DECISIONS,
    AgendaFacts,
    AgendaItem,
    Decision,
    Point,
    Topic,
    agenda,
)
from placements.rules.plan import total
from placements.rules.pulses import LOOK_BACK, Pulse


@dataclass(frozen=True)
class Seat:
    """Somebody at the table, and how they signed off (None: not yet)."""

    role: str
    person: User
    sign_off: SignOff | None


@dataclass(frozen=True)
class Strip:
    """A competence on the table: its picture, what each of the three says now, and the number of
    workplace days on which it was practised."""

    row: CompetenceRow
    picture: MasteryPicture
    days: int
    columns: list[tuple[Seat, Spoken | None]]


@dataclass(frozen=True)
class Line:
    """A competence (`row`), a goal or a decision in an item about several, and why it is there."""

    name: str
    reason: str
    row: CompetenceRow | None = None
    is_goal: bool = False


class Meeting:
    """Everything about one trialogue; parts are fetched when they are first asked for.

    `trialogue.placement` should come from `with_people().with_days()`. `reader`: only what this
    person hears, as long as the first round is blind; None is the report, which is for all three.
    """

    def __init__(self, trialogue: Trialogue, reader: User | None = None) -> None:
        self.trialogue, self.reader = trialogue, reader
        self.placement = trialogue.placement

    @cached_property
    def sign_offs(self) -> dict[str, SignOff]:
        signed = self.trialogue.sign_offs.current().select_related("person", "witness")
        return {sign.role: sign for sign in signed}

    @cached_property
    def seats(self) -> list[Seat]:
        """Student, mentor, coach: who signed off, else who speaks today."""
        found = []
        for role in TRIAD:
            sign = self.sign_offs.get(role.value)
            person = sign.person if sign else self.placement.person(role)
            if person is not None:
                found.append(Seat(role.value, person, sign))
        return found

    @cached_property
    def opened_at(self) -> dt.datetime | None:
        """When the coach opened the meeting."""
        subject = f"{Trialogue._meta.label_lower}:{self.trialogue.pk}"
        held = HistoryEntry.objects.filter(subject=subject, action="trialogue-held")
        return held.values_list("at", flat=True).first()

    @cached_property
    def as_of(self) -> dt.datetime:
        """The moment that page and report show: now, or the first sign-off."""
        return min((sign.at for sign in self.sign_offs.values()), default=clock.now())

    @cached_property
    def now(self) -> Tracking:
        return tracking(self.placement.dossier, reader=self.reader, until=self.as_of)

    @cached_property
    def missing_now(self) -> Missing:
        return missing([self.placement], on_the_table(self.as_of, self.reader))

    @cached_property
    def missing_then(self) -> Missing:
        """What was missing when the meeting opened."""
        if self.opened_at is None or self.opened_at >= self.as_of:
            return self.missing_now
        return missing([self.placement], on_the_table(self.opened_at, self.reader))

    @cached_property
    def counts(self) -> DayCounts:
        return day_counts(self.placement)

    @cached_property
    def agreed(self) -> list[TrialogueAction]:
        return list(self.trialogue.agreed.order_by("pk"))

    @cached_property
    def open_before(self) -> list[TrialogueAction]:
        """What was agreed in earlier meetings and not done when this one opened."""
        start = self.opened_at or self.as_of
        return list(
            TrialogueAction.objects.filter(
                Q(done_at__isnull=True) | Q(done_at__gt=start),
                trialogue__placement=self.placement,
                trialogue__starts_at__lt=self.trialogue.starts_at,
                trialogue__state__in=[TrialogueState.HELD, TrialogueState.SIGNED],
            ).select_related("trialogue")
        )

    @cached_property
    def proposal(self) -> ShorteningProposal | None:
        """The shortening on the table: open when the meeting opened, or put there since."""
        start = self.opened_at or self.as_of
        on_table = Q(decided_at__isnull=True) | Q(decided_at__gte=start)
        return (
            self.placement.shortenings.filter(on_table, proposed_at__lte=self.as_of)
            .select_related("proposed_by", "advised_by", "decided_by")
            .prefetch_related("competences")
            .last()
        )

    @property
    def decision(self) -> str:
        """The state of the shortening on the table, as this meeting left it."""
        proposal = self.proposal
        if proposal is None or proposal.decided_at is None or proposal.decided_at > self.as_of:
            return ShorteningState.PROPOSED
        revoked = proposal.state == ShorteningState.REVOKED
        return ShorteningState.RATIFIED if revoked else proposal.state

    @cached_property
    def chapter(self) -> Chapter | None:
        """The shortening on the table as its story, with the days it goes from and to."""
        if self.proposal is None:
            return None
        return chapter_of(story(self.placement, self.reader), self.proposal.pk)

    @cached_property
    def taken_back(self) -> list[ShorteningProposal]:
        """Shortenings revoked in this meeting."""
        return list(
            self.placement.shortenings.filter(
                revoked_in=self.trialogue, revoked_at__lte=self.as_of
            ).select_related("revoked_by")
        )

    @cached_property
    def days_of_competences(self) -> Counter[int]:
        """Competence id -> workplace days on which it was practised."""
        days = self.placement.days.exclude(state=DayState.RETURNED)
        practised = days.filter(competences__isnull=False, logged_at__lte=self.as_of)
        return Counter(practised.values_list("competences", flat=True))

    @cached_property
    def topics(self) -> list[Topic]:
        """Competences that were or are apart, widest first."""
        then, now = (_levels_apart(found) for found in (self.missing_then, self.missing_now))
        found = [
            Topic(
                competence=row.competence.pk,
                name=row.competence.name,
                apart_then=then.get(row.competence.pk, 0),
                apart_now=row.distance,
            )
            for row in self.now.rows
            if row.competence.pk in then or row.competence.pk in now
        ]
        return sorted(found, key=lambda topic: -max(topic.apart_then, topic.apart_now))

    @cached_property
    def items(self) -> list[AgendaItem]:
        return agenda(
            AgendaFacts(
                student=self.placement.student.first_name,
                topics=self.topics,
                gaps=self.missing_then.gaps,
                gaps_now=self.missing_now.gaps,
                noted=self._noted,
                open_actions=len(self.open_before),
                days_logged=self.days_logged,
                planned_by_now=self._planned_by_now(),
                pulses=self._pulses(),
                shortening=self.proposal.days if self.proposal else None,
                unshown=self.missing_then.goals_unshown,
                unshown_now=self.missing_now.goals_unshown,
                points=[
                    Point(one.pk, one.text, one.role, one.added_by_id, one.added_by.first_name)
                    for one in self.points
                ],
                decisions=self.decisions,
                minutes=self.trialogue.minutes,
            )
        )

    @cached_property
    def _noted(self) -> set[str]:
        return {item for item, note in self.notes.items() if note.text}

    @cached_property
    def points(self) -> list[AgendaPoint]:
        """What the three put on the agenda themselves; a point with a note stays."""
        return [
            point
            for point in self.trialogue.points.select_related("added_by")
            if point.removed_at is None or f"p{point.pk}" in self._noted
        ]

    @cached_property
    def decisions(self) -> list[Decision]:
        start = min(self.opened_at or self.as_of, self.as_of)
        return Undecided(self.placement, start, self.as_of).found(self.trialogue.kind)

    @cached_property
    def prepared(self) -> list[PreparedTheme]:
        """What the three prepared, side by side, once the meeting is open; never in the report."""
        return prepared(self.trialogue, self.reader) if self.reader else []

    def lines(self, item: AgendaItem) -> list[Line]:
        """What an item about several things names, each with its reason."""
        if item.key == DECISIONS:
            return [Line(one.title, one.reason) for one in self.decisions]
        return [*map(self._gap, item.gaps), *map(self._goal, item.goals)]

    def _gap(self, gap: Gap) -> Line:
        found = self.missing_then
        if gap.kind == GapKind.GOAL_UNTOUCHED:
            return Line(found.goals[gap.goal].text, reason(gap), is_goal=True)
        row = self.now.row(gap.competence)
        return Line(found.competences[gap.competence].name, reason(gap), row)

    def _goal(self, goal: int) -> Line:
        why = _("no day, file, link or feedback shows it yet")
        return Line(self.missing_then.goals[goal].text, why, is_goal=True)

    @property
    def days_logged(self) -> Decimal:
        """Days logged when the meeting was held, or now as long as it was not."""
        held = self.trialogue.held_after_days
        return self.counts.logged if held is None else held

    def _planned_by_now(self) -> Decimal:
        until = self.trialogue.held_on or clock.today()
        due = total(day for day in planned_days(self.placement) if day.date <= until)
        return min(due, Decimal(self.counts.required))

    def _pulses(self) -> list[Pulse]:
        """Of the last days that say anything, the oldest first."""
        days = self.placement.days.exclude(state=DayState.RETURNED)
        taps = ("workload", "learnt_something_new", "got_feedback")
        said = days.exclude(**{f"{tap}__isnull": True for tap in taps})
        said = said.filter(logged_at__lte=self.opened_at or self.as_of)
        newest = said.order_by("-date", "-pk").values_list(*taps)[:LOOK_BACK]
        return [Pulse(*one) for one in reversed(newest)]

    @cached_property
    def notes(self) -> dict[str, TrialogueNote]:
        return {note.item: note for note in self.trialogue.notes.select_related("changed_by")}

    def note(self, item: str) -> TrialogueNote:
        """The note on an item; an empty one of version 0 where nobody wrote yet."""
        return self.notes.get(item) or TrialogueNote(trialogue=self.trialogue, item=item)

    def strip(self, competence: int) -> Strip:
        """One competence with its picture and the three who speak about it."""
        row = self.now.row(competence)
        return Strip(
            row=row,
            picture=mastery(row, self.now.levels),
            days=self.days_of_competences[competence],
            columns=[(seat, row.voices[seat.role]) for seat in self.seats],
        )

    @property
    def further(self) -> list[Strip]:
        """Smaller differences that do not have an item of their own."""
        alone = {item.competence for item in self.items}
        return [self.strip(one.competence) for one in self.topics if one.competence not in alone]


def _levels_apart(found: Missing) -> dict[int, int]:
    """Competence id -> levels apart."""
    apart = (gap for gap in found.gaps if gap.kind == GapKind.VOICES_APART)
    return {gap.competence: int(gap.size) for gap in apart}
