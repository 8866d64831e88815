from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from placements.enums import TrialogueState
from placements.models.placement import Placement
from placements.models.trialogue import Trialogue


def _speaks(user: User) -> Exists:
    """Meetings are for whoever has a voice in the placement today; others see that they were."""
    placements = Placement.objects.with_voice(user)
    return Exists(placements.filter(pk=OuterRef("trialogue__placement_id")))


class PreparationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PreparationQuerySet":
        """One's own at any time; those of the others once the coach has opened the meeting."""
        opened = Q(trialogue__state__in=[TrialogueState.HELD, TrialogueState.SIGNED])
        return self.filter(Q(person=user) | opened, _speaks(user))


class Preparation(models.Model):
    """What one person prepares for a meeting, in private until the coach opens it.

    `answers`: {key of a field of the role's guide: text}. `version` counts the changes, so that
    a second device overwrites nothing unseen. `ready_at`: said to be ready; it can still change.
    """

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="preparations")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)

    objects = PreparationQuerySet.as_manager()

    class Meta:
        ordering = ["trialogue", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trialogue", "person"], name="preparation_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} prepares {self.trialogue_id}"


class AgendaPointQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgendaPointQuerySet":
        return self.filter(_speaks(user))

    def present(self) -> "AgendaPointQuerySet":
        return self.filter(removed_at__isnull=True)


class AgendaPoint(models.Model):
    """What one of the three wants to talk about; all three read it before the meeting."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="points")
    text = models.CharField(max_length=300)
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True)

    objects = AgendaPointQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="agenda_point_has_words")]

    def __str__(self) -> str:
        return self.text
