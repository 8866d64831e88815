"""The checklist of one placement: points, answers side by side, and what the data say."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry
from competences.enums import Moment
from competences.models import Assessment, Competence, Target
from config import clock
from placements.enums import HOLDS, DayState, Persona, ShorteningState, TrialogueKind
from placements.models import Agreement, Placement, TrialogueAction, Workplace
from placements.overviews.counts import policy_of
from placements.rules.working_days import working_days_between
from quality.models import ChecklistAnswer, ChecklistItem
from quality.proofs import PlacementFacts, Proof, prove
from quality.rules import contradicts


@dataclass(frozen=True)
class Point:
    """One point: who is asked, what each says now (None: nothing yet), what the data say."""

    number: int
    item: ChecklistItem
    answers: dict[str, ChecklistAnswer | None]
    proof: Proof | None

    @property
    def contradicts(self) -> bool:
        return contradicts([said.value for said in self.answers.values() if said], self.proof)


@dataclass(frozen=True)
class Checklist:
    """All points of a placement that are still asked, in order; a constant number of queries."""

    placement: Placement
    points: list[Point]

    @property
    def proved(self) -> int:
        return sum(1 for point in self.points if point.proof and point.proof.holds)

    @property
    def contradictions(self) -> list[Point]:
        return [point for point in self.points if point.contradicts]

    def asked_of(self, role: str) -> list[Point]:
        return [point for point in self.points if role in point.item.parties]


def checklist(placement: Placement) -> Checklist:
    """The checklist of one placement with everybody's present answers."""
    facts = gather_facts(placement)
    said = {
        (answer.item_id, answer.role): answer
        for answer in ChecklistAnswer.objects.filter(placement=placement)
        .present()
        .select_related("person")
    }
    items = ChecklistItem.objects.filter(retired_at__isnull=True).select_related("question")
    points = [
        Point(
            number=number,
            item=item,
            answers={role: said.get((item.pk, role)) for role in item.parties},
            proof=prove(item.proof, facts) if item.proof else None,
        )
        for number, item in enumerate(items, 1)
    ]
    return Checklist(placement, points)


def gather_facts(placement: Placement) -> PlacementFacts:
    """Everything the proofs need to know about one placement."""
    dossier, policy, enrolment = placement.dossier, policy_of(placement), placement.enrolment
    meetings = list(placement.trialogues.held().values_list("kind", flat=True))
    actions = TrialogueAction.objects.filter(trialogue__placement=placement)
    agreement = _standing_agreement(placement)
    final = Assessment.objects.filter(
        dossier=dossier,
        competence__version=dossier.version_id,
        role=Role.COACH,
        moment=Moment.FINAL,
        came_up=True,
    )
    return PlacementFacts(
        roles=frozenset(voice.role for voice in placement.voices()),
        signed_roles=_signed_roles(agreement),
        signed_on=_local_date(agreement and agreement.signed_at),
        competences=Competence.objects.filter(version=dossier.version_id).count(),
        targets=Target.objects.filter(
            course_unit=placement.course_unit_id, competence__version=dossier.version_id
        ).count(),
        rated=_rated(placement),
        held=len(meetings),
        start_held=TrialogueKind.START in meetings,
        minimum_trialogues=policy.minimum_trialogues,
        minimum_visits=policy.minimum_visits,
        shortening_offered=policy.shortening_allowed
        and enrolment.persona in policy.shortening_personas,
        shortenings=placement.shortenings.filter(state=ShorteningState.RATIFIED).count(),
        contact=placement.workplace.contact_name,
        persona=str(Persona(enrolment.persona).label),
        comments=_comments(placement),
        answer_days=_answer_days(placement),
        finalised_on=_local_date(placement.finalised_at),
        validated=final.values("competence").distinct().count(),
        portfolios=HistoryEntry.objects.filter(
            action="portfolio-made", topic=placement.topic
        ).count(),
        workplaces_of_programme=_workplaces(placement),
        **actions.aggregate(
            actions=Count("pk"), actions_done=Count("pk", filter=Q(done_at__isnull=False))
        ),
    )


def _local_date(moment: dt.datetime | None) -> dt.date | None:
    return clock.local_date(moment) if moment else None


def _standing_agreement(placement: Placement) -> Agreement | None:
    """What holds or held to the end; before there is one, what is on its way."""
    found = placement.agreements
    return found.filter(state__in=HOLDS).first() or found.active().first()


def _signed_roles(agreement: Agreement | None) -> frozenset[str]:
    """What holds was signed by all, though an amendment was signed by fewer."""
    if agreement is None:
        return frozenset()
    if agreement.signed_at:
        return frozenset(TRIAD)
    return frozenset(agreement.signatures.values_list("role", flat=True))


def _rated(placement: Placement) -> dict[str, dict[str, int]]:
    rows = (
        Assessment.objects.filter(
            dossier=placement.dossier_id, competence__version=placement.dossier.version_id
        )
        .order_by()
        .values_list("role", "moment")
        .annotate(count=Count("competence", distinct=True))
    )
    found: dict[str, dict[str, int]] = {}
    for role, moment, count in rows:
        found.setdefault(role, {})[moment] = count
    return found


def _comments(placement: Placement) -> int:
    said = Assessment.objects.filter(
        dossier=placement.dossier_id, role__in=[Role.MENTOR, Role.COACH], carried_from=None
    ).exclude(comment="")
    return said.count() + placement.days.exclude(remark="").count()


def _answer_days(placement: Placement) -> tuple[Decimal, ...]:
    confirmed = placement.days.filter(state=DayState.CONFIRMED)
    return tuple(
        Decimal(working_days_between(clock.local_date(logged), clock.local_date(answered)))
        for logged, answered in confirmed.values_list("logged_at", "confirmed_at")
    )


def _workplaces(placement: Placement) -> int:
    programme = placement.enrolment.programme_id
    return Workplace.objects.filter(placements__enrolment__programme=programme).distinct().count()
