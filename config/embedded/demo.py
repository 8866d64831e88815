"""What `manage.py demo` does, in order."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import servers
from config.embedded.servers import LOCAL, ROOT
from config.embedded.supervisor import (
    CannotStart,
    Supervisor,
    die_with_parent,
    free_port,
    port_is_busy,
)

MANAGE = [sys.executable, str(ROOT / "manage.py")]
# What belongs to the demo in .local; a reset removes these and nothing else.
LEFTOVERS = ("postgres-*", "*.log", "mail", "sms", "media", "filled-*", "beat-schedule*")


@contextmanager
def only_one() -> Iterator[None]:
    """Two demos in one checkout would share their data; the second one is told so."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"The demo already runs from this folder ({lock.read().strip()}). "
                "Stop that one first, with Ctrl-C in its terminal."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}\n")
        lock.flush()
        yield


def forget() -> None:
    """Throw away everything an earlier demo left in .local."""
    if os.environ.get("DATABASE_URL"):
        raise CannotStart(
            "DATABASE_URL is set, so the demo's data is in a database of yours. "
            "Empty it yourself, or unset DATABASE_URL."
        )
    for pattern in LEFTOVERS:
        for path in LOCAL.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def run(*, fill: bool = True, stay: bool = True) -> None:
    """Start everything, say where it is, and stay until Ctrl-C or until a part of it ends."""
    began = time.monotonic()
    host, port = os.environ.get("HOST", "127.0.0.1"), chosen_port()
    with Supervisor() as below, Supervisor() as trialoog:  # which is stopped first
        environ = start_servers(below, port)
        prepare(environ, fill=fill)
        start_trialoog(trialoog, environ, host, port)
        print(f"\nReady in {time.monotonic() - began:.1f} seconds: {environ['SITE_URL']}\n")
        if fill:
            say_who(environ)
        print("\nCtrl-C stops everything and keeps the data; make demo-reset starts over.")
        while stay:
            if ended := trialoog.first_ended() or below.first_ended():
                raise CannotStart(f"{ended.name} stopped:\n{ended.last_lines()}")
            time.sleep(0.5)


def chosen_port() -> int:
    """PORT, or 8000; refused here, before anything is started, when somebody else has it."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT is “{text}”; it has to be a number from 1 to 65535.")
    if port_is_busy(int(text), os.environ.get("HOST", "127.0.0.1")):
        raise CannotStart(
            f"Port {text} is in use by another program. Stop that one, or choose another: "
            f"PORT={int(text) + 1} make demo"
        )
    return int(text)


def start_servers(supervisor: Supervisor, port: int) -> dict[str, str]:
    """Start what Trialoog stands on; return the environment for its own processes."""
    mail, mail_port = LOCAL / "mail", free_port()
    environ = {
        **os.environ,
        **servers.start(supervisor, LOCAL),
        "DEMO": "1",
        "SITE_URL": os.environ.get("SITE_URL") or f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "PYTHONUNBUFFERED": "1",
    }
    catcher = supervisor.start(
        "Mail catcher",
        [sys.executable, "-m", "config.embedded.mail", mail, str(mail_port)],
        log=LOCAL / "mail.log",
    )
    supervisor.wait_until(catcher, lambda: port_is_busy(mail_port))
    print(f"Mail: nothing leaves this machine, every message is kept in {servers.shown(mail)}")
    return environ


def prepare(environ: dict[str, str], *, fill: bool) -> None:
    """Database, static files and demo data; each only as far as an earlier run did not."""
    step("Preparing the database", [*MANAGE, "migrate", "--verbosity", "0"], environ)
    once(
        LOCAL / "static" / ".made-from",
        fingerprint(),
        lambda: step(
            "Gathering static files (first time only)",
            [*MANAGE, "collectstatic", "--noinput", "--clear", "--verbosity", "0"],
            environ,
        ),
    )
    if fill:
        where = os.environ.get("DATABASE_URL", "embedded")
        once(
            LOCAL / f"filled-{hashlib.sha256(where.encode()).hexdigest()[:12]}",
            "filled",
            lambda: step("Filling it with demo data", [*MANAGE, "demo_data"], environ),
        )


def once(marker: Path, content: str, action: Callable[[], None]) -> None:
    """Do it unless the marker says it was done from the same; an interrupted try leaves none."""
    if marker.exists() and marker.read_text() == content:
        return
    action()
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(content)


def fingerprint() -> str:
    """Changes when our static files or the packages that bring some change."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def step(title: str, command: list[str], environ: dict[str, str]) -> None:
    """Run one command to its end; what it prints is the person's progress."""
    print(f"{title} …", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        command,
        env=environ,
        check=False,
        start_new_session=True,  # Ctrl-C is ours to handle
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    if done.returncode != 0:
        raise CannotStart(f"{title}: this did not work (see above).")
    print(f"  done in {time.monotonic() - began:.1f} seconds", flush=True)


def start_trialoog(supervisor: Supervisor, environ: dict[str, str], host: str, port: int) -> None:
    """Start web, worker and beat, as an institution would (docs/operations.md)."""
    print("Starting web, worker and beat …", flush=True)
    celery = [sys.executable, "-m", "celery", "--app", "config"]
    web = supervisor.start(
        "Web",
        [
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--no-control-socket", "--access-logfile", "-"),
        ],
        env=environ,
        log=LOCAL / "web.log",
    )
    supervisor.start(
        "Worker",
        [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        env=environ,
        log=LOCAL / "worker.log",
    )
    supervisor.start(
        "Beat",
        [*celery, "beat", "--schedule", str(LOCAL / "beat-schedule"), "--pidfile", ""],
        env=environ,
        log=LOCAL / "beat.log",
    )
    own_address = f"http://localhost:{port}/"
    supervisor.wait_until(web, lambda: answers(own_address), seconds=60)


def answers(address: str) -> bool:
    """Whether a page comes back; a page with an error counts as a refusal to start."""
    try:
        with urllib.request.urlopen(address, timeout=30):  # noqa: S310 (our own address)
            return True
    except urllib.error.HTTPError as error:
        raise CannotStart(f"The first page fails with {error.code}: see .local/web.log") from error
    except OSError:
        return False


def say_who(environ: dict[str, str]) -> None:
    """Print who can sign in."""
    subprocess.run([*MANAGE, "demo_data", "--who"], env=environ, check=False)
