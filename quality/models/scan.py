"""How much one can learn at a workplace: three views, 0 to 4, never one number."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Voice
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.models import Placement
from quality.enums import MentorRole


class ScanRoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ScanRoundQuerySet":
        placements = Placement.objects.visible_to(user).filter(pk=OuterRef("placement_id"))
        return self.filter(Exists(placements))


class ScanRound(models.Model):
    """One look at a workplace by the three of a placement, each independently: nobody sees the
    views of the others before their own is given, or before the round is closed."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    with_job_content = models.BooleanField(default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    objects = ScanRoundQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="scan_round_once"),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(closed_at__isnull=True),
                name="scan_round_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"scan {self.placement_id}/{self.number}"


class ScanViewQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "ScanViewQuerySet":
        """Who sees the placement, once they gave their own view or the round was closed. Whoever
        gives none (a coordinator) sees the views when the round was closed."""
        rounds = ScanRound.objects.visible_to(user).filter(pk=OuterRef("round_id"))
        closed = rounds.filter(closed_at__isnull=False)
        own = ScanView.objects.filter(round=OuterRef("round_id"), person=user)
        return self.filter(Exists(rounds), Q(person=user) | Exists(closed) | Exists(own))


class ScanView(AppendOnlyModel):
    """What one of the three sees. `values`: key of the characteristic -> 0..4, or None for "I
    cannot say"; `remarks` by the same key. Given once per round."""

    round = models.ForeignKey(ScanRound, on_delete=models.PROTECT, related_name="views")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    remarks = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    objects = ScanViewQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "role"], name="scan_view_once_per_role")
        ]


class MentorMirrorQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MentorMirrorQuerySet":
        """The mentor; and the coaches of the mentor's present placements, once it was shared."""
        coached = Placement.objects.open().with_voice(user, "coach")
        shared = Voice.objects.current().filter(
            role=Role.MENTOR, person=OuterRef("person_id"), dossier__in=coached.values("dossier")
        )
        return self.filter(Q(person=user) | Q(Exists(shared), shared_at__isnull=False))


class MentorMirror(models.Model):
    """A mentor looks at the four roles, for themself alone unless they want to share it.

    `values`: role -> 0..4 or None; `words` what they noted. As private as a reflection.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    wants = models.CharField(
        max_length=15, choices=MentorRole.choices, blank=True, help_text="the role to grow in"
    )
    made_at = models.DateTimeField(default=clock.now)
    shared_at = models.DateTimeField(null=True)

    objects = MentorMirrorQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
