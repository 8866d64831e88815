"""Getting started at a workplace, and taking over its tasks, signed off by both."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.models import Competence
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from config.bilingual import Bilingual
from mentors.enums import TaskStage, TemplateKind
from placements.models import Placement, Workplace
from placements.models.placement import OfPlacementQuerySet

BOTH = [(role.value, role.label) for role in (Role.STUDENT, Role.MENTOR)]


class WorkTemplateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WorkTemplateQuerySet":
        """Lists of the workplaces where this person sees a placement."""
        there = Placement.objects.visible_to(user).filter(workplace=OuterRef("workplace_id"))
        return self.filter(Exists(there))

    def in_use(self) -> "WorkTemplateQuerySet":
        return self.filter(retired_at__isnull=True)


class WorkTemplate(Bilingual, models.Model):
    """A list that a workplace uses again and again: its onboarding, or the tasks to take over.

    `lines`: a list of {"nl", "en"} in order, "en" may be "". A placement gets a copy: what changes
    here later does not change it.
    """

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TemplateKind.choices)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    lines = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)

    objects = WorkTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["workplace", "kind", "name_nl"]

    def __str__(self) -> str:
        return self.name


class OnboardingStep(models.Model):
    """One thing to get started with: done when somebody ticked it."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="onboarding_done_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="onboarding_step_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class OnboardingSignature(AppendOnlyModel):
    """Student or mentor signs that the onboarding took place; `steps` is the list as it read."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=BOTH)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    steps = models.JSONField(default=list)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "role"], name="onboarding_signed_once_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} signed the onboarding of {self.placement_id}"


class WorkTask(models.Model):
    """A task of the workplace that the student takes over, step by step."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="work_task_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class TaskSignOffQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "TaskSignOffQuerySet":
        tasks = WorkTask.objects.visible_to(user).filter(pk=OuterRef("task_id"))
        return self.filter(Exists(tasks))


class TaskSignOff(AppendOnlyModel):
    """Student or mentor says that a stage of a task was reached; it is when both did."""

    task = models.ForeignKey(WorkTask, on_delete=models.PROTECT, related_name="sign_offs")
    stage = models.PositiveSmallIntegerField(choices=TaskStage.choices)
    role = models.CharField(max_length=10, choices=BOTH)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = TaskSignOffQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "stage", "role"], name="task_stage_signed_once_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_stage_display()}"
