"""Work of quality that nobody waits for."""

from celery import shared_task

from accounts.actions import sweeps
from config import clock
from quality.actions import cycle_reminders


@shared_task
@sweeps.recorded("collect-quality")
def collect_reminders() -> int:
    """Write what self-evaluations ask of people; twice at once it is written once."""
    return cycle_reminders.collect(clock.now())
