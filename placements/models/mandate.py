import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from config import clock
from placements.models.organisation import Workplace
from placements.models.placement import OfPlacementQuerySet, Placement


class HandOverRequestQuerySet(OfPlacementQuerySet):
    def open(self) -> "HandOverRequestQuerySet":
        return self.filter(settled_at__isnull=True)


class HandOverRequest(models.Model):
    """ "I am no longer the mentor": said by the mentor, with who could take over, if they know."""

    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="hand_over_requests"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    suggested_name = models.CharField(max_length=200, blank=True)
    suggested_email = models.EmailField(blank=True)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = HandOverRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(settled_at__isnull=True),
                name="hand_over_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="hand_over_settled_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over asked for {self.placement_id}"


class SignatoryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignatoryQuerySet":
        """Who has the mandate, and coordinators with a placement at that workplace."""
        there = Placement.objects.coordinated_by(user).filter(workplace=OuterRef("workplace_id"))
        return self.filter(Q(person=user) | Q(Exists(there)))

    def current(self) -> "SignatoryQuerySet":
        today = clock.today()
        return self.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gt=today))


class Signatory(models.Model):
    """Who may sign for a workplace, from and until when: a mandate apart from the mentor's."""

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="signatories")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120, blank=True)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["workplace", "since", "pk"]
        verbose_name_plural = "signatories"
        constraints = [
            models.UniqueConstraint(
                fields=["workplace"],
                condition=Q(until__isnull=True),
                name="signatory_one_per_workplace",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="signatory_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.workplace_id}"

    @property
    def is_current(self) -> bool:
        """Whether this mandate holds today; the same as `current()`."""
        today = clock.today()
        return self.since <= today and (self.until is None or self.until > today)

    @property
    def last_day(self) -> dt.date | None:
        """The last date on which it held; of one that began and ended on one day, that day."""
        return self.until and max(self.until - dt.timedelta(days=1), self.since)
