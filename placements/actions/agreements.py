import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions import seals
from accounts.actions.history import record
from accounts.actions.notifications import cancel
from accounts.enums import SealState
from accounts.models import User
from config import clock
from config.frozen import freeze
from config.pdf import render_document
from config.refusal import refuse_if
from placements.actions.agreement_news import informed, parties, tell, tell_of_sending
from placements.actions.parties import locked, require_coordinator
from placements.documents.agreement import agreement_document
from placements.enums import ON_ITS_WAY, AgreementState
from placements.models import Agreement, Placement
from placements.overviews.fact_checks import check_state, waits_for_answer
from placements.overviews.facts import roles_to_sign
from placements.overviews.texts import text_in_force
from placements.rules.agreements import (
    copy_obstacles,
    open_obstacles,
    send_obstacles,
    withdraw_obstacles,
)
from placements.rules.signing import people_of


@transaction.atomic
def open_agreement(*, by: User, placement: Placement, language: str = "nl") -> Agreement:
    """A draft for this placement; there is one active agreement at most."""
    placement = locked(placement)
    require_coordinator(by, placement.enrolment.programme)
    active = placement.agreements.active().first()
    refuse_if(open_obstacles(is_open=placement.is_open, active=active))
    return open_draft(by, placement, language)


def open_draft(
    by: User, placement: Placement, language: str, predecessor: Agreement | None = None
) -> Agreement:
    """The next version, with the text that is in force today and in its order of signing.
    `predecessor`: what it is copied from or amends."""
    version = placement.agreements.count() + 1
    today = clock.today()
    text = text_in_force(placement.enrolment.programme, placement.kind, language, today)
    agreement = Agreement(
        placement=placement,
        reference=f"OVK-{today.year}-{placement.pk:04d}-{version}",
        version=version,
        predecessor=predecessor,
        text=text,
        language=language,
        signing_order=text.signing_order if text else [],
        order_reason=text.order_reason if text else "",
        opened_by=by,
    )
    agreement.required_roles = roles_to_sign(agreement)
    agreement.save()
    record("agreement-opened", agreement, by=by, topic=placement.topic)
    return agreement


def locked_agreement(agreement: Agreement) -> Agreement:
    """As it is now, for one writer at a time, with its placement, which comes first."""
    placement = locked(agreement.placement)
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    agreement.placement = placement
    return agreement


@transaction.atomic
def send(*, by: User, agreement: Agreement) -> Agreement:
    """Freeze the content, render the PDF once and ask whoever has to sign its bytes.

    Whether the workplace looked at the facts first is the coordinator's choice, and is kept.
    """
    agreement = locked_agreement(agreement)
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(send_obstacles(agreement, unanswered=waits_for_answer(agreement)))
    cancel(subject=agreement)  # nobody is asked to check the facts any more
    checked = check_state(agreement)
    agreement.required_roles = roles_to_sign(agreement)
    agreement.code = seals.new_code()  # on the paper that they sign
    document = agreement_document(agreement)
    pdf = render_document(document)
    agreement.content = freeze(document) | {"people": people_of(agreement)}
    agreement.sha256 = hashlib.sha256(pdf).hexdigest()
    agreement.file.save(f"{agreement.reference}.pdf", ContentFile(pdf), save=False)
    agreement.state, agreement.sent_at = AgreementState.OUT, clock.now()
    agreement.save()
    topic = agreement.placement.topic
    record("agreement-sent", agreement, by=by, topic=topic, checked=checked)
    tell_of_sending(agreement)
    return agreement


@transaction.atomic
def withdraw(*, by: User, agreement: Agreement, reason: str) -> Agreement:
    """Take an agreement back, with a reason; its signatures stay on record with it."""
    agreement = locked_agreement(agreement)  # nobody finalises meanwhile
    require_coordinator(by, agreement.placement.enrolment.programme)
    refuse_if(withdraw_obstacles(agreement, reason))
    return take_back(agreement, by, reason.strip())


@transaction.atomic
def copy(*, by: User, agreement: Agreement, reason: str = "") -> Agreement:
    """Take back what is out or was refused, and draft the next version, linked to it. What all
    have signed stays the contract until its copy, an amendment, is signed too."""
    agreement = locked_agreement(agreement)
    placement = agreement.placement
    require_coordinator(by, placement.enrolment.programme)
    on_its_way = placement.agreements.filter(state__in=ON_ITS_WAY).first()
    refuse_if(copy_obstacles(agreement, on_its_way=on_its_way, reason=reason))
    if agreement.state in (AgreementState.OUT, AgreementState.REFUSED):
        take_back(agreement, by, reason.strip() or _refused(agreement))
    return open_draft(by, placement, agreement.language, predecessor=agreement)


def _refused(agreement: Agreement) -> str:
    with translation.override(agreement.language):
        return gettext("Somebody refused it; a new version is being prepared.")


def take_back(agreement: Agreement, by: User | None, reason: str) -> Agreement:
    was_signed = agreement.state == AgreementState.SIGNED
    agreement.state, agreement.withdrawn_at = AgreementState.WITHDRAWN, clock.now()
    agreement.withdrawn_because = reason
    agreement.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    topic = agreement.placement.topic
    record("agreement-withdrawn", agreement, by=by, topic=topic, reason=reason)
    cancel(subject=agreement)
    if was_signed:
        seals.set_state(f"agreement:{agreement.pk}", SealState.WITHDRAWN)
    if agreement.sent_at:
        for person in [*parties(agreement), *informed(agreement)]:
            tell(agreement, person, "agreement-withdrawn", "placements:agreement")
    return agreement


def end_with(*, by: User | None, placement: Placement) -> None:
    """The placement is over: what all have signed ends with it and stays its contract; what was
    still on its way is taken back. Inside the transaction of whoever ends the placement."""
    for agreement in placement.agreements.active().select_for_update(of=["self"]):
        agreement.placement = placement
        if agreement.state == AgreementState.SIGNED:
            _end(agreement, by)
        elif agreement.state in ON_ITS_WAY:
            with translation.override(agreement.language):
                reason = gettext("The placement has ended.")
            take_back(agreement, by, reason)


def _end(agreement: Agreement, by: User | None) -> None:
    agreement.state, agreement.ended_at = AgreementState.ENDED, clock.now()
    agreement.save(update_fields=["state", "ended_at"])
    record("agreement-ended", agreement, by=by, topic=agreement.placement.topic)
    cancel(subject=agreement)
    seals.set_state(f"agreement:{agreement.pk}", SealState.ENDED)
