"""Finding a moment together: the coach proposes, student and mentor say what suits them.

Everything here holds the placement first, then the proposal: two answers at once come one after
the other, and the second one finds the meeting made.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts.actions.history import record
from accounts.actions.notifications import notify, subject_key
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions import proposals, trialogues
from placements.actions.parties import locked, require
from placements.enums import TrialogueKind, TrialogueState
from placements.models import (
    MeetingProposal,
    MeetingSlot,
    NoneSuits,
    Placement,
    SlotAnswer,
    Trialogue,
)
from placements.rules import moments as rules
from placements.rules.access import ONLY_THE_ASKED


@dataclass(frozen=True)
class Moment:
    """When, and where: a place, a video link or both."""

    starts_at: dt.datetime
    place: str = ""
    video_link: str = ""


@transaction.atomic
def propose(
    *,
    by: User,
    placement: Placement,
    moments: Sequence[Moment],
    kind: str = TrialogueKind.PROGRESS,
    minutes: int = 60,
    words: str = "",
    moves: Trialogue | None = None,
) -> MeetingProposal:
    """Ask student and mentor which of up to three moments suits them. With `moves` it is about
    another moment for that meeting, which says its kind and length. Moments that were proposed
    before for the same kind of meeting give way."""
    placement = locked(placement)
    require(by, placement, Role.COACH)
    if moves is not None:
        moves = trialogues.lock(moves)
        kind, minutes = moves.kind, moves.minutes
    planned = placement.trialogues.filter(kind=kind, state=TrialogueState.PLANNED)
    refuse_if(
        rules.propose_obstacles(
            placement=placement,
            starts=[moment.starts_at for moment in moments],
            now=clock.now(),
            moves=moves,
            already_planned=planned.exists(),
        )
    )
    proposals.replace_all(placement, kind=kind)
    proposal = MeetingProposal.objects.create(
        placement=placement,
        kind=kind,
        minutes=minutes,
        words=words.strip(),
        moves=moves,
        proposed_by=by,
    )
    for position, moment in enumerate(sorted(moments, key=lambda one: one.starts_at), 1):
        MeetingSlot.objects.create(
            proposal=proposal,
            position=position,
            starts_at=moment.starts_at,
            place=moment.place.strip(),
            video_link=moment.video_link,
        )
    record("moments-proposed", proposal, by=by, topic=placement.topic, number=len(moments))
    proposals.ask(proposal, proposals.asked_of(placement))
    return proposal


@transaction.atomic
def answer(
    *, by: User, proposal: MeetingProposal, suits: Collection[int], cannot: Collection[int] = ()
) -> Trialogue | None:
    """Student or mentor says which moments (keys of slots) suit and which do not; the last word
    counts, what is not named stays as it was. As soon as a moment suits both, the earliest of
    them becomes the meeting, which is the answer."""
    proposal, role = _asked(by, proposal)
    slots, now = {slot.pk: slot for slot in proposal.slots.all()}, clock.now()
    refuse_if(rules.answer_obstacles(proposal, slots, {*suits, *cannot}, now))
    said = dict.fromkeys(cannot, False) | dict.fromkeys(suits, True)
    for key, can in said.items():
        SlotAnswer.objects.update_or_create(
            slot=slots[key], role=role, defaults={"person": by, "suits": can, "at": now}
        )
    if suits:
        proposal.refusals.filter(role=role).delete()
    record("moments-answered", proposal, by=by, topic=proposal.placement.topic, role=role)
    suitable = _suitable(proposal)
    slot = rules.first_common(slots.values(), suitable, now)
    if slot is not None:
        return _become(by, proposal, slot)
    if set(rules.ASKED) <= {role for roles in suitable.values() for role in roles}:
        _tell_coach(proposal)
    return None


@transaction.atomic
def none_suits(*, by: User, proposal: MeetingProposal, words: str) -> NoneSuits:
    """Student or mentor can come at none of these moments, and says when they could."""
    proposal, role = _asked(by, proposal)
    refuse_if(rules.none_obstacles(proposal, words))
    SlotAnswer.objects.filter(slot__proposal=proposal, role=role).delete()
    said, _made = NoneSuits.objects.update_or_create(
        proposal=proposal,
        role=role,
        defaults={"person": by, "words": words.strip(), "at": clock.now()},
    )
    record("moments-refused", proposal, by=by, topic=proposal.placement.topic, role=role)
    _tell_coach(proposal, said)
    return said


@transaction.atomic
def fix(*, by: User, slot: MeetingSlot) -> Trialogue:
    """The coach chooses one of the proposed moments by hand."""
    proposal = _locked(slot.proposal)
    require(by, proposal.placement, Role.COACH)
    slots = {one.pk: one for one in proposal.slots.all()}
    refuse_if(rules.answer_obstacles(proposal, slots, {slot.pk}, clock.now()))
    return _become(by, proposal, slots[slot.pk])


@transaction.atomic
def withdraw(*, by: User, proposal: MeetingProposal) -> MeetingProposal:
    """The coach takes the moments back; a meeting that they would move stays where it was."""
    proposal = _locked(proposal)
    require(by, proposal.placement, Role.COACH)
    refuse_if(rules.open_obstacles(proposal))
    record("moments-withdrawn", proposal, by=by, topic=proposal.placement.topic)
    proposals.drop(proposal)
    return proposal


def _locked(proposal: MeetingProposal) -> MeetingProposal:
    locked(proposal.placement)
    rows = MeetingProposal.objects.select_for_update(of=["self"])
    return rows.select_related("placement__dossier", "proposed_by").get(pk=proposal.pk)


def _asked(by: User, proposal: MeetingProposal) -> tuple[MeetingProposal, str]:
    """The proposal as it is now, and in which role this person is asked."""
    proposal = _locked(proposal)
    role = proposal.placement.role_of(by)
    if role not in rules.ASKED:
        raise Refusal("not-asked", ONLY_THE_ASKED)
    return proposal, role


def _suitable(proposal: MeetingProposal) -> dict[int, set[str]]:
    """Slot (key) -> roles that it suits, as said by who speaks in that role today: what a mentor
    said binds nobody who takes over."""
    found: dict[int, set[str]] = defaultdict(set)
    for said in SlotAnswer.objects.filter(slot__proposal=proposal, suits=True):
        if said.person_id in {one.pk for one in proposal.placement.people(said.role)}:
            found[said.slot_id].add(said.role)
    return found


def _become(by: User, proposal: MeetingProposal, slot: MeetingSlot) -> Trialogue:
    """This moment is the meeting's; `by`: whose word was the last."""
    if proposal.moves is not None:
        trialogue = trialogues.shift(
            by=by,
            trialogue=trialogues.lock(proposal.moves),
            starts_at=slot.starts_at,
            place=slot.place,
            video_link=slot.video_link,
        )
    else:
        meeting = Trialogue(
            placement=proposal.placement,
            kind=proposal.kind,
            starts_at=slot.starts_at,
            minutes=proposal.minutes,
            place=slot.place,
            video_link=slot.video_link,
            planned_by=proposal.proposed_by,
        )
        trialogue = trialogues.enter(by=by, meeting=meeting)
    proposals.settle(proposal, trialogue)
    return trialogue


def _tell_coach(proposal: MeetingProposal, said: NoneSuits | None = None) -> None:
    """It is the coach's turn: somebody can come at none of these, or else the two do not meet.

    Each role is a message of its own: student and mentor may well have the same first name.
    """
    coach = proposal.placement.coach
    if coach is None:
        return
    notify(
        "moments-do-not-fit",
        subject=f"{subject_key(proposal)}#{said.role if said else ''}",
        recipient=coach,
        due_on=clock.today(),
        context={
            **proposals.said_of(proposal, coach),
            "who": said.person.first_name if said else "",
            "answer": said.words if said else "",
        },
        url=reverse("placements:moment", args=[proposal.pk]),
        urgent=True,
    )
