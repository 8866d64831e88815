"""Read models of placements that page, API and PDF share."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from competences.overviews.tracking import finals, target_positions
from config.refusal import Obstacle
from placements.enums import AgreementState, DayState, ShorteningState, TrialogueState
from placements.models import Placement, PlacementPolicy
from placements.models.placement import PlacementQuerySet
from placements.rules.finalising import finalising_obstacles
from placements.rules.shortening import ShorteningFacts


@dataclass(frozen=True)
class DayCounts:
    """Days as they stand: half days count 0.5; `required` is after ratified shortenings."""

    logged: Decimal
    confirmed: Decimal
    required: int
    required_at_start: int

    @property
    def waiting(self) -> Decimal:
        """Logged but not confirmed yet."""
        return self.logged - self.confirmed

    @property
    def left(self) -> Decimal:
        return max(Decimal(self.required) - self.logged, Decimal(0))


def policy_of(placement: Placement) -> PlacementPolicy:
    """The policy of the placement's course unit."""
    return policy_of_unit(placement.course_unit_id)


def policy_of_unit(unit: int) -> PlacementPolicy:
    """By the key of the course unit; the defaults where no policy was written yet."""
    found = PlacementPolicy.objects.filter(pk=unit).first()
    return found or PlacementPolicy(course_unit_id=unit)


def policies_of(placements: PlacementQuerySet) -> list[PlacementPolicy]:
    """The policies of the course units of these placements, each once; the defaults where no
    policy was written, and where there is no placement at all. Two queries."""
    units = set(placements.order_by().values_list("course_unit", flat=True))
    found = PlacementPolicy.objects.in_bulk(units)
    return [found.get(unit) or PlacementPolicy() for unit in units] or [PlacementPolicy()]


def day_counts(placement: Placement) -> DayCounts:
    """Counts of one placement; free of queries when it came from `with_days()`."""
    if not hasattr(placement, "days_logged"):
        placement = Placement.objects.with_days().get(pk=placement.pk)
    return DayCounts(
        logged=placement.days_logged,
        confirmed=placement.days_confirmed,
        required=placement.required_days - placement.days_shortened,
        required_at_start=placement.required_days,
    )


def days_logged(placement: Placement) -> Decimal:
    states = [DayState.LOGGED, DayState.CONFIRMED]
    portions = placement.days.filter(state__in=states).values_list("portion", flat=True)
    return sum(portions, Decimal(0))


def shortening_facts(placement: Placement) -> ShorteningFacts:
    states = list(placement.shortenings.values_list("state", flat=True))
    counts = day_counts(Placement.objects.with_days().get(pk=placement.pk))
    return ShorteningFacts(
        placement=placement,
        policy=policy_of(placement),
        held_on=placement.trialogues.held().aggregate(last=Max("held_on"))["last"],
        ratified=states.count(ShorteningState.RATIFIED),
        required_now=counts.required,
        open_proposal=ShorteningState.PROPOSED in states,
    )


def what_is_missing(placement: Placement) -> list[Obstacle]:
    """What stands between this placement and its end; empty when the coach can finalise."""
    counts = day_counts(Placement.objects.with_days().get(pk=placement.pk))
    return list(
        finalising_obstacles(
            is_open=placement.is_open,
            agreement_signed=placement.agreements.filter(state=AgreementState.SIGNED).exists(),
            days_confirmed=counts.confirmed,
            days_required=counts.required,
            competences=target_positions(placement.dossier),
            final_by_role=finals(placement.dossier),
            meeting_planned=placement.trialogues.filter(state=TrialogueState.PLANNED).exists(),
            proposal_open=placement.shortenings.filter(state=ShorteningState.PROPOSED).exists(),
        )
    )
