"""SIGKILL at random while mails leave: what is lost, and is what is sent again the same mail?"""

import asyncio
import datetime as dt
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from accounts.enums import MailState
from accounts.models import Mail, Notification, User
from config import clock
from tests.delivery.flock import Flock
from tests.delivery.servers import TAKEN, Moody


def announce(count: int, name: str = "proof") -> None:
    """Something to say to `count` people; the sweep makes one mail of each."""
    people = User.objects.bulk_create(
        User(
            email=f"{name}.{number}@example.org",
            first_name="Griet",
            last_name=f"Nummer {number}",
            password="!",
        )
        for number in range(count)
    )
    Notification.objects.bulk_create(
        Notification(
            rule="proof",
            subject=f"{name}:{number}",
            recipient=person,
            due_on=clock.today() - dt.timedelta(days=1),
            url="/profile/",
            urgent=True,
        )
        for number, person in enumerate(people)
    )


# In this time the server hears whose sender is gone; opened sooner, it would keep their mail.
HEARD = 0.3


class Turnstile(Moody):
    """Lets mails in as far as kills were made, so that these are spread over all of them; a part
    (`early`) of the senders waits before its mail is kept, the others after. None waits until it
    gives up. `held`: how many wait at this moment."""

    def __init__(self, dice: random.Random, patience: float, early: float) -> None:
        super().__init__()
        self.dice = dice
        self.patience = patience
        self.early = early
        self.open_until = 0.0
        self.held = 0

    async def turn(self) -> None:
        ends = time.monotonic() + self.patience
        self.held += 1
        try:
            while len(self.arrived) > self.open_until and time.monotonic() < ends:
                await asyncio.sleep(0.02)
        finally:
            self.held -= 1

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        waits_before = self.dice.random() < self.early
        if waits_before:
            await self.turn()
        self.arrived.append(envelope.original_content or b"")
        if not waits_before:
            await self.turn()
        return TAKEN


@dataclass(frozen=True)
class Figures:
    mails: int
    killed: dict[str, int]
    taken: int
    lost: int
    resent: int
    same_id_and_date: int
    same_bytes: int
    seconds: float

    @property
    def kills(self) -> int:
        return sum(self.killed.values())

    def faults(self) -> list[str]:
        """What a proof may not find, as sentences."""
        return [
            sentence
            for wrong, sentence in [
                (self.lost, f"{self.lost} lost"),
                (self.resent > self.kills, f"{self.resent} sent again after {self.kills} kills"),
                (self.same_id_and_date < self.resent, "a re-send has another Message-ID or Date"),
                (self.same_bytes < self.resent, "a re-send has other bytes"),
            ]
            if wrong
        ]

    def __str__(self) -> str:
        return (
            f"{self.mails} mails, {self.kills} kills ({self.killed['child']} of pool children,"
            f" {self.killed['parent']} of parents): {self.lost} lost, {self.resent} sent again, of"
            f" which {self.same_id_and_date} with the same Message-ID and Date and"
            f" {self.same_bytes} the same to the byte; {self.seconds:.0f} seconds"
        )


def run(
    folder: Path,
    environ: dict[str, str],
    *,
    mails: int,
    kills: int,
    seed: int,
    faster: float = 1,
    beat: float = 20,
    control: str = "",
    every: float = 1.0,
    parents: float = 0.35,
    workers: int = 2,
    name: str = "proof",
    longest: float = 120,
) -> Figures:
    """Kill `kills` times, at random moments at which a mail is being handed over, while `mails`
    mails leave. `faster` divides lease and waits; `parents` is the part of kills that hit one. In
    the `control` the power goes so many times: every pool at once."""
    dice = random.Random(seed)
    began = time.monotonic()
    announce(mails, name)
    early = 1.0 if control else 0.4
    with Turnstile(dice, patience=12 / faster, early=early) as sink:
        more = {
            "EMAIL_URL": "smtp://{}:{}".format(*sink.address),
            "PROOF_FASTER": str(faster),
            "PROOF_BEAT": str(beat),
            "PROOF_CONTROL": control,
        }
        with Flock(folder, {**environ, **more}, workers=workers, beats=2) as flock:
            made = 0
            while made < kills and still_to_send():
                assert time.monotonic() < began + longest, f"only {made} kills in {longest} seconds"
                sink.open_until = mails * (made + 1) / kills
                time.sleep(dice.uniform(0.3, 1.7) * every)
                if sink.held:
                    killed = flock.kill_pools() if control else flock.kill_one(dice, parents)
                    made += bool(killed)
                    time.sleep(HEARD)
            sink.open_until = float("inf")
            while still_to_send():
                assert time.monotonic() < began + longest, f"not all sent in {longest} seconds"
                flock.ready()
                time.sleep(0.3)
            time.sleep(1)  # whoever is still sending a second time
        return figures(name, flock.killed, sink.arrived, time.monotonic() - began)


def still_to_send() -> bool:
    return (
        Notification.objects.filter(mail__isnull=True).exists()
        or Mail.objects.filter(state=MailState.WAITING).exists()
    )


def figures(name: str, killed: dict[str, int], arrived: list[bytes], seconds: float) -> Figures:
    """By the mails that were kept, of all that were announced under `name`."""
    by_id: dict[str, list[bytes]] = defaultdict(list)
    for content in arrived:
        by_id[headers(content)[0]].append(content)
    again = [(found[0], one) for found in by_id.values() for one in found[1:]]
    rows = Notification.objects.filter(subject__startswith=f"{name}:")
    wanted = set(rows.values_list("mail__message_id", flat=True))
    return Figures(
        mails=rows.count(),
        killed=killed,
        taken=len(arrived),
        lost=rows.count() - len(wanted & by_id.keys()),
        resent=len(again),
        same_id_and_date=sum(headers(first) == headers(second) for first, second in again),
        same_bytes=sum(first == second for first, second in again),
        seconds=seconds,
    )


def headers(content: bytes) -> tuple[str, str]:
    message = message_from_bytes(content, policy=policy.compat32)
    return str(message["Message-ID"]), str(message["Date"])
