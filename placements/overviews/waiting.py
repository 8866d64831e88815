"""What stands open around the placements of one person, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.enums import Role
from accounts.models import User
from competences.models import Assessment, Target
from competences.overviews.tracking import finals_of
from config import clock
from placements.enums import AgreementState, DayState, TrialogueState
from placements.models import Agreement, Placement, SignOff, Trialogue, TrialogueAction
from placements.overviews.counts import day_counts
from placements.overviews.placements import starting
from placements.overviews.reminders import facts_of
from placements.rules.plan import PlannedDay
from placements.rules.reminder_facts import Entry, Facts
from placements.rules.signing import party_obstacles

LOOK_BACK = dt.timedelta(days=28)
LOOK_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True)
class Mine:
    """One open placement, seen by the person who has `role` in it.

    `at_hand`: meetings of today and tomorrow that nobody signed off; `reports`: meetings whose
    report misses this person's sign-off; `said_nothing`: the student never said how far the
    competences are; `finals_missing`: how many of them miss this voice's final word.
    """

    facts: Facts
    role: Role
    at_hand: list[Trialogue]
    reports: list[Trialogue]
    said_nothing: bool
    finals_missing: int

    @property
    def placement(self) -> Placement:
        return self.facts.placement

    @property
    def has_all_days(self) -> bool:
        return self.facts.days_logged >= self.facts.required

    def unlogged(self, today: dt.date) -> list[PlannedDay]:
        """Planned days up to today without an entry, not too long ago, oldest first."""
        taken = {entry.date for entry in self.facts.entries}
        near = self.facts.plan.between(today - LOOK_BACK, today)
        return [] if self.has_all_days else [day for day in near if day.date not in taken]

    def returned(self) -> list[Entry]:
        return [entry for entry in self.facts.entries if entry.state == DayState.RETURNED]

    def actions(self, today: dt.date) -> list[TrialogueAction]:
        """What this person took on and is due soon, or was."""
        return [
            action
            for action in self.facts.actions
            if action.who == self.role and action.due_on <= today + LOOK_AHEAD
        ]

    def agreement_to_sign(self, user: User) -> Agreement | None:
        agreement = self.facts.agreement
        if agreement is None or any(
            party_obstacles(
                agreement=agreement,
                role=self.role,
                signed=self.facts.signed,
                name=user.get_full_name(),
            )
        ):
            return None
        return agreement

    def final_word_due(self) -> bool:
        """All days are confirmed and this voice has not said how it ended."""
        done = day_counts(self.placement).confirmed >= self.facts.required
        return done and self.finals_missing > 0


def mine(user: User) -> list[Mine]:
    """The open placements in which this person has a voice today; at most nineteen queries."""
    keys = list(Placement.objects.with_voice(user).open().values_list("pk", flat=True))
    if not keys:
        return []
    found = facts_of(keys, to_remind=False)
    dossiers = [facts.placement.dossier_id for facts in found]
    started = set(
        Assessment.objects.filter(dossier__in=dossiers, role=Role.STUDENT).values_list(
            "dossier", flat=True
        )
    )
    finals, targets, signed = finals_of(dossiers), targets_of(found), _signed_off(keys)
    return [
        Mine(
            facts=facts,
            role=role,
            at_hand=_at_hand(facts.trialogues, signed),
            reports=_unsigned(facts.trialogues, role, signed),
            said_nothing=facts.placement.dossier_id not in started,
            finals_missing=len(
                targets[facts.placement.pk] - finals[facts.placement.dossier_id][role]
            ),
        )
        for facts in found
        if (role := Role(facts.placement.role_of(user)))
    ]


def targets_of(found: Iterable[Facts]) -> dict[int, set[int]]:
    """Placement (id) -> competences (ids) that carry a target in it; one query."""
    placements = [facts.placement for facts in found]
    rows = Target.objects.filter(
        course_unit__in={placement.course_unit_id for placement in placements}
    ).values_list("course_unit", "competence__version", "competence")
    by_unit: dict[tuple[int, int], set[int]] = defaultdict(set)
    for unit, version, competence in rows:
        by_unit[unit, version].add(competence)
    return {
        placement.pk: by_unit[placement.course_unit_id, placement.dossier.version_id]
        for placement in placements
    }


def _signed_off(keys: list[int]) -> set[tuple[int, str]]:
    rows = SignOff.objects.current().filter(trialogue__placement__in=keys)
    return set(rows.values_list("trialogue_id", "role"))


def _at_hand(meetings: Iterable[Trialogue], signed: set[tuple[int, str]]) -> list[Trialogue]:
    frozen = {pk for pk, _role in signed}
    near = (clock.today(), clock.today() + dt.timedelta(days=1))
    return [
        meeting
        for meeting in meetings
        if meeting.state in (TrialogueState.PLANNED, TrialogueState.HELD)
        and meeting.pk not in frozen
        and clock.local_date(meeting.starts_at) in near
    ]


def _unsigned(
    meetings: Iterable[Trialogue], role: str, signed: set[tuple[int, str]]
) -> list[Trialogue]:
    """Held before today, or frozen by somebody's sign-off, and not signed off by this voice."""
    frozen = {pk for pk, _role in signed}
    return [
        meeting
        for meeting in meetings
        if meeting.state == TrialogueState.HELD
        and (meeting.pk in frozen or meeting.held_on < clock.today())
        and (meeting.pk, role) not in signed
    ]


@dataclass(frozen=True)
class AgreementsOpen:
    """Of a coordinator's open placements: drafts, those that a party refused, and when those out
    for signature were sent."""

    drafts: int
    refused: int
    sent: list[dt.date]


def agreements_open(user: User) -> AgreementsOpen:
    """One query."""
    rows = Agreement.objects.filter(
        placement__in=Placement.objects.coordinated_by(user).open(),
        state__in=[AgreementState.DRAFT, AgreementState.REFUSED, AgreementState.OUT],
    ).values_list("state", "sent_at")
    states = [state for state, _at in rows]
    sent = [clock.local_date(at) for state, at in rows if state == AgreementState.OUT]
    return AgreementsOpen(
        drafts=states.count(AgreementState.DRAFT),
        refused=states.count(AgreementState.REFUSED),
        sent=sorted(sent),
    )


def without_agreement(user: User) -> list[dt.date]:
    """First days, the earliest first, of a coordinator's placements that have begun or are about
    to, and have no agreement. One query."""
    placements = Placement.objects.coordinated_by(user).filter(starting())
    active = Agreement.objects.active().filter(placement=OuterRef("pk"))
    found = placements.exclude(Exists(active)).order_by("starts_on")
    return list(found.values_list("starts_on", flat=True))
