"""The servers of a proof. No Django here: it can be imported only once there is a database."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from config.embedded import postgres, valkey
from config.embedded.supervisor import Child, Supervisor


class Servers:
    """A PostgreSQL and a Redis of our own that can be stopped and started again where they were."""

    def __init__(self, folder: Path, supervisor: Supervisor) -> None:
        self.folder = folder
        self.supervisor = supervisor
        self.binaries = postgres.find_binaries(os.environ, folder)
        self.queue_program = valkey.find_server(os.environ)
        self.database_url = self.queue_url = ""
        self.start_database()
        self.start_queue()

    def start_database(self) -> None:
        port = urlsplit(self.database_url).port
        self.database_url = postgres.start(
            self.supervisor, self.folder, self.binaries, throw_away=True, port=port
        )

    def start_queue(self) -> None:
        self.queue_url = valkey.start(
            self.supervisor, self.folder, self.queue_program, url=self.queue_url
        )

    def stop(self, name: str) -> None:
        """Stop "PostgreSQL" or "Redis", as an operator does."""
        child: Child = next(one for one in self.supervisor.children if one.name == name)
        child.process.send_signal(child.stop_signal)
        child.process.wait(child.patience)
        self.supervisor.children.remove(child)
