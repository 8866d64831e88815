"""What the rules of the board need of many placements, each kind of thing in one query.

Reflections and preparations are never looked at here: not their words, not their number, not
their dates. Of what a student says to the coach alone, only when it was said.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.enums import GapKind
from competences.models import Assessment, Target
from competences.overviews.goals import open_goals
from competences.overviews.tracking import finals_of, voices_of
from competences.rules.gaps import FAR_APART
from competences.rules.voices import Said, distance
from config import clock
from placements.enums import AgreementState, DayState, ShorteningState, TrialogueState
from placements.models import (
    Agreement,
    Placement,
    PlacementPolicy,
    QuietWord,
    ShorteningProposal,
    Signature,
    SignOff,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.overviews.counts import DayCounts
from placements.overviews.gaps import known_to, missing
from placements.overviews.moments import choosing
from placements.overviews.plan import attach_plans, plan_of, planned_days
from placements.papers import onboardings
from placements.rules.attention_facts import Apart, DayFact, Facts, Overdue, Paper, Proposal
from placements.rules.finalising import finalising_obstacles
from placements.rules.signing import same_name


class Gathered:
    """The facts of all these placements as `reader` may know them."""

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
        self.signed_off = _signed_off(keys)
        self.overdue = _overdue(keys)
        self.proposals = {
            proposal.placement_id: proposal
            for proposal in ShorteningProposal.objects.filter(
                placement__in=keys, state=ShorteningState.PROPOSED
            )
        }
        self.signed, self.unsigned, self.signatories = _agreements(keys)
        self.voices = voices_of(dossiers, reader)
        self.apart = _furthest_apart(self.voices, reader)
        self.finals = finals_of(dossiers)
        self.targets = _targets(units)
        self.onboardings = onboardings(placements)
        self.goals, self.unshown = _goals(placements, reader)
        self.choosing = choosing(reader, placements)
        self.talks = {
            word.placement_id: word
            for word in QuietWord.objects.visible_to(reader)
            .filter(to=reader, placement__in=keys)
            .unheard()
            .defer("words")
        }

    def facts(self, placement: Placement, counts: DayCounts) -> Facts:
        key, dossier = placement.pk, placement.dossier_id
        meeting, talk = self.planned_meeting(placement), self.talks.get(key)
        return Facts(
            today=self.today,
            policy=self.policies.get(placement.course_unit_id) or PlacementPolicy(),
            student=placement.student.first_name,
            mentor=placement.mentor.first_name if placement.mentor else _("The mentor"),
            starts_on=placement.starts_on,
            ends_on=placement.ends_on,
            required=counts.required,
            planned=planned_days(placement),
            away=plan_of(placement).away,
            days=[_day_fact(day) for day in self.days.get(key, [])],
            trialogues=self.trialogues.get(key, []),
            agreement_signed=key in self.signed,
            unsigned=self.unsigned.get(key, ()),
            signatory=self.signatories.get(key, ""),
            apart=self.apart.get(dossier),
            compared=_compared(self.voices.get(dossier, {})),
            proposal=self._proposal(placement, counts),
            overdue=self.overdue.get(key, ()),
            ready=not self._missing(placement, counts),
            mentor_since=_mentor_since(placement),
            reports=self._reports(placement),
            onboarding=self.onboardings.get(key),
            goals=self.goals.get(dossier, ()),
            unshown=self.unshown.get(dossier, 0),
            talk_since=clock.local_date(talk.said_at) if talk else None,
            meets_on=clock.local_date(meeting.starts_at) if meeting else None,
            choosing=self.choosing.get(key, {}),
        )

    def planned_meeting(self, placement: Placement) -> Trialogue | None:
        """The first one that is to come."""
        planned = [
            one
            for one in self.trialogues.get(placement.pk, [])
            if one.state == TrialogueState.PLANNED
        ]
        return min(planned, key=lambda one: one.starts_at, default=None)

    def _reports(self, placement: Placement) -> list[Paper]:
        papers = []
        for one in self.trialogues.get(placement.pk, []):
            if one.state == TrialogueState.HELD and one.held_on:
                done = self.signed_off.get((one.pk, one.report_version), set())
                papers.append(Paper(one.held_on, tuple(role for role in TRIAD if role not in done)))
        return papers

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
                meeting_planned=self.planned_meeting(placement) is not None,
                proposal_open=placement.pk in self.proposals,
            )
        )


def _mentor_since(placement: Placement) -> dt.date:
    """A deputy who joins ends no silence."""
    voices = (one for one in placement.voices() if one.role == Role.MENTOR and not one.is_deputy)
    return max((voice.since for voice in voices), default=dt.date.min)


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


def _overdue(keys: list[int]) -> dict[int, list[Overdue]]:
    found: dict[int, list[Overdue]] = defaultdict(list)
    for placement, due_on, who in TrialogueAction.objects.filter(
        trialogue__placement__in=keys, done_at__isnull=True, due_on__lt=clock.today()
    ).values_list("trialogue__placement", "due_on", "who"):
        found[placement].append(Overdue(due_on, who))
    return found


def _signed_off(keys: list[int]) -> dict[tuple[int, int], set[str]]:
    """(meeting, version of its report) -> the roles that signed it off."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = SignOff.objects.filter(
        trialogue__placement__in=keys, trialogue__state=TrialogueState.HELD
    )
    for meeting, version, role in rows.values_list("trialogue", "report_version", "role"):
        found[meeting, version].add(role)
    return found


