"""Agreements: asked to sign, signed by all, withdrawn."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from placements.enums import AgreementState
from placements.models import Agreement, Signature
from placements.rules.signing import party_obstacles, party_role


def agreement_of(notification: Notification) -> Agreement | None:
    return Agreement.objects.filter(pk=notification.subject.rpartition(":")[2]).first()


def agreement_to_sign(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Read and sign the placement agreement of %(student)s") % said,
        detail=_("Agreement %(reference)s, at %(organisation)s. It takes five minutes.") % said,
        verb=_("Read and sign"),
    )


def agreement_still_to_sign(notification: Notification) -> bool:
    """Out for signature, and it is still up to this person: named in it, and not signed yet."""
    agreement, reader = agreement_of(notification), notification.recipient
    if agreement is None or agreement.state != AgreementState.OUT:
        return False
    signatory = agreement.placement.signatory
    obstacles = party_obstacles(
        agreement=agreement,
        role=party_role(agreement, reader),
        signed=Signature.objects.filter(agreement=agreement).values_list("role", flat=True),
        name=reader.get_full_name(),
        signatory=signatory.get_full_name() if signatory else "",
    )
    return not any(obstacles)


def agreement_complete(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("All three have signed the agreement of %(student)s") % said,
        detail=_("Agreement %(reference)s, at %(organisation)s.") % said,
        verb=_("Open the signed agreement"),
    )


def agreement_informed(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The placement agreement of %(student)s is out for signature") % said,
        detail=_("For %(organisation)s its legal signatory signs; you have nothing to sign.")
        % said,
        verb=_("Read along"),
    )


def amendment_drafted(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Send the renewed agreement of %(student)s") % said,
        detail=_("A role changed hands; %(reference)s names who has it now and is ready to go out.")
        % said,
        verb=_("Look and send"),
    )


def still_a_draft(notification: Notification) -> bool:
    agreement = agreement_of(notification)
    return agreement is not None and agreement.state == AgreementState.DRAFT


def agreement_withdrawn(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The agreement of %(student)s has been withdrawn") % said,
        detail=_("You do not have to do anything with agreement %(reference)s any more.") % said,
        verb=_("Read why"),
    )


reminders.register(
    "agreement-to-sign",
    render=agreement_to_sign,
    still_true=agreement_still_to_sign,
    group=MessageGroup.PAPERS,
    legal=True,
)
reminders.register(
    "agreement-informed", render=agreement_informed, asks=False, group=MessageGroup.PAPERS
)
reminders.register(
    "amendment-drafted",
    render=amendment_drafted,
    still_true=still_a_draft,
    group=MessageGroup.PAPERS,
)
reminders.register(
    "agreement-complete", render=agreement_complete, asks=False, group=MessageGroup.PAPERS
)
reminders.register(
    "agreement-withdrawn",
    render=agreement_withdrawn,
    asks=False,
    group=MessageGroup.PAPERS,
    legal=True,
)
