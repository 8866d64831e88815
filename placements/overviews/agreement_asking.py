"""Whom an agreement waits for in person, and when they were asked by a coordinator."""

import datetime as dt
from collections.abc import Collection

from accounts.models import Notification, User
from placements.enums import AgreementState
from placements.models import Agreement
from placements.rules.signing import can_sign_now, party, workplace_party

RULES = ("agreement-asked-again", "facts-asked-again")


def people_it_waits_for(agreement: Agreement) -> list[User]:
    """Who can do something now and has an account that works; the coordinator is nobody here."""
    if agreement.state == AgreementState.CHECKING:
        people = [workplace_party(agreement)]
    elif agreement.state == AgreementState.OUT:
        signed = set(agreement.signatures.values_list("role", flat=True))
        people = [party(agreement, role) for role in can_sign_now(agreement, signed)]
    else:
        people = []
    return [person for person in people if person is not None and person.is_active]


def last_asked(agreements: Collection[int]) -> dict[tuple[int, int], dt.date]:
    """(agreement, person) -> the last day on which a coordinator asked; one query."""
    keys = {f"placements.agreement:{pk}": pk for pk in agreements}
    rows = Notification.objects.filter(
        rule__in=RULES, subject__in=keys, cancelled_at__isnull=True
    ).order_by("due_on")
    found = rows.values_list("subject", "recipient", "due_on")
    return {(keys[subject], person): due_on for subject, person, due_on in found}
