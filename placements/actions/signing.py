"""A party says yes to exactly these bytes; with the last yes the agreement holds."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.actions.history import record
from accounts.actions.notifications import cancel
from accounts.models import User
from config import clock
from config.celery import enqueue
from config.refusal import refuse_if
from placements.actions.agreement_news import informed, parties, tell
from placements.enums import AgreementState
from placements.models import Agreement, Signature
from placements.rules.signing import party_role, signing_obstacles, statement


@dataclass(frozen=True)
class Evidence:
    """How we know who signed: way and moment of sign-in, address of the device, its browser."""

    sign_in_method: str
    signed_in_at: dt.datetime
    ip_address: str | None = None
    user_agent: str = ""


@transaction.atomic
def sign(
    *,
    by: User,
    agreement: Agreement,
    sha256: str,
    typed_name: str,
    language: str,
    evidence: Evidence,
) -> Signature:
    """Sign exactly the bytes with hash `sha256`; the last signature makes it signed by all."""
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    role, signatory = party_role(agreement, by), agreement.placement.signatory
    signed = set(agreement.signatures.values_list("role", flat=True))
    refuse_if(
        signing_obstacles(
            agreement=agreement,
            role=role,
            signed=signed,
            sha256=sha256,
            name=by.get_full_name(),
            signatory=signatory.get_full_name() if signatory else "",
            typed_name=typed_name,
            signed_in_at=evidence.signed_in_at,
            now=clock.now(),
        )
    )
    signature = Signature.objects.create(
        agreement=agreement,
        role=role,
        person=by,
        typed_name=typed_name.strip(),
        statement=statement(agreement),
        language=language,
        document_sha256=agreement.sha256,
        email=by.email,
        sign_in_method=evidence.sign_in_method,
        signed_in_at=evidence.signed_in_at,
        ip_address=evidence.ip_address,
        user_agent=evidence.user_agent.replace("\0", "")[:300],
    )
    record("agreement-signed", agreement, by=by, topic=agreement.placement.topic, role=role)
    if signed | {role} >= set(agreement.required_roles):
        _complete(agreement)
    return signature


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
    cancel(subject=old)
