"""A signature by hand: the scan of a signed paper is brought in, and checked by a coordinator."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import cancel, notify
from accounts.models import User
from competences.actions.evidence import stored
from competences.uploads import Upload
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_coordinator
from placements.actions.signing import (
    add_signature,
    is_intact,
    locked_agreement,
    signatory_name,
    signed_roles,
)
from placements.enums import SignatureWay
from placements.models import Agreement, Signature, SignedScan
from placements.rules.access import is_coordinator
from placements.rules.scans import (
    bringing_obstacles,
    checking_obstacles,
    date_obstacles,
    may_bring,
    place_obstacles,
    rejecting_obstacles,
    type_obstacles,
)
from placements.rules.signing import document_obstacles, party, statement

FOLDER = "scans"


def bring(
    *, by: User, agreement: Agreement, role: str, upload: Upload, signed_on: dt.date
) -> SignedScan:
    """Keep the scan of a paper that whoever has this role signed by hand; the coordinators hear
    that it waits. It is no signature until one of them has checked it."""
    refuse_if(type_obstacles(upload.content_type))
    with stored(upload, FOLDER) as name, transaction.atomic():
        agreement = locked_agreement(agreement)
        refuse_if(bring_obstacles(by=by, agreement=agreement, role=role))
        refuse_if(date_obstacles(agreement, signed_on))
        scan = SignedScan.objects.create(
            agreement=agreement,
            role=role,
            person=party(agreement, role),
            signed_on=signed_on,
            file=name,
            file_name=upload.name,
            sha256=upload.sha256,
            brought_by=by,
        )
        topic = agreement.placement.topic
        record("agreement-scan-brought", agreement, by=by, topic=topic, role=role)
        _ask_to_check(scan)
    return scan


def bring_obstacles(*, by: User, agreement: Agreement, role: str) -> list:
    """Why this person can bring in no scan for this role now."""
    if not may_bring(agreement, role, by, coordinates=is_coordinator(by, agreement.placement)):
        raise Refusal("not-yours", _("You bring in what you signed yourself."))
    return list(
        bringing_obstacles(
            agreement=agreement,
            role=role,
            signed=signed_roles(agreement),
            is_waiting=agreement.scans.filter(role=role, checked_at__isnull=True).exists(),
            signatory=signatory_name(agreement),
        )
    )


def _ask_to_check(scan: SignedScan) -> None:
    coordinators = scan.agreement.placement.enrolment.programme.coordinators
    for person in coordinators.filter(is_active=True):
        if person not in (scan.brought_by, scan.person):
            _tell(scan, person, "scan-to-check", "placements:scan-check", scan.pk, urgent=False)


@transaction.atomic
def accept(*, by: User, scan: SignedScan) -> Signature:
    """The coordinator laid the scan beside the document: it is this version, signed by this
    person. From then on it counts as their signature, shown everywhere as one on paper."""
    scan = _checked(by, scan)
    agreement = scan.agreement
    refuse_if(
        [
            *place_obstacles(
                agreement=agreement,
                role=scan.role,
                signed=signed_roles(agreement),
                person=scan.person,
                name=signatory_name(agreement),
            ),
            *document_obstacles(
                agreement=agreement,
                sha256=agreement.sha256,
                read_at=scan.brought_at,
                is_intact=is_intact(agreement),
            ),
        ]
    )
    _close(scan, by)
    with translation.override(agreement.language):
        said = statement(agreement)
    signature = add_signature(
        Signature(
            agreement=agreement,
            role=scan.role,
            person=scan.person,
            way=SignatureWay.PAPER,
            witness=by,
            scan=scan,
            typed_name=scan.person.get_full_name(),
            statement=said,
            language=agreement.language,
            document_sha256=agreement.sha256,
            email=scan.person.email,
            sent_at=agreement.sent_at,
        ),
        by=by,
    )
    _tell(scan, scan.person, "scan-accepted", "placements:agreement", agreement.pk)
    return signature


@transaction.atomic
def reject(*, by: User, scan: SignedScan, reason: str) -> SignedScan:
    """The scan does not do: not this version, no signature, unreadable. The party hears why."""
    scan = _checked(by, scan)
    refuse_if(rejecting_obstacles(reason))
    _close(scan, by, reason.strip())
    agreement = scan.agreement
    topic, said = agreement.placement.topic, reason.strip()
    record("agreement-scan-rejected", agreement, by=by, topic=topic, role=scan.role, reason=said)
    _tell(scan, scan.person, "scan-rejected", "placements:agreement-sign", agreement.pk)
    return scan


def _checked(by: User, scan: SignedScan) -> SignedScan:
    """The scan as it is now, under the lock of its agreement, for a coordinator who may check."""
    agreement = locked_agreement(scan.agreement)
    require_coordinator(by, agreement.placement.enrolment.programme)
    scan = SignedScan.objects.select_for_update(of=["self"]).get(pk=scan.pk)
    scan.agreement = agreement
    refuse_if(checking_obstacles(scan=scan, by=by))
    return scan


def _close(scan: SignedScan, by: User, rejected_because: str = "") -> None:
    scan.checked_by, scan.checked_at = by, clock.now()
    scan.rejected_because = rejected_because
    scan.save(update_fields=["checked_by", "checked_at", "rejected_because"])
    cancel(subject=scan, rule="scan-to-check")


def _tell(
    scan: SignedScan, person: User, rule: str, page: str, key: int, *, urgent: bool = True
) -> None:
    agreement = scan.agreement
    notify(
        rule,
        subject=scan,
        recipient=person,
        due_on=clock.today(),
        context={
            "scan": scan.pk,
            "reference": agreement.reference,
            "student": agreement.placement.student.get_full_name(),
            "person": scan.person.get_full_name(),
            "witness": scan.checked_by.get_full_name() if scan.checked_by else "",
            "reason": scan.rejected_because,
        },
        url=reverse(page, args=[key]),
        urgent=urgent,
    )
