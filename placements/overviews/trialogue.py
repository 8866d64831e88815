"""The shared screen of a meeting: its agenda, and what stands behind each item.

The agenda is made from how things stood when the meeting opened, so that an item stays when the
voices come together during the talk. From the first sign-off on the screen stands still.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from accounts.enums import TRIAD
from accounts.models import HistoryEntry, User
from competences.overviews.tracking import CompetenceRow, Spoken, Tracking, tracking
from competences.pictures import mastery
from config import clock
from config.pictures import MasteryPicture
from placements.enums import (
    DayState,
    ShorteningState,
    TrialogueKind,
    TrialogueState,
    WindowState,
)
from placements.models import (
    Placement,
    ShorteningProposal,
    SignOff,
    Trialogue,
    TrialogueAction,
    TrialogueNote,
)
from placements.overviews.counts import DayCounts, day_counts, policy_of
from placements.overviews.days import planned
from placements.rules.agenda import AgendaFacts, AgendaItem, Topic, agenda
from placements.rules.windows import date_of_day, windows


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
        return {sign.role: sign for sign in self.trialogue.sign_offs.select_related("person").all()}

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
    def then(self) -> dict[int, int]:
        """Competence id -> levels apart when the meeting opened."""
        if self.opened_at is None or self.opened_at >= self.as_of:
            return {row.competence.pk: row.distance for row in self.now.rows}
        before = tracking(self.placement.dossier, reader=self.reader, until=self.opened_at)
        return {row.competence.pk: row.distance for row in before.rows}

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

    @property
    def days_before_and_after(self) -> tuple[int, int]:
        """Required days without and with the shortening on the table; equal when there is none."""
        required, proposal = self.counts.required, self.proposal
        if proposal is None:
            return required, required
        ratified = proposal.state == ShorteningState.RATIFIED
        return (
            (required + proposal.days, required)
            if ratified
            else (required, required - proposal.days)
        )

    @cached_property
    def taken_back(self) -> list[ShorteningProposal]:
        """Shortenings revoked in this meeting."""
        return list(
            self.placement.shortenings.filter(revoked_in=self.trialogue, revoked_at__lte=self.as_of)
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
        found = [
            Topic(
                competence=row.competence.pk,
                name=row.competence.name,
                apart_then=self.then.get(row.competence.pk, 0),
                apart_now=row.distance,
            )
            for row in self.now.rows
            if row.distance or self.then.get(row.competence.pk)
        ]
        return sorted(found, key=lambda topic: -max(topic.apart_then, topic.apart_now))

    @cached_property
    def items(self) -> list[AgendaItem]:
        return agenda(
            AgendaFacts(
                student=self.placement.student.first_name,
                topics=self.topics,
                never_came_up=len(self.now.never_came_up),
                open_actions=len(self.open_before),
                days_logged=self.days_logged,
                planned_by_now=self._planned_by_now(),
                workloads=self._workloads(),
                shortening=self.proposal.days if self.proposal else None,
            )
        )

    @property
    def days_logged(self) -> Decimal:
        """Days logged when the meeting was held, or now as long as it was not."""
        held = self.trialogue.held_after_days
        return self.counts.logged if held is None else held

    def _planned_by_now(self) -> int:
        until = self.trialogue.held_on or clock.today()
        due = sum(date <= until for date in planned(self.placement))
        return min(due, self.counts.required)

    def _workloads(self) -> list[int]:
        days = self.placement.days.exclude(state=DayState.RETURNED)
        said = days.filter(workload__isnull=False, logged_at__lte=self.opened_at or self.as_of)
        newest = said.order_by("-date", "-pk").values_list("workload", flat=True)[:3]
        return list(reversed(newest))

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


@dataclass(frozen=True)
class Forecast:
    """A window of a placement with the dates on which its first and last day fall, or will."""

    kind: str
    from_day: int
    by_day: int
    opens: dt.date | None
    closes: dt.date | None
    state: WindowState

    @property
    def name(self) -> str:
        return TrialogueKind(self.kind).label

    @property
    def state_name(self) -> str:
        return self.state.label


def forecast(placement: Placement) -> list[Forecast]:
    """The windows of one placement, with dates from what was logged and what the plan holds."""
    days = placement.days.exclude(state=DayState.RETURNED).order_by("date", "pk")
    worked = list(days.values_list("date", "portion"))
    meetings = list(placement.trialogues.exclude(state=TrialogueState.CANCELLED).defer("report"))
    last = max((date for date, _portion in worked), default=dt.date.min)
    later = [date for date in planned(placement) if date > max(last, clock.today())]
    logged = sum((portion for _date, portion in worked), Decimal(0))
    return [
        Forecast(
            kind=window.kind,
            from_day=window.from_day,
            by_day=window.by_day,
            opens=date_of_day(window.from_day, worked, later),
            closes=date_of_day(window.by_day, worked, later),
            state=window.state(logged, meetings),
        )
        for window in windows(policy_of(placement))
    ]


@dataclass(frozen=True)
class Group:
    """Meetings under one heading of a list."""

    title: str
    meetings: list[Trialogue]


def conversations(user: User, placement: Placement | None = None) -> list[Group]:
    """What is coming, what is open, what was: of one placement, or of all in which this person
    speaks. Two queries and one for the people, whatever the number."""
    found = Trialogue.objects.visible_to(user).defer("report")
    if placement is not None:
        found = found.filter(placement=placement)
    else:
        found = found.filter(placement__in=Placement.objects.with_voice(user))
    meetings = list(
        found.prefetch_related(
            Prefetch("placement", queryset=Placement.objects.with_people()),
            Prefetch("sign_offs", queryset=SignOff.objects.order_by("pk")),
        )
    )
    state = {
        _("Planned"): [TrialogueState.PLANNED],
        _("Open, waiting to be signed off"): [TrialogueState.HELD],
        _("Held"): [TrialogueState.SIGNED],
        _("Cancelled"): [TrialogueState.CANCELLED],
    }
    groups = [
        Group(title, [meeting for meeting in meetings if meeting.state in states])
        for title, states in state.items()
    ]
    groups[0].meetings.reverse()  # what comes first stands first
    return [group for group in groups if group.meetings]
