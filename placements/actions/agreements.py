import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actions import seals
from accounts.actions.history import record
from accounts.actions.notifications import cancel
from accounts.models import User
from config import clock
from config.frozen import freeze
from config.pdf import render_document
from config.refusal import refuse_if
from placements.actions.agreement_news import informed, parties, tell
from placements.actions.parties import locked, require_coordinator
from placements.documents.agreement import agreement_document
from placements.enums import AgreementState
from placements.models import Agreement, Placement
from placements.rules.agreements import open_obstacles, send_obstacles, withdraw_obstacles


@transaction.atomic
def open_agreement(*, by: User, placement: Placement, language: str = "nl") -> Agreement:
    """A draft for this placement; there is one active agreement at most."""
    placement = locked(placement)
    require_coordinator(by, placement.enrolment.programme)
    active = placement.agreements.active().first()
    refuse_if(open_obstacles(is_open=placement.is_open, active=active))
    return open_draft(by, placement, language)


def open_draft(by: User, placement: Placement, language: str) -> Agreement:
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
    locked(agreement.placement)  # nobody ends it, or hands over, meanwhile
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(send_obstacles(agreement))
    agreement.code = seals.new_code()  # on the paper that they sign
    document = agreement_document(agreement)
    pdf = render_document(document)
    agreement.content = freeze(document)
    agreement.sha256 = hashlib.sha256(pdf).hexdigest()
    agreement.file.save(f"{agreement.reference}.pdf", ContentFile(pdf), save=False)
    agreement.state, agreement.sent_at = AgreementState.OUT, clock.now()
    agreement.save()
    record("agreement-sent", agreement, by=by, topic=agreement.placement.topic)
    for person in parties(agreement):
        tell(agreement, person, "agreement-to-sign", "placements:agreement-sign")
    for person in informed(agreement):
        tell(agreement, person, "agreement-informed", "placements:agreement", urgent=False)
    return agreement


@transaction.atomic
def withdraw(*, by: User, agreement: Agreement, reason: str) -> Agreement:
    """Take an agreement back, with a reason; its signatures stay on record with it."""
    locked(agreement.placement)  # nobody finalises meanwhile
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(withdraw_obstacles(agreement, reason))
    return take_back(agreement, by, reason.strip())


def take_back(agreement: Agreement, by: User, reason: str) -> Agreement:
    agreement.state, agreement.withdrawn_at = AgreementState.WITHDRAWN, clock.now()
    agreement.withdrawn_because = reason
    agreement.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    topic = agreement.placement.topic
    record("agreement-withdrawn", agreement, by=by, topic=topic, reason=reason)
    cancel(subject=agreement)
    if agreement.sent_at:
        for person in [*parties(agreement), *informed(agreement)]:
            tell(agreement, person, "agreement-withdrawn", "placements:agreement")
    return agreement
