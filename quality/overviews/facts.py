"""The facts behind the proofs, for many placements in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry
from competences.enums import GoalState, Moment
from competences.models import Assessment, Competence, GoalPlan, PersonalGoal, Statement, Target
from config import clock
from mentors.models import GuideReading
from mentors.overviews.onboarding import Start, starts
from placements.enums import HOLDS, DayState, Persona, ShorteningState, TrialogueKind
from placements.models import (
    AgendaPoint,
    Agreement,
    Placement,
    PlacementPolicy,
    ShorteningProposal,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.rules.working_days import working_days_between
from quality.overviews.programmes import facts_of_programmes
from quality.overviews.visits import Visits, visits_of
from quality.proofs import PlacementFacts

Counts = dict[Any, int]


def gather_facts(placement: Placement) -> PlacementFacts:
    """Everything the proofs need to know about one placement."""
    return facts_of([placement])[placement.pk]


def facts_of(placements: Sequence[Placement]) -> dict[int, PlacementFacts]:
    """Placement id -> its facts, in the same number of queries for one and for many; `placements`
    with their people."""
    placements = list(placements)
    gathered = Gathered(placements)
    return {placement.pk: gathered.facts(placement) for placement in placements}


class Gathered:
    """One query per kind of fact, over all placements at once."""

    def __init__(self, placements: list[Placement]) -> None:
        self.keys = [placement.pk for placement in placements]
        self.dossiers = [placement.dossier_id for placement in placements]
        self.policies = PlacementPolicy.objects.in_bulk({one.course_unit_id for one in placements})
        self.programmes = facts_of_programmes({one.enrolment.programme_id for one in placements})
        self.agreements = _standing_agreements(self.keys)
        self.competences = _competences(placements)
        self.targets = _targets(placements)
        self.rated = self._rated()
        self.validated = _counts(self._said().filter(VALIDATED), "dossier")
        self.statements = self._statements()
        self.held, self.begun = self._meetings()
        self.actions, self.done = self._actions()
        self.shortened = _counts(
            ShorteningProposal.objects.filter(
                placement__in=self.keys, state=ShorteningState.RATIFIED
            ),
            "placement",
            "pk",
        )
        self.comments = self._comments()
        self.remarks = _counts(
            WorkplaceDay.objects.filter(placement__in=self.keys).exclude(remark=""),
            "placement",
            "pk",
        )
        self.points = _counts(
            AgendaPoint.objects.present().filter(trialogue__placement__in=self.keys),
            "trialogue__placement",
            "pk",
            "role",
        )
        self.answered = self._answer_days()
        self.starts = starts(placements)
        self.readings = _readings(placements)
        self.plans = dict(
            GoalPlan.objects.filter(dossier__in=self.dossiers).values_list("dossier", "pk")
        )
        self.goals, self.confirmed = self._goals()
        self.portfolios = _counts(
            HistoryEntry.objects.filter(
                action="portfolio-made", topic__in=[one.topic for one in placements]
            ),
            "topic",
            "pk",
        )
        self.visits = visits_of(self.keys)

    def facts(self, placement: Placement) -> PlacementFacts:
        key, dossier = placement.pk, placement.dossier_id
        agreement = self.agreements.get(key)
        start = self.starts.get(key) or Start()
        visits = self.visits.get(key) or Visits()
        return PlacementFacts(
            placement=key,
            dossier=dossier,
            agreement=agreement and agreement.pk,
            plan=self.plans.get(dossier),
            mentor=placement.mentor and placement.mentor.pk,
            programme=self.programmes[placement.enrolment.programme_id],
            roles=frozenset(voice.role for voice in placement.voices()),
            signed_roles=_signed_roles(agreement),
            signed_on=_local_date(agreement and agreement.signed_at),
            competences=self.competences.get(placement.dossier.version_id, 0),
            targets=self.targets.get((placement.course_unit_id, placement.dossier.version_id), 0),
            rated=self.rated.get(dossier, {}),
            held=self.held.get(key, 0),
            start_held=key in self.begun,
            visits=visits.held,
            visits_kept=visits.noted > 0,
            actions=self.actions.get(key, 0),
            actions_done=self.done.get(key, 0),
            shortenings=self.shortened.get(key, 0),
            contact=placement.workplace.contact_name,
            persona=_persona(placement.enrolment.persona),
            answer_days=self.answered.get(key, ()),
            onboarding_steps=start.steps,
            onboarding_signed={role: clock.local_date(at) for role, at in start.signed.items()},
            guides_read_by=self._readers(placement),
            goals=self.goals.get(dossier, 0),
            goals_confirmed=self.confirmed.get(dossier, 0),
            finalised_on=_local_date(placement.finalised_at),
            validated=self.validated.get(dossier, 0),
            statement_on=_local_date(self.statements.get(dossier)),
            portfolios=self.portfolios.get(placement.topic, 0),
            **self._policy(placement),
            **self._words(placement),
        )

    def _policy(self, placement: Placement) -> dict[str, Any]:
        unit = placement.course_unit_id
        policy = self.policies.get(unit) or PlacementPolicy(course_unit_id=unit)
        return {
            "minimum_trialogues": policy.minimum_trialogues,
            "minimum_visits": policy.minimum_visits,
            "shortening_offered": policy.shortening_allowed
            and placement.enrolment.persona in policy.shortening_personas,
        }

    def _words(self, placement: Placement) -> dict[str, Any]:
        """`comments`: feedback in words; `written`: that and points for the agenda, by role."""
        key, dossier = placement.pk, placement.dossier_id
        said = {role: self.comments.get((dossier, role), 0) for role in (Role.MENTOR, Role.COACH)}
        said[Role.MENTOR] += self.remarks.get(key, 0)
        written = {role: said[role] + self.points.get((key, role), 0) for role in said}
        return {"comments": sum(said.values()), "written": written}

    def _readers(self, placement: Placement) -> frozenset[str]:
        return frozenset(
            voice.role
            for voice in placement.voices()
            if (voice.person_id, voice.role) in self.readings
        )

    def _said(self) -> QuerySet[Assessment]:
        """What was said about competences of the version that the dossier has today."""
        return Assessment.objects.filter(
            dossier__in=self.dossiers, competence__version=F("dossier__version")
        ).order_by()

    def _rated(self) -> dict[int, dict[str, dict[str, int]]]:
        rows = (
            self._said()
            .values_list("dossier", "role", "moment")
            .annotate(count=Count("competence", distinct=True))
        )
        found: dict[int, dict[str, dict[str, int]]] = defaultdict(dict)
        for dossier, role, moment, count in rows:
            found[dossier].setdefault(role, {})[moment] = count
        return found

    def _statements(self) -> dict[int, dt.datetime]:
        """Dossier -> when its latest statement that stands was issued."""
        issued = Statement.objects.valid().filter(dossier__in=self.dossiers).order_by("issued_at")
        return dict(issued.values_list("dossier", "issued_at"))

    def _comments(self) -> Counts:
        said = Assessment.objects.filter(
            dossier__in=self.dossiers, role__in=[Role.MENTOR, Role.COACH], carried_from=None
        ).exclude(comment="")
        return _counts(said, "dossier", "pk", "role")

    def _meetings(self) -> tuple[Counts, set[int]]:
        """How many were held, and where one of them was the start."""
        held = Trialogue.objects.held().filter(placement__in=self.keys)
        rows = held.order_by().values_list("placement", "kind").annotate(count=Count("pk"))
        counts: Counts = defaultdict(int)
        for placement, _kind, count in rows:
            counts[placement] += count
        begun = {placement for placement, kind, _count in rows if kind == TrialogueKind.START}
        return counts, begun

    def _actions(self) -> tuple[Counts, Counts]:
        actions = TrialogueAction.objects.filter(trialogue__placement__in=self.keys)
        return _all_and_some(actions, "trialogue__placement", Q(done_at__isnull=False))

    def _goals(self) -> tuple[Counts, Counts]:
        goals = PersonalGoal.objects.filter(
            plan__dossier__in=self.dossiers, dropped_at__isnull=True
        ).exclude(state=GoalState.DRAFT)
        return _all_and_some(goals, "plan__dossier", Q(state=GoalState.CONFIRMED))

    def _answer_days(self) -> dict[int, tuple[Decimal, ...]]:
        confirmed = WorkplaceDay.objects.filter(
            placement__in=self.keys, state=DayState.CONFIRMED
        ).order_by("date")
        found: dict[int, list[Decimal]] = defaultdict(list)
        for placement, logged, answered in confirmed.values_list(
            "placement", "logged_at", "confirmed_at"
        ):
            took = working_days_between(clock.local_date(logged), clock.local_date(answered))
            found[placement].append(Decimal(took))
        return {placement: tuple(days) for placement, days in found.items()}


VALIDATED = Q(role=Role.COACH, moment=Moment.FINAL, came_up=True)


def _counts(rows: QuerySet, by: str, what: str = "competence", *more: str) -> Counts:
    """Key (or keys) -> how many different `what` there are; one query."""
    keys = (by, *more)
    counted = rows.order_by().values_list(*keys).annotate(count=Count(what, distinct=True))
    return {(row[0] if not more else row[:-1]): row[-1] for row in counted}


def _all_and_some(rows: QuerySet, by: str, some: Q) -> tuple[Counts, Counts]:
    counted = rows.order_by().values_list(by).annotate(Count("pk"), some=Count("pk", filter=some))
    found = list(counted)
    return {row[0]: row[1] for row in found}, {row[0]: row[2] for row in found}


def _persona(value: str) -> str:
    return str(Persona(value).label) if value in Persona.values else ""


def _local_date(moment: dt.datetime | None) -> dt.date | None:
    return clock.local_date(moment) if moment else None


def _standing_agreements(placements: Collection[int]) -> dict[int, Agreement]:
    """What holds or held to the end; before there is one, what is on its way."""
    active = Agreement.objects.active().filter(placement__in=placements)
    found: dict[int, list[Agreement]] = defaultdict(list)
    for one in active.defer("content").prefetch_related("signatures"):
        found[one.placement_id].append(one)
    return {
        placement: next((one for one in rows if one.state in HOLDS), rows[0])
        for placement, rows in found.items()
    }


def _signed_roles(agreement: Agreement | None) -> frozenset[str]:
    """What holds was signed by all, though an amendment was signed by fewer."""
    if agreement is None:
        return frozenset()
    if agreement.signed_at:
        return frozenset(TRIAD)
    return frozenset(signature.role for signature in agreement.signatures.all())


def _competences(placements: Iterable[Placement]) -> Counts:
    versions = {placement.dossier.version_id for placement in placements}
    return _counts(Competence.objects.filter(version__in=versions), "version", "pk")


def _targets(placements: Iterable[Placement]) -> Counts:
    """(course unit, version) -> how many of its competences have a target there."""
    units = {placement.course_unit_id for placement in placements}
    versions = {placement.dossier.version_id for placement in placements}
    rows = Target.objects.filter(course_unit__in=units, competence__version__in=versions)
    return _counts(rows, "course_unit", "pk", "competence__version")


def _readings(placements: Iterable[Placement]) -> set[tuple[int, str]]:
    """(person, role) for everybody who read a guide of the role in which they speak here."""
    people = {voice.person_id for placement in placements for voice in placement.voices()}
    rows = GuideReading.objects.filter(person__in=people).order_by()
    return set(rows.values_list("person", "version__guide__role").distinct())
