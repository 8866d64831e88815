"""Short guides for one role at one moment, and what a mentor learnt to be a mentor."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.models import Voice
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from config.bilingual import Bilingual
from mentors.enums import TrainingKind


def mentors_known_to(user: User) -> models.QuerySet[User]:
    """Whose training record this person may read: the own one of whoever is or was a mentor, and
    those of the mentors of today in the programmes they coordinate."""
    mandates = Voice.objects.filter(role=Role.MENTOR, person=OuterRef("pk"))
    coordinated = mandates.current().filter(dossier__course_unit__programme__coordinators=user)
    return User.objects.filter(Q(Exists(mandates), pk=user.pk) | Q(Exists(coordinated)))


class GuideQuerySet(models.QuerySet):
    def in_use(self) -> "GuideQuerySet":
        return self.filter(retired_at__isnull=True)


class Guide(models.Model):
    """One subject for one role at one moment; its words stand in its versions."""

    key = models.SlugField(max_length=40, unique=True)
    role = models.CharField(max_length=11, choices=Role.choices)
    moment = models.CharField(max_length=40, help_text="before, start, trialogue, end, any")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["role", "position", "pk"]

    def __str__(self) -> str:
        return self.key


class GuideVersionQuerySet(AppendOnlyQuerySet):
    def latest_of_each(self) -> "GuideVersionQuerySet":
        """One version per guide: how it reads today."""
        return self.order_by("guide_id", "-number").distinct("guide_id").select_related("guide")


class GuideVersion(Bilingual, AppendOnlyModel):
    """What a guide says from a moment on; a changed guide is a new version, old ones stay.

    The body is plain text: an empty line starts a paragraph, "# " a heading, "- " a list item,
    "1. " a numbered step. `by` is empty for the words that come with the portal.
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

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering = ["guide", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} v{self.number}"

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def body(self) -> str:
        return self.text("body")


class GuideReadingQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "GuideReadingQuerySet":
        """The own ones, and what the mentors this person knows read as mentors."""
        known = Q(person__in=mentors_known_to(user), version__guide__role=Role.MENTOR)
        return self.filter(Q(person=user) | known)


class GuideReading(AppendOnlyModel):
    """Somebody said that they read this version."""

    version = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = GuideReadingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="guide_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.version_id}"


class TrainingEntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TrainingEntryQuerySet":
        return self.filter(person__in=mentors_known_to(user), removed_at__isnull=True)


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

    objects = TrainingEntryQuerySet.as_manager()

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
