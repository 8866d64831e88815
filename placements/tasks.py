"""Work of placements that nobody waits for: named in `config.celery.enqueue`, ids only."""

import logging

from celery import shared_task

from accounts.actions import sweeps
from config import clock
from config.seal import NoTimestamp
from config.seal_key import NoSealKey
from placements.actions import imports, reminders, sealing
from placements.models import Agreement

logger = logging.getLogger(__name__)


@shared_task
def keep_signed_agreement(pk: int) -> None:
    """Seal and keep the paper that all have signed; the same agreement twice changes nothing.

    Without certificate or timestamp the paper waits: the sweep below tries again, and tells.
    """
    try:
        sealing.keep_signed(agreement=Agreement.objects.get(pk=pk))
    except (NoSealKey, NoTimestamp) as error:
        logger.warning("Agreement %s waits for its seal: %s", pk, error)


@shared_task
@sweeps.recorded("seal-signed")
def seal_signed() -> int:
    """Seal what was signed by all and could not be sealed at once."""
    return sealing.keep_waiting()


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
