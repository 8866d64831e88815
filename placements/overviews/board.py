"""The coach's board: facts of all placements in a fixed number of queries, rows by who needs me.

Reflections are never looked at here: not their words, not their number, not their dates.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Assessment, Target
from competences.overviews.tracking import distances, finals_of
from competences.rules.gaps import FAR_APART
from config import clock
from config.pictures import DaysPicture
from placements.enums import AgreementState, Attention, DayState, ShorteningState, TrialogueState
from placements.models import (
    Agreement,
    Placement,
    PlacementPolicy,
    ShorteningProposal,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.overviews.counts import DayCounts, day_counts
from placements.overviews.plan import attach_plans, plan_of, planned_days
from placements.overviews.timeline import ring
from placements.rules.attention import Apart, DayFact, Facts, Proposal, Reason, attention
from placements.rules.finalising import finalising_obstacles


@dataclass(frozen=True)
class Row:
    """One placement on the board, with all reasons (none: all goes well) and its last sign."""

    placement: Placement
    counts: DayCounts
    reasons: list[Reason]
    last_sign: dt.date | None
    meeting: Trialogue | None
    proposal: ShorteningProposal | None

    @property
    def picture(self) -> DaysPicture:
        return ring(self.counts)

    def reason(self, kind: str = "") -> Reason:
        """The reason to show: the most urgent one, or the one of a tab."""
        return next(one for one in self.reasons if kind in ("", one.kind))


@dataclass(frozen=True)
class Board:
    rows: list[Row]
    fine: list[Row]

    def of(self, kind: str) -> list[Row]:
        """Rows with a reason of this kind; "" gives all."""
        return [row for row in self.rows if not kind or kind in {one.kind for one in row.reasons}]

    @property
    def kinds(self) -> list[tuple[Attention, int]]:
        """The kinds of reason that occur, with how many placements have one."""
        counted = [(kind, len(self.of(kind))) for kind in Attention]
        return [(kind, count) for kind, count in counted if count]


def is_coach(user: User) -> bool:
    """Whether somebody is the coach of an open placement today."""
    return Placement.objects.with_voice(user, Role.COACH).open().exists()


def board(user: User) -> Board:
    """All open placements in which this person is the coach."""
    placements = list(
        Placement.objects.visible_to(user)
        .with_voice(user, Role.COACH)
        .open()
        .with_people()
        .with_days()
    )
    gathered = _Gathered(placements, user)
    rows = [gathered.row(placement) for placement in placements]
    needing = [row for row in rows if row.reasons]
    needing.sort(key=lambda row: (row.reasons[0].rank, -row.reasons[0].waited))
    return Board(needing, [row for row in rows if not row.reasons])


class _Gathered:
    """What the rules need of many placements, each kind of thing in one query."""

    def __init__(self, placements: list[Placement], reader: User) -> None:
        attach_plans(placements)
        keys = [placement.pk for placement in placements]
        dossiers = [placement.dossier_id for placement in placements]
        units = {placement.course_unit_id for placement in placements}
        self.today = clock.today()
        self.policies = PlacementPolicy.objects.in_bulk(units)
        self.days = _by_placement(
            WorkplaceDay.objects.filter(placement__in=keys)
            .exclude(state=DayState.RETURNED)
            .only("placement", "date", "portion", "state", "workload", "logged_at")
            .order_by("date", "pk")
        )
        self.trialogues = _by_placement(
            Trialogue.objects.filter(placement__in=keys)
            .exclude(state=TrialogueState.CANCELLED)
            .defer("report")
        )
        self.overdue = self._overdue(keys)
        self.proposals = {
            proposal.placement_id: proposal
            for proposal in ShorteningProposal.objects.filter(
                placement__in=keys, state=ShorteningState.PROPOSED
            )
        }
        self.signed = set(
            Agreement.objects.filter(placement__in=keys, state=AgreementState.SIGNED).values_list(
                "placement", flat=True
            )
        )
        self.apart = _furthest_apart(dossiers, reader)
        self.finals = finals_of(dossiers)
        self.targets = _targets(units)

    def _overdue(self, keys: list[int]) -> dict[int, list[dt.date]]:
        found: dict[int, list[dt.date]] = defaultdict(list)
        for placement, due in TrialogueAction.objects.filter(
            trialogue__placement__in=keys, done_at__isnull=True, due_on__lt=self.today
        ).values_list("trialogue__placement", "due_on"):
            found[placement].append(due)
        return found

    def row(self, placement: Placement) -> Row:
        counts = day_counts(placement)
        days = self.days.get(placement.pk, [])
        return Row(
            placement=placement,
            counts=counts,
            reasons=attention(self._facts(placement, counts)),
            last_sign=max((clock.local_date(day.logged_at) for day in days), default=None),
            meeting=self._planned_meeting(placement),
            proposal=self.proposals.get(placement.pk),
        )

    def _planned_meeting(self, placement: Placement) -> Trialogue | None:
        meetings = self.trialogues.get(placement.pk, [])
        return next((one for one in meetings if one.state == TrialogueState.PLANNED), None)

    def _facts(self, placement: Placement, counts: DayCounts) -> Facts:
        policy = self.policies.get(placement.course_unit_id) or PlacementPolicy()
        return Facts(
            today=self.today,
            policy=policy,
            student=placement.student.first_name,
            mentor=placement.mentor.first_name if placement.mentor else _("The mentor"),
            starts_on=placement.starts_on,
            planned=planned_days(placement),
            away=plan_of(placement).away,
            days=[_day_fact(day) for day in self.days.get(placement.pk, [])],
            trialogues=self.trialogues.get(placement.pk, []),
            agreement_signed=placement.pk in self.signed,
            apart=self.apart.get(placement.dossier_id),
            proposal=self._proposal(placement, counts),
            overdue=self.overdue.get(placement.pk, ()),
            ready=not self._missing(placement, counts),
            mentor_since=max(
                (
                    voice.since
                    for voice in placement.voices()
                    if voice.role == Role.MENTOR and not voice.is_deputy
                ),
                default=dt.date.min,
            ),
        )

    def _proposal(self, placement: Placement, counts: DayCounts) -> Proposal | None:
        proposal = self.proposals.get(placement.pk)
        if proposal is None:
            return None
        return Proposal(
            since=clock.local_date(proposal.advised_at or proposal.proposed_at),
            before=counts.required,
            after=counts.required - proposal.days,
            advised=proposal.advised_at is not None,
        )

    def _missing(self, placement: Placement, counts: DayCounts) -> list[Any]:
        return list(
            finalising_obstacles(
                is_open=placement.is_open,
                agreement_signed=placement.pk in self.signed,
                days_confirmed=counts.confirmed,
                days_required=counts.required,
                competences=self.targets.get(
                    (placement.course_unit_id, placement.dossier.version_id), ()
                ),
                final_by_role=self.finals.get(placement.dossier_id, {}),
                meeting_planned=self._planned_meeting(placement) is not None,
                proposal_open=placement.pk in self.proposals,
            )
        )


def _by_placement(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.placement_id].append(row)
    return found


def _day_fact(day: WorkplaceDay) -> DayFact:
    return DayFact(
        date=day.date,
        portion=day.portion,
        logged_on=clock.local_date(day.logged_at),
        waiting=day.state == DayState.LOGGED,
        workload=day.workload,
    )


def _furthest_apart(dossiers: list[int], reader: User) -> dict[int, Apart]:
    """Dossier id -> the competence on which the voices that the reader hears are furthest apart,
    if far enough."""
    widest = {
        dossier: max(found, key=lambda competence: (found[competence], -competence))
        for dossier, found in distances(dossiers, reader).items()
        if max(found.values(), default=0) >= FAR_APART
    }
    spoken: dict[int, list[Assessment]] = defaultdict(list)
    for event in (
        Assessment.objects.filter(dossier__in=widest or [0], competence__in=widest.values() or [0])
        .heard_by(reader)
        .present()
        .select_related("competence", "level")
    ):
        if event.level and widest[event.dossier_id] == event.competence_id:
            spoken[event.dossier_id].append(event)
    return {dossier: _apart(events) for dossier, events in spoken.items()}


def _apart(events: list[Assessment]) -> Apart:
    events.sort(key=lambda event: list(TRIAD).index(Role(event.role)))
    positions = [event.level.position for event in events if event.level]
    return Apart(
        name=events[0].competence.workplace_name,
        levels=max(positions) - min(positions),
        said=tuple((event.role, event.level.name) for event in events if event.level),
    )


def _targets(units: set[int]) -> dict[tuple[int, int], set[int]]:
    """(course unit, framework version) -> competences (ids) that carry a target."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = Target.objects.filter(course_unit__in=units)
    for unit, version, competence in rows.values_list(
        "course_unit", "competence__version", "competence"
    ):
        found[unit, version].add(competence)
    return found