def _agreements(
    keys: list[int],
) -> tuple[set[int], dict[int, tuple[str, ...]], dict[int, str]]:
    """The placements with an agreement that all have signed; of those with one that is out who
    did not sign it, and who signs it for the workplace in the mentor's place. Two queries."""
    states = [AgreementState.SIGNED, AgreementState.OUT]
    rows = Agreement.objects.filter(placement__in=keys, state__in=states)
    standing = list(rows.defer("content").annotate(**PLACES))
    done: dict[int, set[str]] = defaultdict(set)
    out = Signature.objects.filter(
        agreement__placement__in=keys, agreement__state=AgreementState.OUT
    )
    for agreement, role in out.values_list("agreement", "role"):
        done[agreement].add(role)
    signed = {one.placement_id for one in standing if one.state == AgreementState.SIGNED}
    waiting = [one for one in standing if one.state == AgreementState.OUT]
    missing = {
        one.placement_id: tuple(
            role for role in TRIAD if role in one.required_roles and role not in done[one.pk]
        )
        for one in waiting
    }
    return signed, missing, {one.placement_id: _signatory(one) for one in waiting}


PLACES = {"places": F("content__signatures"), "mentor_named": F("content__mentor")}


def _signatory(agreement: Agreement) -> str:
    """Whom it names for the workplace, when that is not the mentor."""
    name = next((one["name"] for one in agreement.places or () if one["voice"] == Role.MENTOR), "")
    return "" if same_name(name, agreement.mentor_named or "") else name


def _goals(
    placements: Collection[Placement], reader: User
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Dossier id -> for how many days nothing happened on each untouched goal; and how many goals
    nothing shows. One query where nobody has goals."""
    standing = open_goals([one.dossier_id for one in placements])
    those = [one for one in placements if standing[one.dossier_id]]
    quiet: dict[int, list[int]] = defaultdict(list)
    unshown: dict[int, int] = defaultdict(int)
    if those:
        about = {
            (dossier, goal.competence) for dossier, found in standing.items() for goal in found
        }
        for gap in missing(those, known_to(reader)).gaps:
            if gap.kind == GapKind.GOAL_UNTOUCHED:
                quiet[gap.dossier].append(int(gap.size))
            elif gap.kind == GapKind.NO_EVIDENCE and (gap.dossier, gap.competence) in about:
                unshown[gap.dossier] += 1
    return quiet, unshown


Voices = dict[int, dict[str, Said | None]]


def _compared(voices: Voices) -> int:
    """On how many competences two voices or more named a level."""
    return sum(
        sum(said is not None and said.position is not None for said in roles.values()) > 1
        for roles in voices.values()
    )


def _furthest_apart(voices: dict[int, Voices], reader: User) -> dict[int, Apart]:
    """Dossier id -> the competence on which the voices that the reader hears are furthest apart,
    if far enough."""
    widest = {}
    for dossier, found in voices.items():
        apart = {competence: distance(roles) for competence, roles in found.items()}
        most = max(apart, key=lambda competence: (apart[competence], -competence))
        if apart[most] >= FAR_APART:
            widest[dossier] = most
    spoken: dict[int, list[Assessment]] = defaultdict(list)
    those = Q(dossier__in=widest or [0], competence__in=widest.values() or [0])
    events = Assessment.objects.filter(those).heard_by(reader).present()
    for event in events.select_related("competence", "level"):
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
