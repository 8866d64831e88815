"""Short guides for one role at one moment, and what a mentor learnt to be a mentor."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from config import clock
from config.append_only import AppendOnlyModel
from config.bilingual import Bilingual
from mentors.enums import TrainingKind


class Guide(models.Model):
    """One subject for one role at one moment; its words stand in its versions."""

    key = models.SlugField(max_length=40, unique=True)
    role = models.CharField(max_length=11, choices=Role.choices)
    moment = models.CharField(max_length=40, help_text="before, start, trialogue, end, any")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["role", "position", "pk"]

    def __str__(self) -> str:
        return self.key


class GuideVersion(Bilingual, AppendOnlyModel):
    """What a guide says from a moment on; a changed guide is a new version, old ones stay.

    The body is plain text: an empty line starts a paragraph, "# " a heading, "- " a list item.
    """

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_nl = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    body_nl = models.TextField()
    body_en = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["guide", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} v{self.number}"


class GuideReading(AppendOnlyModel):
    """Somebody said that they read this version."""

    version = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="guide_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.version_id}"


class TrainingEntry(models.Model):
    """One line of a mentor's training record, written by the mentor or a coordinator."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TrainingKind.choices)
    title = models.CharField(max_length=200)
    on = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name_plural = "training entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="training_hours_positive"
            )
        ]

    def __str__(self) -> str:
        return self.title
