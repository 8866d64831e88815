from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.enums import EvidenceAudience, EvidenceKind
from competences.models.dossier import Dossier, Voice
from competences.models.framework import Competence
from config import clock


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EvidenceQuerySet":
        """The student and the coach; everybody else who sees the dossier, only what was opened
        to all three: the audience keeps its promise to the coordinator too."""
        dossiers = Dossier.objects.visible_to(user).filter(pk=OuterRef("dossier_id"))
        near = Voice.objects.current().filter(
            dossier=OuterRef("dossier_id"), person=user, role__in=[Role.STUDENT, Role.COACH]
        )
        return self.filter(Q(audience=EvidenceAudience.TRIAD) | Q(Exists(near)), Exists(dossiers))

    def present(self) -> "EvidenceQuerySet":
        return self.filter(removed_at__isnull=True)


class Evidence(models.Model):
    """What shows a competence besides workplace days: a file, a link, or feedback on a task.

    `title` names it, or the task that the feedback is about; `text` says what it shows. A file is
    kept in private storage; images were re-encoded without metadata. When a piece is removed its
    file goes and the row stays, for what was said on its strength.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    sha256 = models.CharField(max_length=64, blank=True)
    audience = models.CharField(
        max_length=10, choices=EvidenceAudience.choices, default=EvidenceAudience.COACH
    )
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_role = models.CharField(max_length=11, choices=Role.choices)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.FILE) & ~Q(file_name="") & ~Q(sha256="") & Q(url=""))
                | (Q(kind=EvidenceKind.LINK) & ~Q(url="") & Q(file_name=""))
                | (Q(kind=EvidenceKind.FEEDBACK) & ~Q(text="") & Q(url="", file_name="")),
                name="evidence_holds_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.FEEDBACK) | Q(audience=EvidenceAudience.TRIAD),
                name="evidence_feedback_is_open",
            ),
            models.UniqueConstraint(
                fields=["dossier", "added_by", "sha256"],
                condition=Q(kind=EvidenceKind.FILE, removed_at__isnull=True),
                name="evidence_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
