"""Who is told about an agreement: its parties, and those who read along."""

from django.urls import reverse

from accounts.actions.notifications import notify
from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from placements.models import Agreement
from placements.rules.signing import party


def parties(agreement: Agreement) -> list[User]:
    """Who signs: student, workplace, coach."""
    return [person for role in TRIAD if (person := party(agreement, role)) is not None]


def informed(agreement: Agreement) -> list[User]:
    """The mentor in whose place the legal signatory signs."""
    mentor = agreement.placement.mentor
    return [] if mentor is None or mentor in parties(agreement) else [mentor]


def tell(agreement: Agreement, person: User, rule: str, page: str, *, urgent: bool = True) -> None:
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
