"""What workers do: one call, safe to run twice."""

import datetime as dt

from celery import shared_task

from accounts.actions import sweeps
from competences.actions import evidence
from config import clock

STRAY_AFTER = dt.timedelta(days=1)


@shared_task
@sweeps.recorded("forget-stray-files")
def forget_strays() -> int:
    """Sweep out files that no piece of evidence names any more, or never did."""
    return evidence.forget_strays(before=clock.now() - STRAY_AFTER)
