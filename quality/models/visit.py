"""A coach visits a workplace: before, during, after; and what people allowed on the way."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from competences.models import Programme
from config import clock
from placements.models import Placement, Workplace
from quality.enums import ConsentKind, VisitState


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitQuerySet":
        """Who makes it, and the coordinators of the programme; its notes only who makes it."""
        return self.filter(
            Q(visitor=user) | Q(programme__in=Programme.objects.coordinated_by(user))
        )


class Visit(models.Model):
    """`report`, once it was made from the notes: "nl" and "en" are its frozen values, "to_do" what
    was agreed, each with `what`, `who`, `due` and `done_on` ("" as long as it is to be done). The
    notes themselves stay the visitor's alone."""

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="visits")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, related_name="visits"
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.WISHED)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="nl")
    confirmed_at = models.DateTimeField(null=True, help_text="when the confirmation was sent")
    held_at = models.DateTimeField(null=True)
    thanked_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)
    reported_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="visit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VisitState.WISHED, VisitState.CANCELLED])
                | Q(starts_at__isnull=False),
                name="visit_planned_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.REPORTED) | Q(reported_at__isnull=False),
                name="visit_reported_at",
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class VisitNote(models.Model):
    """What the visitor wrote at one question of the guide; nobody else's before the report."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="notes")
    question = models.SlugField(max_length=60)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["visit", "question"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "question"], name="visit_note_once")
        ]


class VisitConsentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitConsentQuerySet":
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def standing(self) -> "VisitConsentQuerySet":
        return self.filter(revoked_at__isnull=True)


class VisitConsent(models.Model):
    """Somebody allowed a photo or a testimonial, for a purpose; and may take that back, which
    takes the file or the words away."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    person_name = models.CharField(max_length=200)
    person_email = models.EmailField(blank=True)
    purpose = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    file = models.FileField(upload_to="visits/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects = VisitConsentQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "given_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(words="", file=""),
                name="visit_consent_revoked_leaves_nothing",
            )
        ]
