from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models.curriculum import CourseUnit
from competences.models.framework import FrameworkVersion
from config import clock


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "DossierQuerySet":
        """Whose voice is in it now, or who coordinates its programme.

        A replaced mentor or coach sees nothing from the day after the mandate ended.
        """
        return self.filter(self.may_see(user))

    @staticmethod
    def may_see(user: User, prefix: str = "") -> Q:
        """The same condition for querysets that hang on a dossier (`prefix="dossier__"`)."""
        voices = Voice.objects.current().filter(dossier=OuterRef(f"{prefix}pk"), person=user)
        coordinated = CourseUnit.objects.filter(
            pk=OuterRef(f"{prefix}course_unit_id"), programme__coordinators=user
        )
        return Q(Exists(voices)) | Q(Exists(coordinated))


class Dossier(models.Model):
    """Where the three voices speak about one student in one course unit.

    It keeps the framework version it was opened with until it is moved (`DossierMove`). Where the
    first round is blind, `voices_opened_at` is when the voices were laid open to each other.
    """

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="dossiers")
    course_unit = models.ForeignKey(CourseUnit, on_delete=models.PROTECT, related_name="dossiers")
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True)
    voices_opened_at = models.DateTimeField(null=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"dossier {self.pk}"

    @property
    def is_blind(self) -> bool:
        """Whether a voice still hears the others only after its own first word."""
        return self.course_unit.first_round_is_blind and self.voices_opened_at is None


class VoiceQuerySet(models.QuerySet):
    def current(self) -> "VoiceQuerySet":
        today = clock.today()
        return self.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gt=today))


class Voice(models.Model):
    """Who speaks in which role, from and until when: a mandate. The author of what was said stays.

    A mentor can have deputies: they speak with the mentor's voice while they are it.
    `until` is the first day on which the mandate no longer holds. A mentor's mandate may start
    before the placement does, so `since` is the day it was given.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="voices")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_deputy = models.BooleanField(default=False)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "role"],
                condition=Q(until__isnull=True, is_deputy=False),
                name="voice_one_person_per_role",
            ),
            models.UniqueConstraint(
                fields=["dossier", "person"],
                condition=Q(until__isnull=True),
                name="voice_nobody_in_two_roles",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="voice_until_after_since",
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | Q(role=Role.MENTOR),
                name="voice_deputies_of_mentors_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label}: {self.person_id}"

    @property
    def is_current(self) -> bool:
        """Whether this mandate holds today; the same as `current()`."""
        today = clock.today()
        return self.since <= today and (self.until is None or self.until > today)

    def is_held_by(self, person: User) -> bool:
        return self.person_id == person.pk and self.is_current
