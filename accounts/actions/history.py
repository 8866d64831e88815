from typing import Any

from django.db import models

from accounts.models import HistoryEntry, User


def record(
    action: str, subject: models.Model, *, by: User | None, topic: str = "", **data: Any
) -> HistoryEntry:
    """Write what happened, inside the caller's transaction. `by=None` is the portal itself."""
    return HistoryEntry.objects.create(
        action=action,
        by=by,
        topic=topic,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        data=data,
    )
