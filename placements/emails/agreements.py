"""Agreements: asked to sign, signed by all, withdrawn."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.models import Notification
from accounts.reminders import Line
from placements.enums import AgreementState
from placements.models import Agreement, Signature


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
    """Out for signature, and this person's own signature is not there yet."""
    agreement = agreement_of(notification)
    return (
        agreement is not None
        and agreement.state == AgreementState.OUT
        and not Signature.objects.filter(
            agreement=agreement, person=notification.recipient_id
        ).exists()
    )


def agreement_complete(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("All three have signed the agreement of %(student)s") % said,
        detail=_("Agreement %(reference)s, at %(organisation)s.") % said,
        verb=_("Open the signed agreement"),
    )


def agreement_withdrawn(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The agreement of %(student)s has been withdrawn") % said,
        detail=_("You do not have to do anything with agreement %(reference)s any more.") % said,
        verb=_("Read why"),
    )


reminders.register(
    "agreement-to-sign", render=agreement_to_sign, still_true=agreement_still_to_sign
)
reminders.register("agreement-complete", render=agreement_complete, asks=False)
reminders.register("agreement-withdrawn", render=agreement_withdrawn, asks=False)
