import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions.history import record
from accounts.actions.notifications import cancel, notify
from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from config.celery import enqueue
from config.frozen import freeze
from config.pdf import render_document
from config.refusal import refuse_if
from placements.actions.parties import locked, require_coordinator
from placements.documents.agreement import agreement_document, signed_document
from placements.enums import AgreementState
from placements.models import Agreement, Placement, Signature
from placements.rules.agreements import (
    is_outdated,
    open_obstacles,
    party,
    party_role,
    send_obstacles,
    signing_obstacles,
    statement,
    withdraw_obstacles,
)


@dataclass(frozen=True)
class Evidence:
    """How we know who signed: way and moment of sign-in, address of the device, its browser."""

    sign_in_method: str
    signed_in_at: dt.datetime
    ip_address: str | None = None
    user_agent: str = ""


@transaction.atomic
def open_agreement(*, by: User, placement: Placement, language: str = "nl") -> Agreement:
    """A draft for this placement; there is one active agreement at most."""
    placement = locked(placement)
    require_coordinator(by, placement.enrolment.programme)
    active = placement.agreements.active().first()
    refuse_if(open_obstacles(is_open=placement.is_open, active=active))
    return _draft(by, placement, language)


def _draft(by: User, placement: Placement, language: str) -> Agreement:
    version = placement.agreements.count() + 1
    agreement = Agreement.objects.create(
        placement=placement,
        reference=f"OVK-{clock.today().year}-{placement.pk:04d}-{version}",
        version=version,
        language=language,
        opened_by=by,
    )
    record("agreement-opened", agreement, by=by, topic=placement.topic)
    return agreement


@transaction.atomic
def renew(*, by: User, placement: Placement) -> Agreement | None:
    """After a role changed hands: draft the agreement that names who has it now, if the one there
    is names somebody else; the coordinator has only to send it.

    What was out cannot be completed any more and is withdrawn; what all have signed stays the
    contract until the amendment is signed. A draft follows the facts by itself. Whoever changed
    the role answers for who may.
    """
    placement = locked(placement)
    newest = placement.agreements.active().select_for_update(of=["self"]).first()
    if newest is None or not is_outdated(newest, placement):
        return None
    if newest.state == AgreementState.OUT:
        with translation.override(newest.language):
            reason = gettext("Somebody it names has handed over; a new version is being prepared.")
        _withdraw(newest, by, reason)
    draft = _draft(by, placement, newest.language)
    for person in placement.enrolment.programme.coordinators.all():
        if person != by and person.is_active:
            _tell(draft, person, "amendment-drafted", "placements:agreement")
    return draft


@transaction.atomic
def send(*, by: User, agreement: Agreement) -> Agreement:
    """Freeze the content, render the PDF once and ask the three parties to sign its bytes."""
    locked(agreement.placement)  # nobody ends it, or hands over, meanwhile
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(send_obstacles(agreement))
    document = agreement_document(agreement)
    pdf = render_document(document)
    agreement.content = freeze(document)
    agreement.sha256 = hashlib.sha256(pdf).hexdigest()
    agreement.file.save(f"{agreement.reference}.pdf", ContentFile(pdf), save=False)
    agreement.state, agreement.sent_at = AgreementState.OUT, clock.now()
    agreement.save()
    record("agreement-sent", agreement, by=by, topic=agreement.placement.topic)
    for person in _parties(agreement):
        _tell(agreement, person, "agreement-to-sign", "placements:agreement-sign")
    for person in _informed(agreement):
        _tell(agreement, person, "agreement-informed", "placements:agreement", urgent=False)
    return agreement


def _parties(agreement: Agreement) -> list[User]:
    """Who signs: student, workplace, coach."""
    return [person for role in TRIAD if (person := party(agreement, role)) is not None]


def _informed(agreement: Agreement) -> list[User]:
    """The mentor in whose place the legal signatory signs."""
    mentor = agreement.placement.mentor
    return [] if mentor is None or mentor in _parties(agreement) else [mentor]


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
    if signed | {role} >= set(TRIAD):
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
    for person in [*_parties(agreement), *_informed(agreement)]:
        _tell(agreement, person, "agreement-complete", "placements:agreement", urgent=False)
    enqueue("placements.tasks.keep_signed_agreement", agreement.pk)


@transaction.atomic
def keep_signed(*, agreement: Agreement) -> Agreement:
    """Render the paper that all have signed, with its evidence, and keep it; once."""
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    if agreement.final_file or not agreement.signed_at:
        return agreement
    pdf = render_document(signed_document(agreement))
    agreement.final_sha256 = hashlib.sha256(pdf).hexdigest()
    agreement.final_file.save(f"{agreement.reference}-signed.pdf", ContentFile(pdf), save=False)
    agreement.save(update_fields=["final_file", "final_sha256"])
    return agreement


@transaction.atomic
def withdraw(*, by: User, agreement: Agreement, reason: str) -> Agreement:
    """Take an agreement back, with a reason; its signatures stay on record with it."""
    locked(agreement.placement)  # nobody finalises meanwhile
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(withdraw_obstacles(agreement, reason))
    return _withdraw(agreement, by, reason.strip())


def _replace(old: Agreement, new: Agreement) -> None:
    with translation.override(old.language):
        old.withdrawn_because = gettext("Replaced by %(reference)s, which all have signed.") % {
            "reference": new.reference
        }
    old.state, old.withdrawn_at = AgreementState.WITHDRAWN, clock.now()
    old.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    record("agreement-replaced", old, by=None, topic=old.placement.topic, new=new.reference)
    cancel(subject=old)


def _withdraw(agreement: Agreement, by: User, reason: str) -> Agreement:
    agreement.state, agreement.withdrawn_at = AgreementState.WITHDRAWN, clock.now()
    agreement.withdrawn_because = reason
    agreement.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    topic = agreement.placement.topic
    record("agreement-withdrawn", agreement, by=by, topic=topic, reason=reason)
    cancel(subject=agreement)
    if agreement.sent_at:
        for person in [*_parties(agreement), *_informed(agreement)]:
            _tell(agreement, person, "agreement-withdrawn", "placements:agreement")
    return agreement


def _tell(agreement: Agreement, person: User, rule: str, page: str, *, urgent: bool = True) -> None:
    placement = agreement.placement
    notify(
        rule,
        subject=agreement,
        recipient=person,
        due_on=clock.today(),
        context={
            "reference": agreement.reference,
            "student": placement.student.get_full_name(),
            "organisation": placement.workplace.organisation.name,
            "about_me": placement.student == person,
        },
        url=reverse(page, args=[agreement.pk]),
        urgent=urgent,
    )
