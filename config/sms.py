"""The way out for text messages: a gateway that an institution chooses, behind one method.

`settings.SMS_BACKEND` names the class. The default only writes to the log that a message would
have left, so an SMS is offered to nobody until there is a gateway.
"""

import json
import logging
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
# What makes no sense to try again: the gateway understood and refuses.
REFUSES = range(400, 500)
BUSY = {408, 425, 429}


class NotSent(Exception):
    """It did not go through; perhaps it does later. The words tell neither number nor text."""


class Refused(NotSent):
    """The gateway will never take this one."""


class Backend(Protocol):
    delivers: bool
    """Whether somebody would read the message; where nobody would, it is not offered."""

    def send(self, number: str, text: str) -> None:
        """Hand over. `number` is E.164 ("+32470123456"). Raises NotSent or Refused."""


@dataclass(frozen=True)
class Text:
    number: str
    text: str


class LogBackend:
    """Says in the log that a message would have left; what is in it only with DEBUG."""

    @property
    def delivers(self) -> bool:
        return settings.DEBUG

    def send(self, number: str, text: str) -> None:
        if settings.DEBUG:
            logger.info("SMS to %s: %s", number, text)
        else:
            logger.info("SMS of %d characters, to nobody: SMS_BACKEND is not set", len(text))


class LocmemBackend:
    """For tests: `outbox` holds what was sent, oldest first."""

    delivers = True
    outbox: list[Text] = []

    def send(self, number: str, text: str) -> None:
        self.outbox.append(Text(number, text))


class FolderBackend:
    """For the demo: one file per message in settings.SMS_FOLDER."""

    delivers = True

    def send(self, number: str, text: str) -> None:
        folder = Path(settings.SMS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{len(list(folder.iterdir())):05d}-{uuid.uuid4().hex[:8]}.txt"
        (folder / name).write_text(f"To: {number}\n\n{text}\n")


class HttpBackend:
    """Any gateway that takes one POST per message (docs/operations.md).

    settings.SMS_HTTP: `url`; `fields`, a mapping in which {number}, {plain_number} (without +),
    {text} and {sender} are filled in; `headers`, a key for instance; `format`, "json" or "form".
    """

    delivers = True

    def send(self, number: str, text: str) -> None:
        request = self._request(settings.SMS_HTTP, number, text)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
                return
        except urllib.error.HTTPError as error:
            error.close()
            final = error.code in REFUSES and error.code not in BUSY
            raise (Refused if final else NotSent)(f"gateway answers {error.code}") from None
        except OSError as error:
            raise NotSent(f"gateway does not answer: {type(error).__name__}") from None

    def _request(self, gateway: Mapping, number: str, text: str) -> urllib.request.Request:
        values = {
            "number": number,
            "plain_number": number.lstrip("+"),
            "text": text,
            "sender": settings.SMS_SENDER,
        }
        fields = {name: said.format(**values) for name, said in gateway["fields"].items()}
        as_form = gateway.get("format") == "form"
        body = urllib.parse.urlencode(fields) if as_form else json.dumps(fields)
        kind = "application/x-www-form-urlencoded" if as_form else "application/json"
        return urllib.request.Request(  # noqa: S310 (the address is the institution's setting)
            gateway["url"],
            data=body.encode(),
            headers={"Content-Type": kind, **gateway.get("headers", {})},
        )


def backend() -> Backend:
    return import_string(settings.SMS_BACKEND)()


def is_offered() -> bool:
    """Whether an SMS would reach anybody here."""
    return backend().delivers


def send(number: str, text: str) -> None:
    """Hand over to the gateway of this institution; raises NotSent or Refused."""
    backend().send(number, text)
