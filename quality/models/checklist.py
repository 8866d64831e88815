from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from config.bilingual import Bilingual
from placements.models import Placement
from quality.enums import AnswerValue, Level, Weight


class Question(Bilingual, models.Model):
    """A question of the checklist, in its phase and theme; the points stand under it."""

    position = models.PositiveSmallIntegerField(unique=True)
    phase = models.SlugField(max_length=30)
    phase_nl = models.CharField(max_length=120)
    phase_en = models.CharField(max_length=120)
    theme = models.SlugField(max_length=30)
    theme_nl = models.CharField(max_length=120)
    theme_en = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class ChecklistItem(Bilingual, models.Model):
    """One of the points. The institution edits its words, adds and retires; never deletes."""

    key = models.SlugField(max_length=60, unique=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    weight = models.CharField(max_length=10, choices=Weight.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    parties = ArrayField(models.CharField(max_length=12, choices=Role.choices))
    name_nl = models.TextField(_("point in Dutch"))
    name_en = models.TextField(_("point in English"))
    proof = models.SlugField(max_length=60, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "position"], name="checklist_item_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChecklistAnswerQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "ChecklistAnswerQuerySet":
        placements = Placement.objects.visible_to(user).filter(pk=OuterRef("placement_id"))
        return self.filter(Exists(placements))

    def present(self) -> "ChecklistAnswerQuerySet":
        """The latest answer per point and role."""
        return self.order_by("placement_id", "item_id", "role", "-at", "-pk").distinct(
            "placement_id", "item_id", "role"
        )


class ChecklistAnswer(AppendOnlyModel):
    """What one party says about one point of one placement, in the own voice. Never a score."""

    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=8, choices=AnswerValue.choices)
    remark = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = ChecklistAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="checklist_answer_by_a_known_role"
            )
        ]
        indexes = [
            models.Index(
                fields=["placement", "item", "role", "-at"], name="checklist_present_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.item_id}: {self.value}"
