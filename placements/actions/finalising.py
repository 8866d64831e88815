from django.db import transaction

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.actions.dossiers import close_dossier
from config import clock
from config.refusal import refuse_if
from placements.actions import agreements, mandates, proposals
from placements.actions.parties import locked, require
from placements.models import Placement
from placements.overviews.counts import what_is_missing


@transaction.atomic
def finalise(*, by: User, placement: Placement, words: str = "") -> Placement:
    """The coach decides on behalf of the training provider; the dossier is closed (rule 9).

    Nobody is asked for a moment or for another mentor any more. A planned meeting or a proposal
    for fewer days is decided first: they may change the decision.
    """
    placement = locked(placement)
    require(by, placement, Role.COACH)
    refuse_if(what_is_missing(placement))
    proposals.drop_all(placement)
    mandates.settle_open(by=by, placement=placement)
    agreements.end_with(by=by, placement=placement)
    now = clock.now()
    placement.finalised_at, placement.finalised_by = now, by
    placement.final_words = words.strip()
    placement.save(update_fields=["finalised_at", "finalised_by", "final_words"])
    close_dossier(dossier=placement.dossier, moment=now)
    record("placement-finalised", placement, by=by, topic=placement.topic)
    return placement
