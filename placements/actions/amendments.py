"""What changes after an agreement went out: a role that changed hands, a fact that moved."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from placements.actions.agreement_news import tell
from placements.actions.agreements import open_draft, take_back
from placements.actions.parties import locked
from placements.enums import AgreementState
from placements.models import Agreement, Placement
from placements.rules.agreements import is_outdated


@transaction.atomic
def renew(*, by: User, placement: Placement) -> Agreement | None:
    """After a role changed hands: draft the agreement that names who has it now, if the one there
    is names somebody else; the coordinator has only to send it.

    What was out cannot be completed any more and is withdrawn; what all have signed stays the
    contract until the amendment is signed. A draft follows the facts by itself. Whoever changed
    the role answers for who may.
    """
    placement = locked(placement)
    newest = placement.agreements.active().select_for_update(of=["self"]).first()
    if newest is None or not is_outdated(newest, placement):
        return None
    if newest.state == AgreementState.OUT:
        with translation.override(newest.language):
            reason = gettext("Somebody it names has handed over; a new version is being prepared.")
        take_back(newest, by, reason)
    draft = open_draft(by, placement, newest.language)
    for person in placement.enrolment.programme.coordinators.all():
        if person != by and person.is_active:
            tell(draft, person, "amendment-drafted", "placements:agreement")
    return draft
