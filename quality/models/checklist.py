from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from competences.models import Programme
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from config.bilingual import Bilingual
from placements.models import Placement, Workplace
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


class PointWording(AppendOnlyModel):
    """How a point read from a moment on: its words, weight and parties; answers name theirs."""

    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    name_nl = models.TextField()
    name_en = models.TextField()
    weight = models.CharField(max_length=10, choices=Weight.choices)
    parties = ArrayField(models.CharField(max_length=12, choices=Role.choices))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="point_wording_once")
        ]


class ChecklistAnswerQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "ChecklistAnswerQuerySet":
        """Of a placement: who sees it. Of a workplace: who sees a placement there. Of a programme:
        its coordinators, and everybody their own."""
        placements = Placement.objects.visible_to(user)
        return self.filter(
            Q(Exists(placements.filter(pk=OuterRef("placement_id"))))
            | Q(Exists(placements.filter(workplace=OuterRef("workplace_id"))))
            | Q(programme__in=Programme.objects.coordinated_by(user))
            | Q(programme__isnull=False, person=user)
        )

    def present(self) -> "ChecklistAnswerQuerySet":
        """The latest answer per point and role; of a workplace or programme, per person too."""
        subject = ("placement_id", "workplace_id", "programme_id")
        alone = models.Case(
            models.When(placement__isnull=False, then=models.Value(0)),
            default="person_id",
            output_field=models.BigIntegerField(),
        )
        rows = self.annotate(alone=alone)
        return rows.order_by(*subject, "item_id", "role", "alone", "-at", "-pk").distinct(
            *subject, "item_id", "role", "alone"
        )


class ChecklistAnswer(AppendOnlyModel):
    """What one party says about one point, in the own voice. Never a score.

    A point of the level placement, workplace or programme is answered about exactly that. `cycle`:
    the self-evaluation in which it was asked; `wording`: how the point read then, None as first.
    """

    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    wording = models.ForeignKey(PointWording, on_delete=models.PROTECT, null=True, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, null=True, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, related_name="+")
    cycle = models.ForeignKey(
        "quality.Cycle", on_delete=models.PROTECT, null=True, related_name="answers"
    )
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
            ),
            models.CheckConstraint(
                condition=Q(placement__isnull=False, workplace=None, programme=None)
                | Q(placement=None, workplace__isnull=False, programme=None)
                | Q(placement=None, workplace=None, programme__isnull=False),
                name="checklist_answer_about_one_subject",
            ),
        ]
        indexes = [
            models.Index(
                fields=["placement", "item", "role", "-at"], name="checklist_present_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.item_id}: {self.value}"
