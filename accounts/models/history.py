from django.conf import settings
from django.db import models

from config import clock
from config.append_only import AppendOnlyModel


class HistoryEntry(AppendOnlyModel):
    """What happened: who did what to which thing, when. Written by actions, never changed.

    `topic` names the dossier-like whole the entry belongs to ("placement:12"), so that the story
    of a placement is one query; `data` holds facts that every reader of the topic may see, and
    never words from a reflection.
    """

    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(max_length=60)
    topic = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=60, help_text="model label and key, 'placements.day:7'")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["topic", "-at"], name="history_by_topic"),
            models.Index(fields=["subject"], name="history_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
