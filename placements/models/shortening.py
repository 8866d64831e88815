from django.conf import settings
from django.db import models
from django.db.models import Q

from competences.models import Competence, Evidence
from config import clock
from placements.enums import Advice, ShorteningState
from placements.models.placement import OfPlacementQuerySet, Placement
from placements.models.trialogue import Trialogue


class ShorteningQuerySet(OfPlacementQuerySet):
    def standing(self) -> "ShorteningQuerySet":
        """Ratified or still proposed: weighed against the full number of days."""
        return self.filter(state__in=[ShorteningState.PROPOSED, ShorteningState.RATIFIED])


class ShorteningProposal(models.Model):
    """Fewer days in view of competences already mastered: proposed by the student, advised by
    the mentor, decided by the coach, revocable in a later trialogue. Every step stays visible."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="shortenings")
    trialogue = models.ForeignKey(Trialogue, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    freed_time_for = models.TextField(blank=True, help_text="what the student will do instead")
    competences = models.ManyToManyField(Competence, related_name="+")
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    state = models.CharField(
        max_length=10, choices=ShorteningState.choices, default=ShorteningState.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    advice = models.CharField(max_length=10, choices=Advice.choices, blank=True)
    advice_words = models.TextField(blank=True)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    advised_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_words = models.TextField(blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_in = models.ForeignKey(Trialogue, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_because = models.TextField(blank=True)

    objects = ShorteningQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state=ShorteningState.PROPOSED),
                name="shortening_one_open_proposal",
            ),
            models.CheckConstraint(condition=Q(days__gt=0), name="shortening_takes_days_off"),
            models.CheckConstraint(
                condition=Q(advised_at__isnull=True, advised_by__isnull=True, advice="")
                | (Q(advised_at__isnull=False, advised_by__isnull=False) & ~Q(advice="")),
                name="shortening_advised_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ShorteningState.PROPOSED,
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                )
                | (
                    ~Q(state=ShorteningState.PROPOSED)
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="shortening_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShorteningState.RATIFIED) | Q(advised_at__isnull=False),
                name="shortening_ratified_after_advice",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ShorteningState.REVOKED,
                    revoked_at__isnull=False,
                    revoked_by__isnull=False,
                    revoked_in__isnull=False,
                )
                | (
                    ~Q(state=ShorteningState.REVOKED)
                    & Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_in__isnull=True)
                ),
                name="shortening_revoked_in_a_trialogue",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShorteningState.REVOKED) | ~Q(revoked_because=""),
                name="shortening_revoked_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days off {self.placement_id}"
