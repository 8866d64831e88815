from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competences.models.dossier import Dossier
from competences.models.framework import Competence, FrameworkVersion
from config import clock
from config.append_only import AppendOnlyModel


class DossierMove(AppendOnlyModel):
    """A dossier went to a newer version of its framework; what was said went with it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="moves")
    from_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_version=F("to_version")), name="move_to_another_version"
            )
        ]

    def __str__(self) -> str:
        return f"dossier {self.dossier_id}: {self.from_version_id} to {self.to_version_id}"


class MovedCompetence(AppendOnlyModel):
    """`competence` of the new version goes on with what was said about `origin` of the old one."""

    move = models.ForeignKey(DossierMove, on_delete=models.PROTECT, related_name="competences")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["move", "competence"]
        constraints = [
            models.UniqueConstraint(
                fields=["move", "competence"], name="moved_competence_has_one_origin"
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} goes on as {self.competence_id}"
