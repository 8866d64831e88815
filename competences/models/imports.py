import datetime as dt

from django.conf import settings
from django.db import models

from accounts.models import User
from competences.models.curriculum import Programme
from config import clock

KEPT_FOR = dt.timedelta(hours=24)


class FrameworkImportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FrameworkImportQuerySet":
        """One's own, for a programme one still coordinates, as long as they are kept."""
        return self.filter(
            by=user, programme__coordinators=user, created_at__gt=clock.now() - KEPT_FOR
        )

    def outdated(self) -> "FrameworkImportQuerySet":
        return self.filter(created_at__lte=clock.now() - KEPT_FOR)


class FrameworkImport(models.Model):
    """A framework file that somebody looks at before it becomes a version."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to="frameworks/%Y/%m/")
    file_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FrameworkImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
