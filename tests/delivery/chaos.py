"""Everything around the sender breaks, one thing after the other, while mails leave."""

import itertools
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

import redis
from django.db import InterfaceError, OperationalError, connection

from accounts.enums import MailState
from accounts.models import Bounce, Mail, Notification
from tests.delivery.flock import Flock
from tests.delivery.kills import announce, headers
from tests.delivery.proof_servers import Servers
from tests.delivery.servers import Moody

MAILS = 60
FASTER = 10  # waits and leases are a tenth: a minute and a half here stands for fifteen
CAUGHT_UP_WITHIN = 15 * 60 / FASTER
REFUSED = 3


@dataclass
class Stage:
    """What a fault may reach: the servers, and the mail server of the portal."""

    servers: Servers
    sink: Moody
    copies: Counter[str] = field(default_factory=Counter)

    def addresses(self, name: str, count: int) -> set[str]:
        return {f"{name}.{number}@example.org" for number in range(count)}


Fault = Callable[[Stage, str], None]


def queue_flushed(stage: Stage, name: str) -> None:
    with redis.Redis.from_url(stage.servers.queue_url) as queue:
        for _ in range(3):
            queue.flushall()
            time.sleep(1)


def queue_restarted(stage: Stage, name: str) -> None:
    stage.servers.stop("Redis")
    time.sleep(6)
    stage.servers.start_queue()


def database_restarted(stage: Stage, name: str) -> None:
    connection.close()
    stage.servers.stop("PostgreSQL")
    time.sleep(4)
    stage.servers.start_database()


def mail_server_down(stage: Stage, name: str) -> None:
    stage.sink.stop()
    time.sleep(180 / FASTER)  # half an hour takes no longer to recover: the pauses have an end
    stage.sink.start()


def not_now(stage: Stage, name: str) -> None:
    stage.sink.at_rcpt = lambda address: "451 4.3.0 Try again later"
    time.sleep(120 / FASTER)
    stage.sink.behave()
    stage.sink.pause = pace


def never_for_some(stage: Stage, name: str) -> None:
    gone = stage.addresses(name, MAILS) - {mail.partition(" ")[0] for mail in stage.copies}
    some = set(sorted(gone)[-REFUSED:])
    stage.sink.at_rcpt = lambda address: "550 5.1.1 No such user" if address in some else None


def silence(stage: Stage, name: str) -> None:
    """Every fourth mail is kept, and nothing is said about it."""
    turns = itertools.count()
    stage.sink.silent_for = lambda address: next(turns) % 4 == 0
    time.sleep(60 / FASTER)
    stage.sink.silent_for = lambda address: False


def pace() -> float:
    return 0.05


FAULTS: dict[str, tuple[str, Fault]] = {
    "queue flushed": ("flushed", queue_flushed),
    "queue restarted": ("broker", queue_restarted),
    "PostgreSQL restarted": ("database", database_restarted),
    "mail server down": ("down", mail_server_down),
    "4xx for everybody": ("later", not_now),
    f"5xx for {REFUSED}": ("never", never_for_some),
    "silence after DATA": ("silence", silence),
}

# The mail server kept a mail and could not say so: then it gets the same one again.
CUT_SHORT = {"mail server down", "silence after DATA"}


