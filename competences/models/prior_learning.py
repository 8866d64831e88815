from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.enums import EvidenceAudience, PriorLearningKind
from competences.models.dossier import Dossier, Voice
from competences.models.evidence import Evidence
from competences.models.framework import Competence, MasteryLevel
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet


class PriorLearningQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PriorLearningQuerySet":
        """As with evidence: the student and the coach; the others what was opened to all three."""
        dossiers = Dossier.objects.visible_to(user).filter(pk=OuterRef("dossier_id"))
        near = Voice.objects.current().filter(
            dossier=OuterRef("dossier_id"), person=user, role__in=[Role.STUDENT, Role.COACH]
        )
        return self.filter(Q(audience=EvidenceAudience.TRIAD) | Q(Exists(near)), Exists(dossiers))

    def present(self) -> "PriorLearningQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class PriorLearning(models.Model):
    """What the student learnt before, and for which competences they ask recognition."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="prior_learning")
    kind = models.CharField(max_length=10, choices=PriorLearningKind.choices)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True, help_text="school, employer, club")
    period = models.CharField(max_length=100, blank=True, help_text="in the student's words")
    text = models.TextField(help_text="what was learnt, and how it shows")
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    audience = models.CharField(
        max_length=10, choices=EvidenceAudience.choices, default=EvidenceAudience.COACH
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = PriorLearningQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class RecognitionQuerySet(AppendOnlyQuerySet):
    def present(self) -> "RecognitionQuerySet":
        """The latest decision per dossier and competence."""
        return self.order_by("dossier_id", "competence_id", "-at", "-pk").distinct(
            "dossier_id", "competence_id"
        )


class Recognition(AppendOnlyModel):
    """The coach's decision on prior learning for one competence: a level, or not (level null).

    It counts as the starting situation. A changed decision is a new row; `carried_from` as with
    assessments.
    """

    prior_learning = models.ForeignKey(
        PriorLearning, on_delete=models.PROTECT, related_name="recognitions"
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(MasteryLevel, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to"
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="recognition_has_a_reason"),
            models.UniqueConstraint(
                fields=["carried_from", "competence"], name="recognition_carried_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competence_id}: {self.level_id or 'not recognised'}"
