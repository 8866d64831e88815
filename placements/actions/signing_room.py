"""A code shown in the room: one person, one agreement, one witness, a quarter of an hour.

It opens nothing: whoever scans it has to be signed in as the person it names, and lately.
"""

import datetime as dt
from dataclasses import dataclass

from django.core import signing as tickets
from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Obstacle, Refusal, refuse_if
from placements.actions import signing
from placements.actions.signing import Evidence, signatory_name, signed_roles
from placements.models import Agreement, Signature
from placements.rules.signing import party_obstacles, party_role
from placements.rules.signing_room import CODE_LASTS, OVER, witness_obstacles

SALT = "placements.signing-room"


@dataclass(frozen=True)
class Ticket:
    """What a code says, as the server signed it: keys of rows, and when it was shown."""

    agreement: int
    person: int
    witness: int
    at: dt.datetime


@transaction.atomic
def make_code(*, by: User, agreement: Agreement, person: User) -> str:
    """The token of a code for this person, with `by` as the witness; kept nowhere."""
    role = party_role(agreement, person)
    refuse_if(room_obstacles(by=by, agreement=agreement, person=person))
    topic = agreement.placement.topic
    record("agreement-code-shown", agreement, by=by, topic=topic, role=role)
    said = [agreement.pk, person.pk, by.pk, int(clock.now().timestamp())]
    return tickets.Signer(salt=SALT, sep=".").sign_object(said, compress=False)


def room_obstacles(*, by: User, agreement: Agreement, person: User) -> list[Obstacle]:
    """Why no code can be shown for this person now."""
    return [
        *party_obstacles(
            agreement=agreement,
            role=party_role(agreement, person),
            signed=signed_roles(agreement),
            name=person.get_full_name(),
            signatory=signatory_name(agreement),
            person=person,
        ),
        *witness_obstacles(agreement.placement, person, by),
    ]


def ticket_of(token: str) -> Ticket | None:
    """What a token says, if we made it and it is not over."""
    try:
        said = tickets.Signer(salt=SALT, sep=".").unsign_object(token)
    except tickets.BadSignature:
        return None
    agreement, person, witness, seconds = said
    at = dt.datetime.fromtimestamp(seconds, dt.UTC)
    if clock.now() - at > CODE_LASTS:
        return None
    return Ticket(agreement, person, witness, at)


@transaction.atomic
def sign_by_code(
    *, by: User, token: str, sha256: str, typed_name: str, language: str, evidence: Evidence
) -> Signature:
    """The person the code names signs, who showed it is the witness; for anybody else it does
    nothing."""
    ticket = ticket_of(token)
    if ticket is None or ticket.person != by.pk:
        raise Refusal("code-over", OVER)
    return signing.sign(
        by=by,
        agreement=Agreement.objects.get(pk=ticket.agreement),  # the server signed which one
        sha256=sha256,
        typed_name=typed_name,
        language=language,
        evidence=evidence,
        witness=User.objects.get(pk=ticket.witness),  # everybody may see who showed them the code
    )
