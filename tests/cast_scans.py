"""Scans of Amina's workplace, and what Griet saw in the mirror: for herself, and for her coach."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from config import clock
from placements.models import Placement
from quality.actions import mirrors, scans
from quality.models import MentorMirror, ScanRound
from quality.scan_guide import guide

# Said by Griet: in a mirror of her own, in one that she shares, and in a scan that is still open.
MIRROR_MARK = "mark-8c15-own-mirror"
SHARED_MARK = "mark-d730-shared-mirror"
BLIND_MARK = "mark-46be-said-in-an-open-scan"
CLOSED_MARK = "mark-19fa-said-in-a-closed-scan"
AROUND = {"student", "mentor", "coach", "coordinator"}
SCAN_MARKS = {
    MIRROR_MARK: {"mentor"},
    SHARED_MARK: {"mentor", "coach"},
    BLIND_MARK: {"mentor"},
    CLOSED_MARK: AROUND,
}


@dataclass(frozen=True)
class Scanned:
    closed: ScanRound
    open: ScanRound
    mirror: MentorMirror
    shared: MentorMirror


def view(value: int) -> dict[str, int]:
    return {topic.key: value for topic in guide().characteristics}


def scan(placement: Placement, people: dict[str, User], now: dt.datetime) -> Scanned:
    mentor, coach = people["mentor"], people["coach"]
    with clock.at(now - dt.timedelta(days=30)):
        closed = scans.open_round(by=coach, placement=placement)
        noted = {"feedback": CLOSED_MARK}
        for role, person in people.items():
            remarks = noted if role == "mentor" else {}
            scans.give_view(by=person, scan=closed, values=view(2), remarks=remarks)
        shared = _mirror(mentor, SHARED_MARK)
        mirrors.share(by=mentor, mirror=shared)
    with clock.at(now):
        opened = scans.open_round(by=coach, placement=placement)
        noted = {"coaching": BLIND_MARK}
        scans.give_view(by=mentor, scan=opened, values=view(3), remarks=noted)
        mirror = _mirror(mentor, MIRROR_MARK)
    return Scanned(
        closed=ScanRound.objects.get(pk=closed.pk),
        open=opened,
        mirror=mirror,
        shared=MentorMirror.objects.get(pk=shared.pk),
    )


def _mirror(mentor: User, words: str) -> MentorMirror:
    values = {topic.key: 3 for topic in guide().mentor_roles}
    return mirrors.make(by=mentor, values=values, words=words, wants="trainer")
