"""What visits and consents tell about placements and programmes: numbers, never notes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from placements.models import Placement
from quality.enums import ConsentKind
from quality.models import Visit, VisitConsent
from quality.rules.visits import VISITED


@dataclass(frozen=True)
class Visits:
    """`noted`: visits of any state, so that none held means something; `held`: that took place."""

    noted: int = 0
    held: int = 0


def visits_of(placements: Collection[int]) -> dict[int, Visits]:
    """Placement id -> its visits, where there are any; one query."""
    happened = Q(state__in=VISITED)
    rows = (
        Visit.objects.filter(placement__in=placements)
        .order_by()
        .values("placement")
        .annotate(noted=Count("pk"), held=Count("pk", filter=happened))
    )
    return {row["placement"]: Visits(row["noted"], row["held"]) for row in rows}


@dataclass(frozen=True)
class VisitFacts:
    """Of one placement: how many visits took place, after how many they were thanked, and how many
    testimonials stand that one may quote."""

    held: int = 0
    thanked: int = 0
    testimonials: int = 0


def facts_of(placement: Placement) -> VisitFacts:
    """Two queries."""
    happened = Visit.objects.filter(placement=placement, state__in=VISITED)
    counted = happened.aggregate(held=Count("pk"), thanked=Count("thanked_at"))
    quotable = VisitConsent.objects.standing().filter(
        kind=ConsentKind.TESTIMONIAL, visit__placement=placement
    )
    return VisitFacts(**counted, testimonials=quotable.count())


def testimonials_of(programmes: Collection[int]) -> dict[int, int]:
    """Programme id -> testimonials with a consent that stands, where there are any; one query."""
    rows = (
        VisitConsent.objects.filter(
            kind=ConsentKind.TESTIMONIAL,
            revoked_at__isnull=True,
            visit__programme__in=programmes,
        )
        .exclude(words="")
        .order_by()
        .values("visit__programme")
        .annotate(count=Count("pk"))
    )
    return {row["visit__programme"]: row["count"] for row in rows}
