"""A cable between a browser and the portal that can be cut and mended, and a browser that can be
killed: what happens on a train, for real."""

import contextlib
import os
import signal
import socket
import threading
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error

from tests import chromium
from tests.processes import wait_for


class Wire:
    """Listens on a port of its own and passes everything on; `address` is what a browser opens."""

    def __init__(self, portal: str) -> None:
        self.portal = ("localhost", urlsplit(portal).port)
        self.open: set[socket.socket] = set()
        self.port = 0

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """What was on its way is lost; who asks anew finds nobody."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in list(self.open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _peer = listener.accept()
                far = socket.create_connection(self.portal)
            except OSError:
                return
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        self.open.add(one)
        with contextlib.suppress(OSError):
            while some := one.recv(65536):
                other.sendall(some)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)
        self.open.discard(one)
        one.close()


class Phone:
    """A browser with a profile on disk, which outlives its process."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.kind, self.folder = browser.browser_type, folder
        self.path = chromium.find(SimpleNamespace(chromium=browser.browser_type))

    def start(self) -> BrowserContext:
        self.context = self.kind.launch_persistent_context(
            str(self.folder),
            executable_path=self.path,
            args=chromium.ARGUMENTS,
            viewport={"width": 390, "height": 844},
            locale="nl-BE",
        )
        self.context.set_default_timeout(15_000)
        return self.context

    def processes(self) -> list[int]:
        """Of this profile alone."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if f"--user-data-dir={self.folder}".encode() in entry.read_bytes():
                    found.append(int(entry.parent.name))
        return found

    def kill(self) -> None:
        """SIGKILL: no page hears of it, nothing is written any more."""
        assert self.processes()
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        wait_for(lambda: not self.processes())
        with contextlib.suppress(Error):
            self.context.close()
