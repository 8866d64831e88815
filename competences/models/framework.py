import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competences.models.curriculum import CourseUnit, Programme
from config.bilingual import Bilingual


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FrameworkQuerySet":
        return self.filter(programme__coordinators=user)


class Framework(Bilingual, models.Model):
    """What a programme wants its students to master; the content stands in its versions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="frameworks")
    code = models.SlugField(max_length=40)
    identifier = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), help_text="its name in exchange with others"
    )
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="framework_code_once_per_programme"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FrameworkVersionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FrameworkVersionQuerySet":
        return self.filter(framework__programme__coordinators=user)


class FrameworkVersion(models.Model):
    """One state of a framework. Once published it never changes: a new version is a new row."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300, blank=True)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="successors"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_once"),
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(published_at__isnull=True),
                name="framework_version_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="framework_version_published_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} v{self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class MasteryLevel(Bilingual, models.Model):
    """One step of the version's scale, which is data: 2 to 7 steps, position 0 the lowest."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    name_nl = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    description_nl = models.CharField(max_length=300, blank=True)
    description_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            # Deferred, so that levels can change places.
            models.UniqueConstraint(
                fields=["version", "position"],
                name="level_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["version", "code"], name="level_code_once"),
            models.CheckConstraint(condition=Q(position__lt=7), name="level_at_most_seven"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def description(self) -> str:
        return self.text("description")


class Outcome(Bilingual, models.Model):
    """A learning outcome (OLR): the heading above a few competences, or above other headings.

    `identifier` stays the same in the next version of the framework.
    """

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="outcomes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts")
    position = models.PositiveSmallIntegerField(help_text="counts through the whole version")
    code = models.CharField(max_length=100)
    identifier = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID())
    name_nl = models.TextField()
    name_en = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="outcome_code_once"),
            models.UniqueConstraint(
                fields=["version", "identifier"], name="outcome_identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Competence(Bilingual, models.Model):
    """What all three speak about: the same indicator in everybody's words.

    `identifier` stays the same in the next version; `predecessors` are the competences of the
    version before from which this one was made: itself, what it was split from or merged of.
    """

    version = models.ForeignKey(
        FrameworkVersion, on_delete=models.CASCADE, related_name="competences"
    )
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="competences")
    position = models.PositiveSmallIntegerField(help_text="counts through the whole version")
    code = models.CharField(max_length=100)
    identifier = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID())
    name_nl = models.TextField(_("name in Dutch"))
    name_en = models.TextField(_("name in English"), blank=True)
    workplace_nl = models.CharField(
        max_length=300, blank=True, help_text="how a mentor would say it"
    )
    workplace_en = models.CharField(max_length=300, blank=True)
    knowledge_nl = ArrayField(models.TextField(), default=list, blank=True)
    knowledge_en = ArrayField(models.TextField(), default=list, blank=True)
    skills_nl = ArrayField(models.TextField(), default=list, blank=True)
    skills_en = ArrayField(models.TextField(), default=list, blank=True)
    references = ArrayField(
        models.TextField(), default=list, blank=True, help_text="its numbers in other lists"
    )
    predecessors = models.ManyToManyField("self", symmetrical=False, related_name="successors")

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="competence_code_once"),
            models.UniqueConstraint(
                fields=["version", "identifier"], name="competence_identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def workplace_name(self) -> str:
        """In the mentor's words, without the full stop: it also stands inside sentences."""
        return (self.text("workplace") or self.name).removesuffix(".")


class Target(models.Model):
    """The level to reach for one competence in one course unit."""

    course_unit = models.ForeignKey(CourseUnit, on_delete=models.PROTECT, related_name="targets")
    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="targets")
    level = models.ForeignKey(MasteryLevel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["course_unit", "competence"]
        constraints = [
            models.UniqueConstraint(
                fields=["course_unit", "competence"], name="target_once_per_course_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.competence_id}: {self.level_id}"
