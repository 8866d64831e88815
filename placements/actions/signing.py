"""A party says yes to exactly these bytes, or no with a reason; with the last yes it holds."""

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import seals
from accounts.actions.history import record
from accounts.actions.notifications import cancel
from accounts.enums import SealState
from accounts.models import User
from config import clock
from config.celery import enqueue
from config.refusal import Refusal, refuse_if
from placements.actions.agreement_news import informed, parties, tell
from placements.actions.parties import locked
from placements.enums import AgreementState, SignatureWay
from placements.models import Agreement, Signature
from placements.overviews.signing import seen_by
from placements.rules.signing import (
    MOST_AT_ONCE,
    can_sign_now,
    is_complete,
    party,
    party_role,
    refusing_obstacles,
    signing_obstacles,
    statement,
)
from placements.rules.signing_room import witness_obstacles

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Evidence:
    """How we know who signed: way and moment of sign-in, address of the device, its browser, and
    the mark by which the session is found in the log."""

    sign_in_method: str
    signed_in_at: dt.datetime
    ip_address: str | None = None
    user_agent: str = ""
    session_mark: str = ""


@transaction.atomic
def sign(
    *,
    by: User,
    agreement: Agreement,
    sha256: str,
    typed_name: str,
    language: str,
    evidence: Evidence,
    witness: User | None = None,
) -> Signature:
    """Sign exactly the bytes with hash `sha256`; the last signature makes it signed by all.
    `witness`: the coach or coordinator who showed this person the code in the room."""
    agreement = locked_agreement(agreement)
    role, signed = party_role(agreement, by), signed_roles(agreement)
    seen = seen_by(by, [agreement])[agreement.pk]
    refuse_if(
        [
            *signing_obstacles(
                agreement=agreement,
                role=role,
                signed=signed,
                sha256=sha256,
                name=by.get_full_name(),
                signatory=signatory_name(agreement),
                typed_name=typed_name,
                signed_in_at=evidence.signed_in_at,
                read_at=seen.read_at,
                is_intact=is_intact(agreement),
                now=clock.now(),
                person=by,
            ),
            *witness_obstacles(agreement.placement, by, witness),
        ]
    )
    return add_signature(
        Signature(
            agreement=agreement,
            role=role,
            person=by,
            way=SignatureWay.ROOM if witness else SignatureWay.SCREEN,
            witness=witness,
            typed_name=typed_name.strip(),
            statement=statement(agreement),
            language=language,
            document_sha256=agreement.sha256,
            email=by.email,
            sign_in_method=evidence.sign_in_method,
            signed_in_at=evidence.signed_in_at,
            sent_at=agreement.sent_at,
            opened_at=seen.opened_at,
            read_at=seen.read_at,
            ip_address=evidence.ip_address,
            user_agent=evidence.user_agent.replace("\0", "")[:300],
            session_mark=evidence.session_mark,
        ),
        by=by,
    )


def locked_agreement(agreement: Agreement) -> Agreement:
    """The agreement as it is now, and nobody hands over or withdraws meanwhile."""
    placement = locked(agreement.placement)
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    agreement.placement = placement
    return agreement


def signed_roles(agreement: Agreement) -> set[str]:
    return set(agreement.signatures.values_list("role", flat=True))


def signatory_name(agreement: Agreement) -> str:
    signatory = agreement.placement.signatory
    return signatory.get_full_name() if signatory else ""


def is_intact(agreement: Agreement) -> bool:
    """Whether the stored document still is, byte for byte, what went out."""
    if not agreement.file:
        return False
    try:
        with agreement.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == agreement.sha256
    except FileNotFoundError:
        return False


def add_signature(signature: Signature, *, by: User) -> Signature:
    """Put it there, inside the caller's transaction and under its lock; whose turn it is next
    hears so."""
    agreement, role = signature.agreement, signature.role
    before = signed_roles(agreement)
    signature.save()
    topic, signed = agreement.placement.topic, before | {role}
    record("agreement-signed", agreement, by=by, topic=topic, role=role, way=str(signature.way))
    transaction.on_commit(
        lambda: logger.info("signature %s in session %s", signature.pk, signature.session_mark)
    )
    if is_complete(agreement, signed):
        _complete(agreement)
    else:
        _ask_next(agreement, before, signed)
    return signature


