"""A mail server that does what a test says: refuses, falls silent, or is not there."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.processes import MailSink

TAKEN = "250 Kept"
Say = Callable[[str], str | None]


def nothing(address: str) -> None:
    return None


class Moody(MailSink):
    """`at_mail`, `at_rcpt` and `at_data` answer for an address what is said instead of yes; None
    means yes. `silent_for(address)`: it keeps the mail, and then says nothing.

    `arrived` holds the bytes of each mail that was kept, in order."""

    def __init__(self, port: int | None = None) -> None:
        super().__init__()
        self.arrived: list[bytes] = []
        self.calls = 0
        if port is not None:
            self.address = (self.address[0], port)
        self.behave()

    def behave(self) -> None:
        """Take everything from now on."""
        self.at_mail: Say = nothing
        self.at_rcpt: Say = nothing
        self.at_data: Say = nothing
        self.silent_for: Callable[[str], bool] = lambda address: False
        self.pause: Callable[[], float] = lambda: 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        self.calls += 1
        session.host_name = host
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.at_mail(address) or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.at_rcpt(address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        said = self.at_data(envelope.rcpt_tos[0])
        if said is not None:
            return said
        before, after = self.pause(), self.pause()
        await asyncio.sleep(before)
        self.arrived.append(envelope.original_content or b"")
        await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(after)
        if self.silent_for(envelope.rcpt_tos[0]):
            await asyncio.sleep(3600)
        return TAKEN

    def start(self) -> None:
        host, port = self.address
        self.controller = Controller(self, hostname=host, port=port)
        self.controller.start()

    def stop(self) -> None:
        with suppress(AssertionError):  # it was stopped before
            self.controller.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
