"""A signature by hand: who may bring in the scan of a signed paper, and who may check it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config import clock
from config.refusal import Obstacle
from placements.rules.signing import party, party_obstacles

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Agreement, SignedScan

# What a scanner or a phone makes; the coordinator reads it beside the document.
SCAN_TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")


def may_bring(agreement: Agreement, role: str, user: User, *, coordinates: bool) -> bool:
    """Each party for themselves; the coordinator for whoever handed in the paper."""
    return coordinates or party(agreement, role) == user


def bringing_obstacles(
    *, agreement: Agreement, role: str, signed: Collection[str], is_waiting: bool, signatory: str
) -> Iterable[Obstacle]:
    """Why no scan can be brought in for this role now. `is_waiting`: one is there already."""
    yield from place_obstacles(
        agreement=agreement, role=role, signed=signed, person=party(agreement, role), name=signatory
    )
    if is_waiting:
        yield Obstacle(
            "scan-waiting", _("A scan is already there; the coordinator still has to check it.")
        )


def place_obstacles(
    *, agreement: Agreement, role: str, signed: Collection[str], person: User | None, name: str
) -> Iterable[Obstacle]:
    """Why this person cannot have signed in this place. `name`: of the legal signatory, if any."""
    if person is None or party(agreement, role) != person:
        yield Obstacle("other-party", _("Somebody else has this role by now."))
        return
    for found in party_obstacles(
        agreement=agreement,
        role=role,
        signed=signed,
        name=person.get_full_name(),
        signatory=name,
        person=person,
    ):
        if found.code == "already-signed":
            yield Obstacle("already-signed", _("This party has already signed."))
        else:
            yield found


def date_obstacles(agreement: Agreement, signed_on: dt.date) -> Iterable[Obstacle]:
    """A paper is signed between the day it went out and today."""
    if signed_on > clock.today():
        yield Obstacle("signed-in-future", _("This day is still to come."), "signed_on")
    elif agreement.sent_at and signed_on < clock.local_date(agreement.sent_at):
        yield Obstacle(
            "signed-too-early",
            _("On that day this version had not gone out yet. Is it the right paper?"),
            "signed_on",
        )


def type_obstacles(content_type: str) -> Iterable[Obstacle]:
    if content_type not in SCAN_TYPES:
        yield Obstacle(
            "not-a-scan", _("Send a photo (JPEG or PNG) or a PDF of the signed paper."), "file"
        )


def checking_obstacles(*, scan: SignedScan, by: User) -> Iterable[Obstacle]:
    """Why this coordinator cannot check this scan; whether it fits its place is asked apart."""
    if scan.checked_at is not None:
        yield Obstacle("already-checked", _("This scan has already been checked."))
    if scan.person == by:
        yield Obstacle("own-scan", _("Nobody checks their own signature; ask another coordinator."))


def rejecting_obstacles(reason: str) -> Iterable[Obstacle]:
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say what is wrong with the scan."), "reason")
