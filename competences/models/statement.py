from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.models.dossier import Dossier, Voice
from config import clock


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "StatementQuerySet":
        """For who sees the dossier but the mentor: the statement belongs to the student."""
        dossiers = Dossier.objects.visible_to(user).filter(pk=OuterRef("dossier_id"))
        mentoring = Voice.objects.current().filter(
            dossier=OuterRef("dossier_id"), person=user, role=Role.MENTOR
        )
        return self.filter(Exists(dossiers)).exclude(Exists(mentoring))

    def valid(self) -> "StatementQuerySet":
        return self.filter(revoked_at__isnull=True)


class Statement(models.Model):
    """What the coach validated, as the student hands it to others: frozen when it was issued.

    `content` holds the plain values of the paper in its language; `shown` names what the student
    agreed to show to whoever has the link (`token`, unguessable). `badge` is the same statement
    as a signed Open Badges 3.0 credential.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="statements")
    reference = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5)
    content = models.JSONField()
    shown = models.JSONField(default=list)
    badge = models.TextField()
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_because = models.TextField(blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="statement_revoked_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.reference
