"""Around signing: refused by a party, signed by hand on paper."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup
from accounts.models import Notification
from accounts.reminders import Line
from placements.enums import AgreementState
from placements.models import SignedScan


def agreement_refused(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The agreement of %(student)s was refused") % said,
        detail=_("Nobody signs agreement %(reference)s any more; the reason stands with it.")
        % said,
        verb=_("Read why"),
    )


def scan_to_check(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Check a signature on paper, on the agreement of %(student)s") % said,
        detail=_("%(person)s signed agreement %(reference)s by hand; the scan waits for you.")
        % said,
        verb=_("Look and check"),
    )


def still_to_check(notification: Notification) -> bool:
    scan = SignedScan.objects.filter(pk=notification.context["scan"]).first()
    if scan is None or scan.checked_at is not None:
        return False
    return scan.agreement.state == AgreementState.OUT


def scan_accepted(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Your signature on paper counts: the agreement of %(student)s") % said,
        detail=_(
            "%(witness)s checked the scan of agreement %(reference)s. Did you not sign it? Tell us"
            " at once."
        )
        % said,
        verb=_("See the agreement"),
    )


def scan_rejected(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("Sign the agreement of %(student)s once more") % said,
        detail=_("The scan of agreement %(reference)s could not be taken: %(reason)s") % said,
        verb=_("Sign on screen, or on paper again"),
    )


reminders.register(
    "agreement-refused",
    render=agreement_refused,
    asks=False,
    group=MessageGroup.PAPERS,
    legal=True,
)
reminders.register(
    "scan-to-check", render=scan_to_check, still_true=still_to_check, group=MessageGroup.PAPERS
)
reminders.register(
    "scan-accepted", render=scan_accepted, asks=False, group=MessageGroup.PAPERS, legal=True
)
reminders.register("scan-rejected", render=scan_rejected, group=MessageGroup.PAPERS, legal=True)