@dataclass(frozen=True)
class Way:
    """What the coach can do about a reason: a verb and where it leads."""

    verb: str
    url: str


@dataclass(frozen=True)
class Line:
    """A row as it is shown: with one of its reasons, the titles of the others, and the way out."""

    row: Row
    reason: Reason
    way: Way

    @property
    def others(self) -> list[Reason]:
        return [one for one in self.row.reasons if one is not self.reason]


def line(row: Row, reason: Reason) -> Line:
    return Line(row, reason, way_out(row, reason))


def way_out(row: Row, reason: Reason) -> Way:
    """One action for one reason."""
    placement = row.placement
    names = {"name": placement.student.first_name}
    student, mentor = placement.student, placement.mentor
    plan = reverse("placements:trialogue-plan", args=[placement.pk])
    meeting = reverse("placements:trialogue", args=[row.meeting.pk]) if row.meeting else plan
    match reason.kind:
        case Attention.DECISION if row.proposal:
            return Way(_("Decide"), reverse("placements:shortening-decide", args=[row.proposal.pk]))
        case Attention.SILENCE | Attention.WELLBEING:
            return Way(_("Mail %(name)s") % names, f"mailto:{student.email}")
        case Attention.MENTOR_SILENCE if mentor and mentor.phone:
            return Way(_("Call the mentor"), f"tel:{mentor.phone.replace(' ', '')}")
        case Attention.MENTOR_SILENCE if mentor:
            return Way(_("Mail the mentor"), f"mailto:{mentor.email}")
        case Attention.WINDOW:
            return Way(_("Choose a moment"), plan)
        case Attention.APART:
            return Way(_("Open the agenda") if row.meeting else _("Plan a meeting"), meeting)
        case Attention.READY:
            return Way(_("Finalise"), reverse("placements:finalise", args=[placement.pk]))
        case Attention.ACTIONS:
            meetings = reverse("placements:trialogue-list", args=[placement.pk])
            return Way(_("See what was agreed"), meetings)
        case _:
            return Way(_("Have a look"), reverse("placements:placement", args=[placement.pk]))
