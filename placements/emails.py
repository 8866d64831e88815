"""What our messages say; each is made from its notification alone."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import reminders
from accounts.models import Notification
from accounts.reminders import Line
from placements.enums import AgreementState, TrialogueKind
from placements.models import Agreement, Signature, Trialogue


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
reminders.register("agreement-complete", render=agreement_complete)
reminders.register("agreement-withdrawn", render=agreement_withdrawn)


# --- meetings


def _meeting(notification: Notification) -> dict[str, str]:
    """The words of a meeting: what, whose, when, where."""
    said = notification.context
    starts_at = timezone.localtime(dt.datetime.fromisoformat(said["starts_at"]))
    kind = str(TrialogueKind(said["kind"]).label)
    return {
        "what": f"{kind[:1].upper()}{kind[1:]}",
        "student": said["student"],
        "day": date_format(starts_at, pgettext("date long", "l j F")),
        "time": date_format(starts_at, pgettext("time", "H:i")),
        "place": said["place"],
        "reason": said["reason"],
    }


def trialogue_planned(notification: Notification) -> Line:
    said = _meeting(notification)
    return Line(
        title=_("%(what)s of %(student)s on %(day)s at %(time)s") % said,
        detail=_("Place: %(place)s. The calendar file goes along.") % said
        if said["place"]
        else _("The calendar file goes along."),
        verb=_("See what we will talk about"),
    )


def trialogue_moved(notification: Notification) -> Line:
    said = _meeting(notification)
    return Line(
        title=_("%(what)s of %(student)s moves to %(day)s at %(time)s") % said,
        detail=_("Place: %(place)s. The calendar file goes along.") % said
        if said["place"]
        else _("The calendar file goes along."),
        verb=_("See what we will talk about"),
    )


def trialogue_cancelled(notification: Notification) -> Line:
    said = _meeting(notification)
    return Line(
        title=_("%(what)s of %(student)s on %(day)s is cancelled") % said,
        detail=said["reason"],
        verb=_("Read more"),
    )


def trialogue_as_told(notification: Notification) -> bool:
    """The meeting was not moved or cancelled again after this message was written."""
    said = notification.context
    return Trialogue.objects.filter(pk=said["trialogue"], sequence=said["sequence"]).exists()


reminders.register("trialogue-planned", render=trialogue_planned, still_true=trialogue_as_told)
reminders.register("trialogue-moved", render=trialogue_moved, still_true=trialogue_as_told)
reminders.register("trialogue-cancelled", render=trialogue_cancelled, still_true=trialogue_as_told)
