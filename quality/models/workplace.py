"""What a college knows of a workplace beside its placements: papers that expire, and room."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from competences.models import AcademicYear, Programme
from config import clock
from placements.models import Placement, Workplace
from quality.enums import WorkplacePaper


class OfWorkplaceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "OfWorkplaceQuerySet":
        """Who sees a placement there."""
        placements = Placement.objects.visible_to(user).filter(workplace=OuterRef("workplace_id"))
        return self.filter(Exists(placements))


class WorkplaceDocument(models.Model):
    """A risk analysis (before the start and every year), a work-post sheet, or another paper of
    the workplace. A newer one of the same kind replaces it; nothing is deleted."""

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=15, choices=WorkplacePaper.choices)
    title = models.CharField(max_length=200)
    dated_on = models.DateField()
    expires_on = models.DateField(null=True)
    file = models.FileField(upload_to="workplaces/%Y/")
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True)

    objects = OfWorkplaceQuerySet.as_manager()

    class Meta:
        ordering = ["workplace", "kind", "-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("dated_on")),
                name="workplace_document_expires_after_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.workplace_id}"


class WorkplaceCapacity(models.Model):
    """How many students of a programme a workplace takes in a year, as it said."""

    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="capacities")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    academic_year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()
    said_by = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["workplace", "-academic_year__starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["workplace", "programme", "academic_year"],
                name="workplace_capacity_once_per_year",
            )
        ]
