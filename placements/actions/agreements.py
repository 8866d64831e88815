import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

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
    open_obstacles,
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
def send(*, by: User, agreement: Agreement) -> Agreement:
    """Freeze the content, render the PDF once and ask the three parties to sign its bytes."""
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
    for voice in agreement.placement.voices():
        _tell(agreement, voice.person, "agreement-to-sign", "placements:agreement-sign")
    return agreement


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
    role = agreement.placement.role_of(by)
    signed = set(agreement.signatures.values_list("role", flat=True))
    refuse_if(
        signing_obstacles(
            agreement=agreement,
            role=role,
            signed=signed,
            sha256=sha256,
            name=by.get_full_name(),
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
    agreement.state, agreement.signed_at = AgreementState.SIGNED, clock.now()
    agreement.save(update_fields=["state", "signed_at"])
    record("agreement-complete", agreement, by=None, topic=agreement.placement.topic)
    for voice in agreement.placement.voices():
        _tell(agreement, voice.person, "agreement-complete", "placements:agreement", urgent=False)
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
    agreement.state, agreement.withdrawn_at = AgreementState.WITHDRAWN, clock.now()
    agreement.withdrawn_because = reason.strip()
    agreement.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    topic = agreement.placement.topic
    record("agreement-withdrawn", agreement, by=by, topic=topic, reason=reason.strip())
    cancel(subject=agreement)
    if agreement.sent_at:
        for voice in agreement.placement.voices():
            _tell(agreement, voice.person, "agreement-withdrawn", "placements:agreement")
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
