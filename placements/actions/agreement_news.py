"""Who is told about an agreement: its parties, and those who read along."""

from typing import Any

from django.urls import reverse

from accounts.actions.notifications import notify, subject_key
from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from placements.models import Agreement
from placements.rules.signing import can_sign_now, party


def parties(agreement: Agreement) -> list[User]:
    """Whose agreement it is: student, workplace, coach."""
    return [person for role in TRIAD if (person := party(agreement, role)) is not None]


def informed(agreement: Agreement) -> list[User]:
    """The mentor in whose place the legal signatory signs."""
    mentor = agreement.placement.mentor
    return [] if mentor is None or mentor in parties(agreement) else [mentor]


def coordinators(agreement: Agreement, *, but: User | None) -> list[User]:
    found = agreement.placement.enrolment.programme.coordinators.filter(is_active=True)
    return [person for person in found.order_by("pk") if person != but]


def tell(
    agreement: Agreement,
    person: User,
    rule: str,
    page: str,
    *,
    urgent: bool = True,
    edition: str = "",
    **said: Any,
) -> None:
    """`edition` tells one message of this rule from the next about the same agreement."""
    placement, key = agreement.placement, subject_key(agreement)
    notify(
        rule,
        subject=f"{key}#{edition}" if edition else key,
        recipient=person,
        due_on=clock.today(),
        context={
            "reference": agreement.reference,
            "student": placement.student.get_full_name(),
            "organisation": placement.workplace.organisation.name,
            "about_me": placement.student == person,
            **said,
        },
        url=reverse(page, args=[agreement.pk]),
        urgent=urgent,
    )


def tell_of_sending(agreement: Agreement) -> None:
    """It went out: who can sign now is asked to, later ones when it is their turn; a party whose
    part does not change, and the mentor for whom a signatory signs, read along."""
    now = can_sign_now(agreement, ())
    for role in TRIAD:
        person = party(agreement, role)
        if person is None:
            continue
        if role in now:
            tell(agreement, person, "agreement-to-sign", "placements:agreement-sign")
        elif role not in agreement.required_roles:
            tell(agreement, person, "agreement-beside", "placements:agreement", urgent=False)
    for person in informed(agreement):
        tell(agreement, person, "agreement-informed", "placements:agreement", urgent=False)
