import datetime as dt

from django.conf import settings
from django.db import models

from accounts.models import Job, User
from config import clock
from placements.enums import ImportState

KEPT_FOR = dt.timedelta(hours=24)


class RosterImportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RosterImportQuerySet":
        """One's own, as long as they are kept: nobody else sees a list before it is imported."""
        return self.filter(by=user, created_at__gt=clock.now() - KEPT_FOR)

    def outdated(self) -> "RosterImportQuerySet":
        return self.filter(created_at__lte=clock.now() - KEPT_FOR)


class RosterImport(models.Model):
    """A list on its way in: the file as it came, which column is what, and how far it is.

    It holds personal data of people who may never get a placement, so it goes after a day.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to="rosters/%Y/%m/")
    file_name = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict, help_text="field name to column number, from 0")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHOSEN)
    digest = models.CharField(max_length=64, blank=True, help_text="of the plan that was confirmed")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    done_at = models.DateTimeField(null=True)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ImportState.DONE, done_at__isnull=False)
                | (~models.Q(state=ImportState.DONE) & models.Q(done_at__isnull=True)),
                name="roster_import_done_at_iff_done",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
