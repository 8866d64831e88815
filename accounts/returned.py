"""Reading a mail that came back: a delivery status notification (RFC 3464), as MTAs write it."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message

from config.smtp import told

MESSAGE_ID = re.compile(r"<[^<>\s\x00]+@[^<>\s\x00]+>")
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Report:
    """One recipient whom a mail did not reach. `message_ids`: by which our mail can be known;
    `address` "" when not said; `status` "5.1.1"; `detail` what the other server said."""

    message_ids: list[str]
    address: str
    status: str
    detail: str


def reports_in(content: bytes) -> list[Report]:
    """Every failed recipient in one message; empty for anything but a report of failure."""
    content = content.replace(b"\x00", b"")  # which no database keeps
    # compat32: what others write is rarely well-formed, and this policy reads it all the same.
    message = email.message_from_bytes(content[:MOST_BYTES], policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return []
    ids = list(dict.fromkeys(_message_ids(message)))
    return [
        Report(ids, _address(fields), _status(fields), _words(fields))
        for fields in _recipients(message)
        if str(fields.get("Action", "")).strip().lower() == "failed"
    ]


def _recipients(message: Message) -> Iterator[Message]:
    """The groups of fields per recipient: all of a delivery-status but its first."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for fields in part.get_payload():
                if "Final-Recipient" in fields or "Original-Recipient" in fields:
                    yield fields


def _message_ids(message: Message) -> Iterator[str]:
    """Of the mail that came back, whole or its headers; else what the report answers to."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            original = email.message_from_bytes(part.get_payload(decode=True) or b"")
        elif kind == "message/rfc822" and part.is_multipart():
            original = part.get_payload(0)
        else:
            continue
        yield from MESSAGE_ID.findall(str(original.get("Message-ID", "")))
    for name in ("In-Reply-To", "References", "X-Original-Message-ID"):
        yield from MESSAGE_ID.findall(str(message.get(name, "")))


def _address(fields: Message) -> str:
    """Whom we wrote to rather than where it was sent on: 'rfc822; griet@example.org'."""
    said = fields.get("Original-Recipient") or fields.get("Final-Recipient") or ""
    return str(said).rpartition(";")[2].strip().strip("<>").lower()[:254]


def _status(fields: Message) -> str:
    found = re.search(r"[245]\.\d{1,3}\.\d{1,3}", str(fields.get("Status", "")))
    return found[0] if found else "5.0.0"


def _words(fields: Message) -> str:
    said = str(fields.get("Diagnostic-Code", "")).rpartition(";")[2]
    return told(said)
