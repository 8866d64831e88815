"""A private PostgreSQL: Debian's binaries if they are there, else those of the PyPI wheel."""

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from config.embedded.supervisor import CannotStart, Supervisor, free_port

DEBIAN_BINARIES = Path("/usr/lib/postgresql")
OLDEST_MAJOR = 14  # what Django 5.2 supports
ROLE = DATABASE = "trialoog"
# A crash of the machine may cost the last half second, never the consistency of the data.
KEEP_SETTINGS = {"synchronous_commit": "off"}
# Can this program be run, is this folder ours, can we write there, and are we not root?
PROBE = '[ -x "$0" ] && [ -O "$1" ] && : >"$1/.probe" && rm "$1/.probe" && [ "$(id -u)" != 0 ]'
THROW_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Binaries:
    """The folder that holds initdb and postgres; `origin` is "debian" or "wheel"."""

    folder: Path
    major: int
    origin: str

    def __str__(self) -> str:
        where = "of this machine" if self.origin == "debian" else "from a PyPI wheel"
        return f"PostgreSQL {self.major} {where}"


def find_binaries(environ: Mapping[str, str], home: Path) -> Binaries:
    """What to run: EMBEDDED_POSTGRES=debian|wheel if set, else what made the data in `home`."""
    wanted = environ.get("EMBEDDED_POSTGRES", "")
    if wanted not in {"", "debian", "wheel"}:
        raise CannotStart(f"EMBEDDED_POSTGRES is “{wanted}”; it can be “debian” or “wheel”.")
    found = [b for b in (*debian_binaries(), *wheel_binaries()) if wanted in {"", b.origin}]
    if not found:
        raise CannotStart(
            "No PostgreSQL found. Run “make setup”, or install the package postgresql, "
            "or set DATABASE_URL to a server of yours."
        )
    return next((b for b in found if data_folder(home, b).exists()), found[0])


def debian_binaries() -> list[Binaries]:
    """Every usable server that Debian or Ubuntu packages put here, newest first."""
    servers = [
        Binaries(path.parent, int(path.parent.parent.name), "debian")
        for path in DEBIAN_BINARIES.glob("*/bin/postgres")
        if path.parent.parent.name.isdigit() and (path.parent / "initdb").exists()
    ]
    usable = [server for server in servers if server.major >= OLDEST_MAJOR]
    return sorted(usable, key=lambda server: server.major, reverse=True)


def wheel_binaries() -> list[Binaries]:
    """The server in the embedded-postgres wheel, without importing its Python."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        return []
    text = subprocess.check_output([folder / "postgres", "--version"], text=True)
    version = re.search(r"\d+", text)
    return [Binaries(folder, int(version[0]), "wheel")] if version else []


def data_folder(home: Path, binaries: Binaries) -> Path:
    """Data of one major version cannot be read by another, so each has its own folder."""
    return home / f"postgres-{binaries.major}"


def start(
    supervisor: Supervisor,
    home: Path,
    binaries: Binaries,
    *,
    throw_away: bool = False,
    port: int | None = None,
) -> str:
    """Start the server on a free loopback port, or again on `port`; returns its DATABASE_URL.

    `throw_away` (for tests) gives up safety against crashes for speed.
    """
    data = data_folder(home, binaries)
    password_file = home / "postgres-password"
    home.mkdir(parents=True, exist_ok=True)
    if not password_file.exists():
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24))
    as_other = ordinary_user(binaries, data)
    if not (data / "PG_VERSION").exists():
        initialise(binaries, data, password_file, as_other)
    port = port or free_port()
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": 200,
        **(THROW_AWAY_SETTINGS if throw_away else KEEP_SETTINGS),
    }
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    child = supervisor.start(
        "PostgreSQL",
        [*as_other, binaries.folder / "postgres", "-D", data, *options],
        log=home / "postgres.log",
        stop_signal=signal.SIGINT,  # "fast": ends open sessions, writes everything, stops
        death_signal=signal.SIGINT,
    )
    url = f"postgres://{ROLE}:{password_file.read_text()}@127.0.0.1:{port}/"
    supervisor.wait_until(child, lambda: answers(url + "postgres"))
    create_database(url)
    return url + DATABASE


def ordinary_user(binaries: Binaries, data: Path) -> list[str]:
    """The words before a command that make PostgreSQL run; it refuses to run as root.

    As root two ways were measured. `setpriv` becomes nobody but keeps the right to enter folders,
    since the clone may stand under /root. Where capabilities are taken away (some containers) a
    user namespace does it, in which root looks like an ordinary user; a chroot in turn forbids
    namespaces.
    """
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    ways = [
        (
            nobody.pw_uid,
            [
                *("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"),
                *("--clear-groups", "--inh-caps=-all,+dac_override", "--pdeathsig=INT"),
                # the last one: else access(2), by which initdb looks around, forgets the right
                *("--ambient-caps=-all,+dac_override", "--securebits=+no_setuid_fixup"),
            ],
        ),
        (0, ["unshare", "--user", "--map-user=1000", "--map-group=1000"]),
    ]
    data.mkdir(parents=True, exist_ok=True)
    for owner, words in ways:
        give(data, owner)
        probe = ["sh", "-c", PROBE, str(binaries.folder / "initdb"), str(data)]
        if works([*words, *probe]):
            return words
    raise CannotStart(
        "PostgreSQL refuses to run as root, and this machine lets us neither switch to “nobody” "
        "(setpriv) nor make a user namespace (unshare). Run this as an ordinary user, or set "
        "DATABASE_URL to a server of yours."
    )


def works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def give(folder: Path, owner: int) -> None:
    """Give a folder and what is in it to a user, if it is not theirs already."""
    if folder.stat().st_uid == owner:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner, -1, follow_symlinks=False)


def initialise(binaries: Binaries, data: Path, password_file: Path, as_other: list[str]) -> None:
    """Make a new cluster in the empty folder `data`."""
    data.mkdir(parents=True, exist_ok=True)
    if as_other:
        give(password_file, data.stat().st_uid)
    made = subprocess.run(
        [
            *(*as_other, binaries.folder / "initdb", "-D", data, "-U", ROLE),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    if made.returncode != 0:
        shutil.rmtree(data, ignore_errors=True)
        raise CannotStart(f"initdb could not make {data}:\n{made.stderr or made.stdout}")


def answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def create_database(url: str) -> None:
    connection = psycopg2.connect(url + "postgres")
    connection.autocommit = True  # CREATE DATABASE cannot run inside a transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{DATABASE}"')
    connection.close()
