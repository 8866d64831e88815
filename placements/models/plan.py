"""When somebody is at the workplace: the pattern week, and all that departs from it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from competences.models import Programme
from config import clock
from config.bilingual import Bilingual
from placements.enums import InterruptionKind
from placements.models.placement import OfPlacementQuerySet, Placement


class ClosureQuerySet(models.QuerySet):
    def coordinated_by(self, user: User) -> "ClosureQuerySet":
        return self.filter(programme__coordinators=user)

    def of_programme(self, programme_id: int) -> "ClosureQuerySet":
        """Those of the whole institution and those of this programme."""
        return self.filter(Q(programme__isnull=True) | Q(programme=programme_id))


class Closure(Bilingual, models.Model):
    """Days in the institution's calendar on which nobody is expected, for all or one programme."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first = models.DateField()
    last = models.DateField()
    name_nl = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="closure_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name


class WeekPattern(models.Model):
    """A pattern week that the student proposes and the mentor agrees to; it holds from `since`.

    `mornings` and `afternoons` list weekdays (0 = Monday). The week that a placement was opened
    with stands on the placement itself.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="weeks")
    since = models.DateField()
    mornings = ArrayField(models.PositiveSmallIntegerField(), default=list)
    afternoons = ArrayField(models.PositiveSmallIntegerField(), default=list)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(
                    agreed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
                ),
                name="week_one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="week_agreed_at_and_by",
            ),
            models.CheckConstraint(
                condition=~(Q(mornings__len=0) & Q(afternoons__len=0)), name="week_has_a_half_day"
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(declined_because=""),
                name="week_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"week of {self.placement_id} since {self.since}"

    @property
    def is_open(self) -> bool:
        """Proposed, and nobody answered yet."""
        return not (self.agreed_at or self.declined_at or self.withdrawn_at)


class PlanException(models.Model):
    """One date that differs from the pattern week: worked after all, by half, or not at all."""

    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="plan_exceptions"
    )
    date = models.DateField()
    morning = models.BooleanField(default=False)
    afternoon = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "date"], name="plan_exception_once_per_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} of {self.placement_id}"


class Interruption(models.Model):
    """A time without workplace days. `reason` is for the student and the coach: everybody else
    reads from when until when, and the kind; of an illness not even that."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="interruptions")
    kind = models.CharField(max_length=10, choices=InterruptionKind.choices)
    first = models.DateField()
    last = models.DateField(null=True, help_text="the last day away; empty: not known yet")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="interruption_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.placement_id} from {self.first}"
