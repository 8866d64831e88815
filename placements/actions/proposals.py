"""Proposed moments, seen from the meeting: who is asked, and how asking ends.

`placements.actions.moments` decides who may; here it is carried out.
"""

from collections.abc import Iterable

from django.urls import reverse

from accounts.actions.notifications import cancel, notify
from accounts.models import User
from config import clock
from placements.enums import ProposalState
from placements.models import MeetingProposal, Placement, Trialogue
from placements.rules.moments import ASKED


def asked_of(placement: Placement) -> list[User]:
    """Student and mentor: the coach proposed."""
    return [voice.person for voice in placement.voices() if voice.role in ASKED]


def ask(proposal: MeetingProposal, people: Iterable[User]) -> None:
    """Send the moments, each a link to the page with that moment ready to be confirmed."""
    slots = [
        {"slot": slot.pk, "starts_at": slot.starts_at.isoformat(), "place": slot.place}
        for slot in proposal.slots.all()
    ]
    for person in people:
        notify(
            "moments-proposed",
            subject=proposal,
            recipient=person,
            due_on=clock.today(),
            context={**said_of(proposal, person), "minutes": proposal.minutes, "slots": slots},
            url=reverse("placements:moment", args=[proposal.pk]),
            urgent=True,
        )


def said_of(proposal: MeetingProposal, to: User) -> dict[str, object]:
    """What every message about proposed moments says."""
    placement = proposal.placement
    return {
        "proposal": proposal.pk,
        "kind": proposal.kind,
        "student": placement.student.get_full_name(),
        "coach": proposal.proposed_by.first_name,
        "words": proposal.words,
        "moves": proposal.moves_id is not None,
        "to": placement.role_of(to) or "",
    }


def settle(proposal: MeetingProposal, trialogue: Trialogue) -> None:
    """It became this meeting."""
    proposal.trialogue = trialogue
    _close(proposal, ProposalState.FIXED)


def drop(proposal: MeetingProposal) -> None:
    """Nobody has to choose any more; who was asked hears it, unless the question never left."""
    _close(proposal, ProposalState.WITHDRAWN)
    for person in asked_of(proposal.placement):
        notify(
            "moments-withdrawn",
            subject=proposal,
            recipient=person,
            due_on=clock.today(),
            context=said_of(proposal, person),
            url=reverse("placements:trialogue-list", args=[proposal.placement_id]),
        )


def _close(proposal: MeetingProposal, state: str) -> None:
    proposal.state, proposal.closed_at = state, clock.now()
    proposal.save(update_fields=["state", "trialogue", "closed_at"])
    cancel(subject=proposal, rule="moments-proposed")


def settle_all(trialogue: Trialogue) -> None:
    """The coach gave this kind of meeting a moment by hand: nobody has to choose any more, and
    the invitation says when it is."""
    for proposal in _open(trialogue.placement, kind=trialogue.kind):
        settle(proposal, trialogue)


def replace_all(placement: Placement, **of: object) -> None:
    """Newer moments take their place: who was asked hears of those."""
    for proposal in _open(placement, **of):
        _close(proposal, ProposalState.WITHDRAWN)


def drop_all(placement: Placement, **of: object) -> None:
    """Proposals of a placement, or of one kind or meeting in it, that lead nowhere any more."""
    for proposal in _open(placement, **of):
        drop(proposal)


def _open(placement: Placement, **of: object) -> list[MeetingProposal]:
    """Whoever asks holds the placement, so that nobody answers meanwhile."""
    rows = placement.meeting_proposals.open().select_for_update(of=["self"])
    return list(rows.filter(**of).select_related("proposed_by").order_by("pk"))
