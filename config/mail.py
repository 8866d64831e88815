"""The way out for mail: three templates make one message, the same bytes each time."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

CALENDAR = "text/calendar"
METHOD = re.compile(rb"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Attachment:
    name: str
    content: str | bytes
    type: str


class RepeatableMail(EmailMultiAlternatives):
    """A mail whose bytes depend on nothing but its content: boundaries come from Message-ID.

    A calendar file says its method in its header too, or no mailbox takes it for an invitation
    (RFC 6047).
    """

    def message(self, *args: Any, **kwargs: Any) -> Message:
        message = super().message(*args, **kwargs)
        for part in message.walk():
            if part.get_content_type() == CALENDAR:
                part.set_param("method", _method_of(part.get_payload(decode=True)))
        seed = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:24]
        parts = [part for part in message.walk() if part.is_multipart()]
        for number, part in enumerate(parts):
            part.set_boundary(f"={seed}.{number}=")
        return message


def build(
    template: str,
    context: dict[str, Any],
    *,
    to: str,
    language: str,
    message_id: str = "",
    dated: dt.datetime | None = None,
    attachments: Iterable[Attachment] = (),
    unsubscribe_url: str = "",
) -> EmailMultiAlternatives:
    """The message of `emails/<template>.{subject.txt,txt,html}` in the reader's language.

    With `message_id` and `dated` the same input gives byte-identical mail. The templates also
    get `institution`, `site_url` and `language`.
    """
    everything = {
        "institution": settings.INSTITUTION,
        "site_url": settings.SITE_URL,
        "language": language,
        **context,
    }
    with translation.override(language):
        subject = render_to_string(f"emails/{template}.subject.txt", everything)
        text = render_to_string(f"emails/{template}.txt", everything)
        html = render_to_string(
            f"emails/{template}.html", {**everything, "subject": " ".join(subject.split())}
        )
    message = RepeatableMail(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        to=[to],
        headers=_headers(language, message_id, dated, unsubscribe_url),
    )
    message.attach_alternative(html, "text/html")
    attached = list(attachments)
    calendars = [one.content for one in attached if one.type == CALENDAR]
    if len(calendars) == 1:  # mailboxes know one invitation in a mail, as another way to read it
        message.attach_alternative(calendars[0], CALENDAR)
    for attachment in attached:
        message.attach(attachment.name, attachment.content, attachment.type)
    return message


def _method_of(calendar: bytes) -> str:
    found = METHOD.search(calendar)
    return found[1].decode() if found else "PUBLISH"


def _headers(
    language: str, message_id: str, dated: dt.datetime | None, unsubscribe_url: str
) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    if message_id:
        headers["Message-ID"] = message_id
    if dated:
        headers["Date"] = format_datetime(timezone.localtime(dated))
    if unsubscribe_url:
        # One press in the mail program, and no page in between (RFC 8058).
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
