import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import TRIAD
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.enums import TrialogueKind, TrialogueState
from placements.models.placement import OfPlacementQuerySet, Placement


class TrialogueQuerySet(OfPlacementQuerySet):
    def held(self) -> "TrialogueQuerySet":
        return self.filter(state__in=[TrialogueState.HELD, TrialogueState.SIGNED])

    def held_after(self, earlier: "Trialogue") -> "TrialogueQuerySet":
        """Meetings that took place later than this one; two of one day in their planned order."""
        same_day = Q(held_on=earlier.held_on, starts_at__gt=earlier.starts_at)
        return self.held().filter(Q(held_on__gt=earlier.held_on) | same_day)


class Trialogue(models.Model):
    """A meeting of all three. `uid` and `sequence` are those of its calendar file."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="trialogues")
    kind = models.CharField(
        max_length=12, choices=TrialogueKind.choices, default=TrialogueKind.PROGRESS
    )
    state = models.CharField(
        max_length=10, choices=TrialogueState.choices, default=TrialogueState.PLANNED
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    held_on = models.DateField(null=True)
    held_after_days = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    report = models.JSONField(
        null=True, help_text="plain values of the report in each language, from the first sign-off"
    )

    objects = TrialogueQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[TrialogueState.HELD, TrialogueState.SIGNED], held_on__isnull=False
                )
                | Q(
                    state__in=[TrialogueState.PLANNED, TrialogueState.CANCELLED],
                    held_on__isnull=True,
                ),
                name="trialogue_held_on_iff_held",
            ),
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(state=TrialogueState.PLANNED),
                name="trialogue_one_planned_per_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state=TrialogueState.SIGNED) | Q(report__isnull=False),
                name="trialogue_signed_with_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"


class TrialogueNote(models.Model):
    """What was said about one item of the agenda (`item` is its key). All three write in it;
    `version` counts the changes, so that nobody overwrites what another just wrote."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="notes")
    item = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["trialogue", "item"], name="trialogue_note_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.trialogue_id}"


class TrialogueAction(models.Model):
    """What was agreed in a meeting: who does what by when. It opens the next agenda."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.CASCADE, related_name="agreed")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="trialogue_action_done_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.what


class SignOff(AppendOnlyModel):
    """One voice's yes to the report of a meeting, with an own remark."""

    trialogue = models.ForeignKey(Trialogue, on_delete=models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(blank=True)
    report_sha256 = models.CharField(max_length=64, help_text="hash of the report's plain values")
    at = models.DateTimeField(default=clock.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trialogue", "role"], name="sign_off_once_per_role"),
            models.UniqueConstraint(
                fields=["trialogue", "person"], name="sign_off_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} signed off {self.trialogue_id}"
