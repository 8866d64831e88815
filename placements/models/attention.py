"""What a coach does about a line of the board, and what a student says to the coach alone."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Voice
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.enums import Attention
from placements.models.placement import Placement


def _coached_by(user: User) -> Exists:
    """For rows with a `placement` of which this person is the coach today."""
    return Exists(
        Voice.objects.current().filter(
            dossier=OuterRef("placement__dossier_id"), person=user, role=Role.COACH
        )
    )


class NudgeQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "NudgeQuerySet":
        """Who was asked, and whoever is the coach now: what is asked of one is not for the other
        to read."""
        return self.filter(Q(recipient=user) | Q(_coached_by(user)))


class Nudge(AppendOnlyModel):
    """A coach asked somebody to do what a line of the board is about; never twice for the same
    in a row (rules), and never twice on one day (here)."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="nudges")
    kind = models.CharField(max_length=20, choices=Attention.choices)
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    on = models.DateField(default=clock.today)
    at = models.DateTimeField(default=clock.now)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind", "recipient", "on"], name="nudge_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"


class SnoozeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SnoozeQuerySet":
        return self.filter(by=user)

    def standing(self) -> "SnoozeQuerySet":
        """Those that still rest today: not woken, and not past their date."""
        return self.filter(ended_at__isnull=True, until__gt=clock.today())


class Snooze(models.Model):
    """A coach lets one reason of one placement rest until a date, and says why. It is the
    coach's own: a later coach sees the line at once."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="snoozes")
    kind = models.CharField(max_length=20, choices=Attention.choices)
    until = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind", "by"],
                condition=Q(ended_at__isnull=True),
                name="snooze_one_standing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="snooze_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} rests until {self.until}"


class QuietWordQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "QuietWordQuerySet":
        """The student who gave it, and the coach it was meant for, while that is the coach and
        the student did not take it back."""
        meant_for = Q(_coached_by(user), to=user, withdrawn_at__isnull=True)
        return self.filter(Q(said_by=user) | meant_for)

    def unheard(self) -> "QuietWordQuerySet":
        return self.filter(heard_at__isnull=True, withdrawn_at__isnull=True)


class QuietWord(models.Model):
    """What a student tells the coach, and nobody else by any channel: no history, no export, no
    paper, no mail holds its words."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    said_at = models.DateTimeField(default=clock.now, editable=False)
    heard_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = QuietWordQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(heard_at__isnull=True, withdrawn_at__isnull=True),
                name="quiet_word_one_unheard",
            )
        ]

    def __str__(self) -> str:
        return f"quiet word {self.pk}"
