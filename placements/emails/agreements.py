"""Agreements: asked to sign or to check, signed by all, changed, withdrawn."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from placements.enums import AgreementState
from placements.models import Agreement, FactCheck, Signature
from placements.overviews.fact_checks import can_check, needs_answer, open_check
from placements.overviews.subjects import row_of
from placements.rules.facts import BY_KEY, words_of
from placements.rules.signing import party_obstacles, party_role


def agreement_of(notification: Notification) -> Agreement | None:
    found = row_of(notification.subject)
    return Agreement.objects.filter(pk=found[1]).first() if found else None


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
        detail=_("Something in it changed; %(reference)s says it as it is now and can go out.")
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


def agreement_beside(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("An amendment to the agreement of %(student)s is out for signature") % said,
        detail=_("%(reference)s changes nothing in your part: you need not sign again.") % said,
        verb=_("Read what changes"),
    )


def agreement_asked_again(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The agreement of %(student)s waits for your signature") % said,
        detail=_("%(coordinator)s asks: will you read and sign %(reference)s?") % said,
        verb=_("Read and sign"),
    )


def facts_to_check(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Are these facts right for the agreement of %(student)s?") % said,
        detail=_("Look at them before anybody signs. It takes two minutes.") % said,
        verb=_("Look at the facts"),
    )


def facts_still_to_check(notification: Notification) -> bool:
    agreement = agreement_of(notification)
    return (
        agreement is not None
        and open_check(agreement) is not None
        and can_check(agreement, notification.recipient)
    )


def facts_checked(notification: Notification) -> Line:
    said = notification.context
    if not said["corrections"]:
        return Line(
            title=_("%(who)s confirmed the facts of %(student)s") % said,
            detail=_("Agreement %(reference)s can go out for signature.") % said,
            verb=_("Look and send"),
        )
    count = said["corrections"]
    detail = ngettext(
        "%(corrections)s fact should be otherwise, in agreement %(reference)s.",
        "%(corrections)s facts should be otherwise, in agreement %(reference)s.",
        count,
    )
    return Line(
        title=_("%(who)s corrects the facts of %(student)s") % said,
        detail=detail % said,
        verb=_("Take or decline"),
    )


def facts_checked_still_waits(notification: Notification) -> bool:
    """A draft still, and its corrections, if any, not answered."""
    agreement = agreement_of(notification)
    if agreement is None or agreement.state != AgreementState.DRAFT:
        return False
    found = FactCheck.objects.filter(agreement=agreement).last()
    return found is not None and (not found.corrections or needs_answer(found))


def facts_answered(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Your corrections for %(student)s were looked at") % said,
        detail=_("Taken: %(taken)s of %(of)s. You read the rest, and why, on the page.") % said,
        verb=_("Read the answer"),
    )


def facts_changed(notification: Notification) -> Line:
    """`facts`: key, old and new plain value of each; said in the reader's language."""
    said = notification.context
    changes = [
        _("%(what)s: %(new)s (was: %(old)s)")
        % {
            "what": BY_KEY[key].label,
            "old": words_of(BY_KEY[key], old) or _("nothing"),
            "new": words_of(BY_KEY[key], new) or _("nothing"),
        }
        for key, old, new in said["facts"]
        if key in BY_KEY
    ]
    return Line(
        title=_("Something changed around the agreement of %(student)s") % said,
        detail="; ".join(changes) + ". " + _("Nobody has to sign again for this."),
        verb=_("Open the agreement"),
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
reminders.register(
    "agreement-beside", render=agreement_beside, asks=False, group=MessageGroup.PAPERS
)
reminders.register(
    "agreement-asked-again",
    render=agreement_asked_again,
    still_true=agreement_still_to_sign,
    group=MessageGroup.PAPERS,
    legal=True,
)
reminders.register(
    "facts-to-check",
    render=facts_to_check,
    still_true=facts_still_to_check,
    group=MessageGroup.PAPERS,
)
reminders.register(
    "facts-asked-again",
    render=facts_to_check,
    still_true=facts_still_to_check,
    group=MessageGroup.PAPERS,
)
reminders.register(
    "facts-checked",
    render=facts_checked,
    still_true=facts_checked_still_waits,
    group=MessageGroup.PAPERS,
)
reminders.register("facts-answered", render=facts_answered, asks=False, group=MessageGroup.PAPERS)
reminders.register(
    "agreement-facts-changed",
    render=facts_changed,
    asks=False,
    group=MessageGroup.PAPERS,
    legal=True,
)