@dataclass(frozen=True)
class Outcome:
    """One fault. `shown`: refused for good, and in sight; `twice`: keys in two different mails;
    `copies`: the same mail handed over again; `caught_up`: seconds after the fault was over."""

    fault: str
    keys: int
    lost: int
    shown: int
    twice: int
    copies: int
    same_bytes: int
    caught_up: float

    def faults(self) -> list[str]:
        return [
            f"{self.fault}: {sentence}"
            for wrong, sentence in [
                (self.lost, f"{self.lost} lost"),
                (self.twice, f"{self.twice} keys in two different mails"),
                (
                    self.copies and self.fault not in CUT_SHORT,
                    f"{self.copies} mails handed over again",
                ),
                (self.same_bytes < self.copies, "a copy has other bytes"),
                (self.caught_up > CAUGHT_UP_WITHIN, f"caught up after {self.caught_up:.0f} s"),
                ("5xx" in self.fault and self.shown != REFUSED, f"{self.shown} shown as refused"),
            ]
            if wrong
        ]

    def __str__(self) -> str:
        return (
            f"{self.fault}: {self.keys} keys, {self.lost} lost, {self.twice} sent twice, "
            f"{self.shown} refused and shown, {self.copies} the same mail again "
            f"({self.same_bytes} to the byte); caught up {self.caught_up:.0f} s after "
            f"(stands for {self.caught_up * FASTER / 60:.1f} minutes)"
        )


def run(
    servers: Servers, folder: Path, names: list[str], *, control: str = "", longest: float = 150
) -> Iterator[Outcome]:
    """Break each of `names` in turn, with two beats and two workers of two processes."""
    with Moody() as sink:
        sink.pause = pace
        environ = {
            **os.environ,
            "EMAIL_URL": "smtp://{}:{}".format(*sink.address),
            "PROOF_FASTER": str(FASTER),
            "PROOF_BEAT": str(20 / FASTER),
            "PROOF_CONTROL": control,
        }
        with Flock(folder, environ, beats=2) as flock:
            stage = Stage(servers, sink)
            for name in names:
                yield _one(stage, flock, name, longest)


def _one(stage: Stage, flock: Flock, fault: str, longest: float) -> Outcome:
    name, break_it = FAULTS[fault]
    stage.sink.arrived.clear()
    stage.copies.clear()
    announce(MAILS, name)
    ends = time.monotonic() + longest
    while len(stage.sink.arrived) < MAILS / 4:
        flock.ready()
        assert time.monotonic() < ends, "nothing was sent before the fault"
        time.sleep(0.05)
    stage.copies.update(recipient(content) for content in stage.sink.arrived)
    break_it(stage, name)
    over = time.monotonic()
    while time.monotonic() < ends and _is_any_to_send(name):
        flock.ready()
        time.sleep(0.2)
    caught_up = time.monotonic() - over
    time.sleep(1)
    stage.sink.behave()
    stage.sink.pause = pace
    return _count(fault, name, list(stage.sink.arrived), caught_up)


def _is_any_to_send(name: str) -> bool:
    try:
        mine = Notification.objects.filter(subject__startswith=f"{name}:")
        return (
            mine.filter(mail__isnull=True).exists()
            or mine.filter(mail__state=MailState.WAITING).exists()
        )
    except (OperationalError, InterfaceError):
        connection.close()
        return True


def recipient(content: bytes) -> str:
    return str(message_from_bytes(content, policy=policy.compat32)["To"])


def _count(fault: str, name: str, arrived: list[bytes], caught_up: float) -> Outcome:
    """One key per mail, as one thing was said to each person."""
    ids: dict[str, set[str]] = defaultdict(set)
    bodies: dict[str, list[bytes]] = defaultdict(list)
    for content in arrived:
        message_id = headers(content)[0]
        ids[recipient(content)].add(message_id)
        bodies[message_id].append(content)
    wanted = set(
        Notification.objects.filter(subject__startswith=f"{name}:").values_list(
            "recipient__email", flat=True
        )
    )
    refused = Mail.objects.filter(recipient__email__in=wanted, state=MailState.FAILED)
    shown = (
        set(Bounce.objects.filter(mail__in=refused).values_list("address", flat=True)) - ids.keys()
    )
    return Outcome(
        fault=fault,
        keys=len(wanted),
        lost=len(wanted - ids.keys() - shown),
        shown=len(shown),
        twice=sum(len(found) > 1 for found in ids.values()),
        copies=sum(len(found) - 1 for found in bodies.values()),
        same_bytes=sum(one == found[0] for found in bodies.values() for one in found[1:]),
        caught_up=caught_up,
    )
