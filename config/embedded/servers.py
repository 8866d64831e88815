"""Both servers at once: those the environment names, else our own."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from config.embedded import postgres, valkey
from config.embedded.supervisor import Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = ROOT / ".local"


def start(
    supervisor: Supervisor,
    home: Path,
    *,
    environ: Mapping[str, str] = os.environ,
    throw_away: bool = False,
    say: Callable[[str], None] = print,
) -> dict[str, str]:
    """Return DATABASE_URL and REDIS_URL of servers that answer, started here where not given."""
    found = {name: environ[name] for name in ("DATABASE_URL", "REDIS_URL") if environ.get(name)}
    if "DATABASE_URL" in found:
        say("Database: the one in DATABASE_URL")
    else:
        binaries = postgres.find_binaries(environ, home)
        say(f"Database: {binaries}, data in {shown(home)}")
        found["DATABASE_URL"] = postgres.start(supervisor, home, binaries, throw_away=throw_away)
    if "REDIS_URL" in found:
        say("Queue: the one in REDIS_URL")
    else:
        server = valkey.find_server(environ)
        say(f"Queue: {server}")
        found["REDIS_URL"] = valkey.start(supervisor, home, server)
    return found


def shown(path: Path) -> str:
    """A path as a person in the checkout would write it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
