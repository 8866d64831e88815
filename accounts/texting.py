"""Sending text messages that are due: claim, make the secrets, hand over, mark."""

import datetime as dt
import logging

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import reminders
from accounts.actions import mails, outgoing, sign_in
from accounts.models import Notification, TextMessage, User
from accounts.pace import may_hear
from config import clock, sms

logger = logging.getLogger(__name__)


def send_due(now: dt.datetime, limit: int = 50) -> int:
    """Send at most `limit` messages that are due at `now`; answers how many were handed over."""
    sent = 0
    for _number in range(limit):
        row = outgoing.claim(_to_send(now), now)
        if row is None:
            break
        sent += _send(row, now) if row.request_id else _remind(row, now)
    return sent


def _to_send(now: dt.datetime) -> QuerySet[TextMessage]:
    """Who asks for a code waits for it; a reminder waits for the end of quiet hours."""
    asked = Q(request__isnull=False) | may_hear(now, "notification__recipient__")
    return TextMessage.objects.filter(asked).select_related(
        "request__user", "notification__recipient"
    )


def _send(row: TextMessage, now: dt.datetime) -> bool:
    """A request that is over, an address that nobody has and a person without a mobile number
    are not written to; each try has secrets of its own."""
    user = row.request.user
    with clock.at(now):
        secrets = sign_in.make_secrets(request_id=row.request_id)
    if secrets is None or user is None or not user.is_active or not user.mobile:
        outgoing.mark_cancelled(row)
        return False
    if not _handed_over(row, user, words(secrets), now):
        return False
    sign_in.mark_sent(request_id=row.request_id)
    return outgoing.mark_sent(row, now)


def _remind(row: TextMessage, now: dt.datetime) -> bool:
    """A reminder: looked at again, as a mail is, at the moment of sending."""
    said, user = row.notification, row.notification.recipient
    with clock.at(now):
        holds = said.cancelled_at is None and user.is_active and reminders.still_holds(said)
    if not holds:
        mails.drop([said], now)
    if not holds or not user.mobile:
        outgoing.mark_cancelled(row)
        return False
    return _handed_over(row, user, reminder_words(said), now) and outgoing.mark_sent(row, now)


def _handed_over(row: TextMessage, user: User, text: str, now: dt.datetime) -> bool:
    try:
        sms.send(user.mobile, text)
    except Exception as error:  # noqa: BLE001 (an institution's own backend may raise anything)
        # Neither number nor words: a log is read by more people than the SMS is.
        told = str(error) if isinstance(error, sms.NotSent) else type(error).__name__
        logger.warning("SMS %s was not sent: %s", row.pk, told)
        outgoing.mark_failed(row, now, told, final=isinstance(error, sms.Refused))
        return False
    return True


def reminder_words(notification: Notification) -> str:
    """What waits, without names or anybody's words, and where: anybody may see a phone light up."""
    with translation.override(notification.recipient.language):
        about = reminders.rule(notification.rule).about or _("Something waits for you")
        return _("Trialoog: %(about)s. Read more on %(url)s") % {
            "about": about,
            "url": settings.SITE_URL,
        }


def words(secrets: sign_in.Secrets) -> str:
    """The text, in the reader's language. Code first: that is what a locked phone shows."""
    path = reverse("accounts:sign-in-link", args=[secrets.token])
    with translation.override(secrets.request.user.language):
        return _(
            "Trialoog: your code is %(code)s. Or open %(url)s (%(minutes)s min). Tell nobody."
        ) % {
            "code": f"{secrets.code[:4]} {secrets.code[4:]}",
            "url": f"{settings.SITE_URL}{path}",
            "minutes": settings.SIGN_IN_LINK_MINUTES,
        }
