"""Work of placements that nobody waits for: named in `config.celery.enqueue`, ids only."""

from celery import shared_task

from accounts.actions import sweeps
from config import clock
from placements.actions import imports, reminders
from placements.actions.sealing import keep_signed
from placements.models import Agreement


@shared_task
def keep_signed_agreement(pk: int) -> None:
    """Keep the paper that all have signed; the same agreement twice changes nothing."""
    keep_signed(agreement=Agreement.objects.get(pk=pk))


@shared_task
@sweeps.recorded("collect-reminders")
def collect_reminders() -> int:
    """Write what is due now; two at once, or one sweep twice, write it once."""
    return reminders.collect(clock.now())


@shared_task
@sweeps.recorded("forget-rosters")
def forget_rosters() -> None:
    """Throw away lists that were chosen more than a day ago, with the people in them."""
    imports.forget(before=clock.now())
