"""Child processes that never outlive the process that started them."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


class CannotStart(RuntimeError):
    """A server or process that did not come up; the message is one a newcomer can act on."""


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path | None
    stop_signal: int
    patience: float

    def last_lines(self, count: int = 12) -> str:
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Supervisor:
    """Starts children one by one and stops them together; nest two where order matters.

    Each child gets a session of its own, so that Ctrl-C in the terminal reaches only us, and a
    stop signal goes to that one process: a SIGTERM to a whole Celery group kills the pool under
    its parent and the warm shutdown then hangs. Start from the main thread only: Linux fires
    PR_SET_PDEATHSIG when the *thread* that forked ends.
    """

    def __init__(self) -> None:
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        stdin: bytes | None = None,
        stop_signal: int = signal.SIGTERM,
        death_signal: int = signal.SIGKILL,
        patience: float = 10,
    ) -> Child:
        """Start one child; `death_signal` is what the kernel sends it if we are killed.

        SIGKILL, because a softer one is lost on a Celery worker that is just starting; its pool,
        like gunicorn's workers, ends when it finds its parent gone.

        `log` takes both its outputs (default: ours); `patience` is how many seconds `stop()`
        waits before it uses SIGKILL.
        """
        output = log.open("ab") if log else None
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                env=dict(env) if env is not None else None,
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509 (no threads yet, and nothing else can set it)
            )
        finally:
            if output:
                output.close()
        if stdin is not None and process.stdin:
            process.stdin.write(stdin)
            process.stdin.close()
        child = Child(name, process, log, stop_signal, patience)
        self.children.append(child)
        return child

    def wait_until(self, child: Child, ready: Callable[[], bool], seconds: float = 30) -> None:
        """Return once `ready()` is true; raise CannotStart if the child ends or time runs out."""
        deadline = time.monotonic() + seconds
        while not ready():
            if child.process.poll() is not None:
                raise CannotStart(f"{child.name} stopped at once:\n{child.last_lines()}")
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{child.name} did not answer within {seconds:.0f} seconds:\n"
                    f"{child.last_lines()}"
                )
            time.sleep(0.05)

    def first_ended(self) -> Child | None:
        return next((c for c in self.children if c.process.poll() is not None), None)

    def stop(self) -> None:
        for child in self.children:
            with suppress(ProcessLookupError):
                child.process.send_signal(child.stop_signal)
        while self.children:
            child = self.children.pop()
            try:
                child.process.wait(child.patience)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def die_with_parent(death_signal: int) -> Callable[[], None]:
    """For preexec_fn: have the kernel send `death_signal` once the parent is gone."""
    parent = os.getpid()

    def set_death_signal() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return set_death_signal


def free_port() -> int:
    """A TCP port on the loopback address that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_busy(port: int, host: str = "127.0.0.1") -> bool:
    """Whether something else already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
