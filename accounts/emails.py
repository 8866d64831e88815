"""The mails of accounts: the way in, and the outbox in one message."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import reminders
from accounts.actions.invitations import invite
from accounts.actions.messages import unsubscribe_path
from accounts.actions.sign_in import Secrets
from accounts.models import Mail, Notification, User
from config.mail import Attachment, build


def sign_in_mail(secrets: Secrets) -> EmailMultiAlternatives:
    """Link and code to come in, to the person who asked for them."""
    user = secrets.request.user
    path = reverse("accounts:sign-in-link", args=[secrets.token])
    context = {
        "user": user,
        "url": f"{settings.SITE_URL}{path}",
        "code": f"{secrets.code[:4]} {secrets.code[4:]}",
        "minutes": settings.SIGN_IN_LINK_MINUTES,
    }
    return build("accounts/sign_in", context, to=user.email, language=user.language)


def outbox_mail(mail: Mail, notifications: list[Notification]) -> EmailMultiAlternatives:
    """All notifications of one mail, with links that lead to a sign-in and then to their page."""
    with translation.override(mail.language):
        lines = [_line(mail, notification) for notification in notifications]
        lines.sort(key=lambda line: not line["asks"])
        groups = _grouped(mail.recipient, lines)
    stop_url = ""
    if any(line["may_stop"] for line in lines):
        stop_url = f"{settings.SITE_URL}{unsubscribe_path(mail.recipient)}"
    context = {
        "user": mail.recipient,
        "lines": lines,
        "groups": groups,
        "asks": sum(line["asks"] for line in lines),
        "ways_out": _ways_out(mail) if any(line["asks"] for line in lines) else [],
        "home_url": invite(mail.recipient, reverse("home"), on=mail.day),
        "choose_url": invite(mail.recipient, reverse("accounts:profile"), on=mail.day),
        "stop_url": stop_url,
        "until": mail.day + dt.timedelta(days=settings.INVITATION_DAYS),
        "day": mail.day,
    }
    return build(
        "accounts/outbox",
        context,
        to=mail.recipient.email,
        language=mail.language,
        message_id=mail.message_id,
        dated=mail.dated,
        attachments=_calendars(notifications),
        unsubscribe_url=stop_url,
    )


def _ways_out(mail: Mail) -> list[tuple[str, str]]:
    with translation.override(mail.language):
        found = reminders.ways_out(mail.recipient)
    return [(words, invite(mail.recipient, path, on=mail.day)) for words, path in found]


def _grouped(reader: User, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines by whom they are about, what asks something first; names stand above them only
    where the mail is about more than one."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        name = "" if line["about"] == reader.get_full_name() else line["about"]
        found.setdefault(name, []).append(line)
    several = len(found) > 1
    return [
        {"name": (name or _("For you")) if several else "", "lines": theirs}
        for name, theirs in found.items()
    ]


def _line(mail: Mail, notification: Notification) -> dict[str, Any]:
    rule, said = reminders.rule(notification.rule), notification.context
    line = rule.render(notification)
    url = invite(mail.recipient, notification.url, on=mail.day) if notification.url else ""
    return {
        "title": line.title,
        "detail": line.detail,
        "verb": line.verb or _("Have a look"),
        "voice": line.voice,
        "url": url,
        "choices": [
            (words, invite(mail.recipient, path, on=mail.day)) for words, path in line.choices
        ],
        "asks": rule.asks,
        "may_stop": not (rule.legal or notification.urgent),
        "about": said.get("student", ""),
    }


def _calendars(notifications: list[Notification]) -> list[Attachment]:
    found = [notification.calendar for notification in notifications if notification.calendar]
    return [
        Attachment(f"trialoog-{number}.ics", calendar, "text/calendar")
        for number, calendar in enumerate(found, start=1)
    ]
