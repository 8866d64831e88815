"""A mail catcher for the demo: takes everything by SMTP, delivers nothing, keeps .eml files."""

import asyncio
import signal
import sys
import time
from email import policy
from email.parser import BytesParser
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session


class KeepInFolder:
    """Writes each accepted message to `folder`, named so that an ordinary sort is by arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        message = BytesParser(policy=policy.default).parsebytes(content, headersonly=True)
        name = f"{time.time_ns()}.eml"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(content)
        unfinished.rename(self.folder / name)  # so that no reader sees half a message
        print(f"mail to {', '.join(envelope.rcpt_tos)}: {message['Subject']}", flush=True)
        return "250 Kept"


async def serve(folder: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    controller = UnthreadedController(
        KeepInFolder(folder), hostname="127.0.0.1", port=port, loop=loop
    )
    server = await controller._create_server()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(target, int(sys.argv[2])))
