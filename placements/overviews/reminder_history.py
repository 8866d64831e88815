"""What the people of a placement were reminded of, for who looks after it."""

from django.db.models import QuerySet

from accounts import reminders
from accounts.enums import TRIAD
from accounts.message_history import with_way
from accounts.models import Notification, User
from config import clock
from placements.models import Placement

SHOWN = 200


def messages_about(placement: Placement) -> QuerySet[Notification]:
    """To the three of today, about this placement, of rules that say what they are about without
    anybody's words; the newest first."""
    people = [person.pk for person in _people(placement)]
    told = [name for name in reminders.registered() if reminders.rule(name).about]
    rows = Notification.objects.filter(
        recipient__in=people,
        rule__in=told,
        context__placement=placement.pk,
        due_on__lte=clock.today(),
    )
    return with_way(rows)[:SHOWN]


def stopped_people(placement: Placement) -> list[User]:
    """Those to whom mail comes back."""
    return [person for person in _people(placement) if person.mail_stopped_at is not None]


def _people(placement: Placement) -> list[User]:
    return [person for role in TRIAD for person in placement.people(role)]
