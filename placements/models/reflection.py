from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.models import Voice
from config import clock
from placements.enums import Audience
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
    """Looking back on one's own acting and thinking; the student decides who may read it."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(
        WorkplaceDay, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    prompt = models.CharField(max_length=40, blank=True, help_text="key of the prompt answered")
    text = models.TextField()
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.COACH)
    written_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reflection_has_words")]

    def __str__(self) -> str:
        return f"reflection {self.pk}"
