"""What an agreement says: texts per programme, kind and language, in numbered versions."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from competences.models import Programme
from config import clock
from placements.enums import PlacementKind


class AgreementTextQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementTextQuerySet":
        """Those who write them: the coordinators of the programme."""
        return self.filter(programme__coordinators=user)


class AgreementText(models.Model):
    """The text of agreements of one kind, in one language, of one programme."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="agreement_texts"
    )
    kind = models.CharField(
        max_length=20, choices=PlacementKind.choices, default=PlacementKind.WORKPLACE
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)

    objects = AgreementTextQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "language"], name="agreement_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.kind} {self.language}"


class AgreementTextVersionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementTextVersionQuerySet":
        return self.filter(text__programme__coordinators=user)

    def in_force(self, day: dt.date) -> "AgreementTextVersionQuerySet":
        """Published and valid on this day, the newest first."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            published_at__isnull=False,
            valid_from__lte=day,
        ).order_by("-number")


class AgreementTextVersion(models.Model):
    """One version: `content` is a list of articles of plain blocks (placements/rules/texts.py says
    which), never HTML. A published version never changes but for the day it ends; `revision` rises
    with each save of a draft, so that two people never overwrite each other unseen."""

    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    signing_order = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    order_reason = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    objects = AgreementTextVersionQuerySet.as_manager()

    class Meta:
        ordering = ["text", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="agreement_text_version_once"),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(published_at__isnull=True),
                name="agreement_text_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    valid_from__isnull=False,
                ),
                name="agreement_text_published_by_and_from",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="agreement_text_valid_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(signing_order=[]) | ~Q(order_reason=""),
                name="agreement_text_order_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} v{self.number}"