def _ask_next(agreement: Agreement, before: set[str], signed: set[str]) -> None:
    """In the order of the text: whoever could not sign before this signature, and can now."""
    could = set(can_sign_now(agreement, before))
    for role in can_sign_now(agreement, signed):
        if role not in could and (person := party(agreement, role)) is not None:
            tell(agreement, person, "agreement-to-sign", "placements:agreement-sign")


def _complete(agreement: Agreement) -> None:
    """All have signed; what was the contract until now makes room for its amendment."""
    before = agreement.placement.agreements.filter(state=AgreementState.SIGNED)
    for old in before.select_for_update(of=["self"]):
        _replace(old, agreement)
    agreement.state, agreement.signed_at = AgreementState.SIGNED, clock.now()
    agreement.save(update_fields=["state", "signed_at"])
    record("agreement-complete", agreement, by=None, topic=agreement.placement.topic)
    for person in [*parties(agreement), *informed(agreement)]:
        tell(agreement, person, "agreement-complete", "placements:agreement", urgent=False)
    enqueue("placements.tasks.keep_signed_agreement", agreement.pk)


def _replace(old: Agreement, new: Agreement) -> None:
    old.state, old.amended_at = AgreementState.AMENDED, clock.now()
    old.save(update_fields=["state", "amended_at"])
    record("agreement-replaced", old, by=None, topic=old.placement.topic, new=new.reference)
    seals.set_state(f"agreement:{old.pk}", SealState.REPLACED)
    cancel(subject=old)


@transaction.atomic
def refuse(*, by: User, agreement: Agreement, reason: str) -> Agreement:
    """A party says no, and why; from then on nobody can sign this one. The other parties and the
    coordinators hear who and why."""
    agreement = locked_agreement(agreement)
    role = party_role(agreement, by)
    refuse_if(
        refusing_obstacles(
            agreement=agreement,
            role=role,
            signed=signed_roles(agreement),
            name=by.get_full_name(),
            signatory=signatory_name(agreement),
            reason=reason,
            person=by,
        )
    )
    agreement.state, agreement.refused_at = AgreementState.REFUSED, clock.now()
    agreement.refused_by, agreement.refused_because = by, reason.strip()
    agreement.save(update_fields=["state", "refused_at", "refused_by", "refused_because"])
    topic = agreement.placement.topic
    record("agreement-refused", agreement, by=by, topic=topic, role=role, reason=reason.strip())
    cancel(subject=agreement)
    for person in _concerned(agreement, by):
        tell(agreement, person, "agreement-refused", "placements:agreement")
    return agreement


def _concerned(agreement: Agreement, by: User) -> list[User]:
    """The parties, who reads along, and the coordinators; each once, and not who acts."""
    coordinators = agreement.placement.enrolment.programme.coordinators.filter(is_active=True)
    people = [*parties(agreement), *informed(agreement), *coordinators]
    return [one for one in dict.fromkeys(people) if one != by]


def sign_many(
    *,
    by: User,
    said: Mapping[Agreement, str],
    typed_name: str,
    language: str,
    evidence: Evidence,
) -> tuple[list[Agreement], dict[Agreement, str]]:
    """Sign each of these with the hash that was on the page (`said`), each for itself: one that
    cannot be signed stops no other. Answers which were signed, and why the others were not.

    Not in one transaction: what was signed stays signed when the next one fails.
    """
    if len(said) > MOST_AT_ONCE:
        raise Refusal("too-many", _("Those are too many at once."))
    done: list[Agreement] = []
    failed: dict[Agreement, str] = {}
    for agreement, sha256 in said.items():
        try:
            sign(
                by=by,
                agreement=agreement,
                sha256=sha256,
                typed_name=typed_name,
                language=language,
                evidence=evidence,
            )
        except Refusal as refusal:
            failed[agreement] = refusal.message
        else:
            done.append(agreement)
    return done, failed
