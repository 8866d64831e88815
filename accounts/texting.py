"""Sending text messages that are due: claim, make the secrets, hand over, mark."""

import datetime as dt
import logging

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import outgoing, sign_in
from accounts.models import TextMessage
from config import clock, sms

logger = logging.getLogger(__name__)


def send_due(now: dt.datetime, limit: int = 50) -> int:
    """Send at most `limit` messages that are due at `now`; answers how many were handed over."""
    sent = 0
    for _number in range(limit):
        row = outgoing.claim(TextMessage.objects.select_related("request__user"), now)
        if row is None:
            break
        sent += _send(row, now)
    return sent


def _send(row: TextMessage, now: dt.datetime) -> bool:
    """A request that is over, an address that nobody has and a person without a mobile number
    are not written to; each try has secrets of its own."""
    user = row.request.user
    with clock.at(now):
        secrets = sign_in.make_secrets(request_id=row.request_id)
    if secrets is None or user is None or not user.is_active or not user.mobile:
        outgoing.mark_cancelled(row)
        return False
    try:
        sms.send(user.mobile, words(secrets))
    except Exception as error:  # noqa: BLE001 (an institution's own backend may raise anything)
        # Neither number nor words: a log is read by more people than the SMS is.
        told = str(error) if isinstance(error, sms.NotSent) else type(error).__name__
        logger.warning("SMS %s was not sent: %s", row.pk, told)
        outgoing.mark_failed(row, now, told, final=isinstance(error, sms.Refused))
        return False
    sign_in.mark_sent(request_id=row.request_id)
    return outgoing.mark_sent(row, now)


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
