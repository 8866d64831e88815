from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.models import Programme, Voice
from config import clock
from config.bilingual import Bilingual
from placements.enums import Audience, ReflectionDepth, ReflectionDimension
from placements.models.day import WorkplaceDay
from placements.models.placement import Placement


class ReflectionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReflectionQuerySet":
        """The student's own; the coach's if opened to the coach; the mentor's if opened to all.

        Nobody else, ever: coordinators do not read reflections.
        """

        def speaks_as(*roles: str) -> Exists:
            return Exists(
                Voice.objects.current().filter(
                    dossier=OuterRef("placement__dossier_id"), person=user, role__in=roles
                )
            )

        return self.filter(
            Q(speaks_as(Role.STUDENT))
            | Q(speaks_as(Role.COACH), audience__in=[Audience.COACH, Audience.TRIAD])
            | Q(speaks_as(Role.MENTOR), audience=Audience.TRIAD)
        )


class Reflection(models.Model):
    """Looking back on one's own acting and thinking; the student decides who may read it.

    `model` names the way of looking back ("free", "starr", …) and `parts` the words given to each
    of its steps; `text` holds them all, in order, for readers and search. `dimensions` and `depth`
    are the student's own map of where they looked: shown to nobody else, whatever the audience.
    `key` is given by the device, so that one press is one reflection.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(
        WorkplaceDay, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    prompt = models.CharField(max_length=40, blank=True, help_text="key of the prompt answered")
    model = models.CharField(max_length=40, default="free")
    parts = models.JSONField(default=dict, blank=True)
    text = models.TextField()
    dimensions = ArrayField(
        models.CharField(max_length=10, choices=ReflectionDimension.choices), default=list
    )
    depth = models.CharField(max_length=10, choices=ReflectionDepth.choices, blank=True)
    key = models.UUIDField(null=True, unique=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.COACH)
    written_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reflection_has_words")]

    def __str__(self) -> str:
        return f"reflection {self.pk}"


class ReflectionCommentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReflectionCommentQuerySet":
        """Whoever may read the reflection today may read what was said under it."""
        readable = Reflection.objects.visible_to(user).filter(pk=OuterRef("reflection_id"))
        return self.filter(Exists(readable))


class ReflectionComment(models.Model):
    """What was said under a reflection; it goes when the student takes the reflection away."""

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=11, choices=[(role.value, role.label) for role in Role])
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    key = models.UUIDField(null=True, unique=True)

    objects = ReflectionCommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reflection_comment_has_words")
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class OfferedQuerySet(models.QuerySet):
    """What a programme offers to look back with."""

    def coordinated_by(self, user: User) -> "OfferedQuerySet":
        return self.filter(programme__coordinators=user)

    def offered(self) -> "OfferedQuerySet":
        return self.filter(retired_at__isnull=True)


class ReflectionModel(Bilingual, models.Model):
    """A programme's own way of looking back, beside those that come with the portal.

    `steps`: a list of {"key", "nl", "en"}, the questions in their order.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name_nl = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    steps = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "name_nl"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="reflection_model_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class ReflectionExample(Bilingual, models.Model):
    """A good example to read, invented or given with consent; never somebody's own reflection."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    dimension = models.CharField(max_length=10, choices=ReflectionDimension.choices)
    depth = models.CharField(max_length=10, choices=ReflectionDepth.choices)
    text_nl = models.TextField()
    text_en = models.TextField(blank=True)
    why_nl = models.TextField(help_text="what makes it a good one")
    why_en = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"example {self.pk}"
