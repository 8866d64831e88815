"""Work of quality that nobody waits for."""

from celery import shared_task

from accounts.actions import sweeps
from config import clock
from quality import visit_delivery
from quality.actions import cycle_reminders, prospects


@shared_task
@sweeps.recorded("collect-quality")
def collect_reminders() -> int:
    """Write what self-evaluations and visits ask of people; twice at once it is written once."""
    return cycle_reminders.collect(clock.now())


@shared_task
@sweeps.recorded("send-visit-mails")
def send_visit_mails() -> int:
    """Appointments and thanks to people at workplaces, who need not have an account."""
    return visit_delivery.send_due(clock.now())


@shared_task
@sweeps.recorded("forget-prospects")
def forget_prospects() -> int:
    """People met on a visit, of whom the purpose has ended."""
    return prospects.forget_due(clock.today())
