"""The world outside Django for tests: Celery workers and a mail server, both real."""

import email
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self

import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from config.celery import app as celery_app
from config.embedded.supervisor import Child, Supervisor, free_port


def in_a_process_of_its_own(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `code` as a fresh start of the portal would: nothing of the tests is in its
    environment, only what is given here. Output and errors come back as text."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], **environ},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def at_an_institution(code: str) -> subprocess.CompletedProcess[str]:
    """The same with Django set up as in a real installation."""
    return in_a_process_of_its_own(
        f"import django; django.setup();{code}",
        DJANGO_SETTINGS_MODULE="config.settings",
        SECRET_KEY="x" * 60,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Return once `condition()` is true; fail the test when it stays false for so long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"still not so after {seconds} seconds"
        time.sleep(0.05)


class MailSink:
    """An SMTP server on a free loopback port; `messages` holds what arrived, oldest first."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.address = ("127.0.0.1", free_port())

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """What arrived for one address."""
        return [m for m in self.messages if address in m["X-Envelope-To"].split(", ")]

    def __enter__(self) -> Self:
        host, port = self.address
        self.controller = Controller(self, hostname=host, port=port)
        self.controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.controller.stop()


class Workers:
    """Celery workers in processes of their own, on the database and queue of this test."""

    def __init__(self, folder: Path, sink: MailSink, media: Path) -> None:
        self.folder = folder
        self.supervisor = Supervisor()
        self.environ = {
            **os.environ,
            "DEMO": "1",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.CELERY_BROKER_URL,
            "EMAIL_URL": "smtp://{}:{}".format(*sink.address),
            "MEDIA_ROOT": str(media),
        }

    def __enter__(self) -> Self:
        redis.Redis.from_url(settings.CELERY_BROKER_URL).flushdb()
        celery_app.conf.task_always_eager = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        celery_app.conf.task_always_eager = True
        self.supervisor.stop()

    def start(self, *, concurrency: int = 1, **environ: str) -> Child:
        """Start a worker and return once it takes tasks; `environ` is added to its environment."""
        number = len(list(self.folder.glob("worker-*.log")))
        log = self.folder / f"worker-{number}.log"
        worker = self.supervisor.start(
            f"Worker {number}",
            [
                *(sys.executable, "-m", "celery", "--app", "config", "worker"),
                *("--loglevel", "INFO", "--concurrency", str(concurrency)),
                *("--hostname", f"test{number}-{os.getpid()}", "--without-gossip"),
            ],
            env={**self.environ, **environ},
            log=log,
        )
        self.supervisor.wait_until(worker, lambda: b" ready." in log.read_bytes())
        return worker

    def kill(self, worker: Child) -> None:
        """SIGKILL for the worker and its pool, as when the machine goes down."""
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
        self.supervisor.children.remove(worker)


def database_url() -> str:
    """The test's own database, for another process."""
    at = connection.settings_dict
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**at)
