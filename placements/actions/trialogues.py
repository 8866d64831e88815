import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences.actions.dossiers import open_voices
from config import clock
from config.refusal import refuse_if
from placements.actions import proposals
from placements.actions.parties import locked, require
from placements.calendar import farewell, invitation
from placements.enums import TrialogueKind, TrialogueState
from placements.models import Placement, Trialogue
from placements.overviews.counts import days_logged
from placements.rules import trialogues as rules
from placements.rules.moments import ASKED


def lock(trialogue: Trialogue) -> Trialogue:
    """The meeting as it is now, its placement first, for one writer at a time."""
    locked(trialogue.placement)  # nobody ends it meanwhile
    rows = Trialogue.objects.select_for_update(of=["self"]).select_related("placement__dossier")
    return rows.get(pk=trialogue.pk)


def _tell(trialogue: Trialogue, rule: str, people: Iterable[User], *, urgent: bool = True) -> None:
    """A message to each of these, with the meeting for their calendar.

    The sequence is part of its subject: a meeting can be moved twice on one day.
    """
    page = "preparation" if trialogue.state == TrialogueState.PLANNED else "trialogue"
    for person in people:
        notify(
            rule,
            subject=f"placements.trialogue:{trialogue.pk}#{trialogue.sequence}",
            recipient=person,
            due_on=clock.today(),
            context=_said_of(trialogue, person),
            url=reverse(f"placements:{page}", args=[trialogue.pk]),
            calendar=invitation(trialogue, person.language),
            urgent=urgent,
        )


def _tell_all(trialogue: Trialogue, rule: str) -> None:
    _tell(trialogue, rule, [voice.person for voice in trialogue.placement.voices()])


def _said_of(trialogue: Trialogue, to: User) -> dict[str, Any]:
    return {
        "to": trialogue.placement.role_of(to) or "",
        "trialogue": trialogue.pk,
        "sequence": trialogue.sequence,
        "kind": trialogue.kind,
        "student": trialogue.placement.student.get_full_name(),
        "starts_at": trialogue.starts_at.isoformat(),
        "place": trialogue.place,
        "reason": trialogue.cancelled_because,
    }


def _changed(trialogue: Trialogue, *fields: str) -> None:
    """Save these fields as a newer version of what stands in calendars."""
    trialogue.sequence += 1
    trialogue.changed_at = clock.now()
    trialogue.save(update_fields=[*fields, "sequence", "changed_at"])


@transaction.atomic
def plan(
    *,
    by: User,
    placement: Placement,
    starts_at: dt.datetime,
    kind: str = TrialogueKind.PROGRESS,
    place: str = "",
    video_link: str = "",
    minutes: int = 60,
) -> Trialogue:
    """The coach plans a meeting; all three get it in their calendar. Moments that were proposed
    for it need no answer any more."""
    placement = locked(placement)
    require(by, placement, Role.COACH)
    trialogue = enter(
        by=by,
        meeting=Trialogue(
            placement=placement,
            kind=kind,
            starts_at=starts_at,
            minutes=minutes,
            place=place,
            video_link=video_link,
            planned_by=by,
        ),
    )
    proposals.settle_all(trialogue)
    return trialogue


def enter(*, by: User, meeting: Trialogue) -> Trialogue:
    """Save a meeting that was not there yet and send it to all three. Whoever calls holds the
    placement and answers for who may; `by`: whose word made it so."""
    placement = meeting.placement
    planned = placement.trialogues.filter(kind=meeting.kind, state=TrialogueState.PLANNED)
    refuse_if(
        rules.plan_obstacles(
            placement=placement,
            starts_at=meeting.starts_at,
            now=clock.now(),
            already_planned=planned.exists(),
        )
    )
    meeting.place = meeting.place.strip()
    meeting.save()
    starts_at = meeting.starts_at.isoformat()
    record("trialogue-planned", meeting, by=by, topic=placement.topic, starts_at=starts_at)
    _tell_all(meeting, "trialogue-planned")
    return meeting


@transaction.atomic
def move(
    *, by: User, trialogue: Trialogue, starts_at: dt.datetime, place: str, video_link: str
) -> Trialogue:
    """Another moment or place: the same meeting in everybody's calendar (a higher sequence)."""
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    trialogue = shift(
        by=by, trialogue=trialogue, starts_at=starts_at, place=place, video_link=video_link
    )
    proposals.settle_all(trialogue)
    return trialogue


def shift(
    *, by: User, trialogue: Trialogue, starts_at: dt.datetime, place: str, video_link: str
) -> Trialogue:
    """Move a meeting that the caller locked and may move. Where nothing changes nobody is told."""
    refuse_if(rules.move_obstacles(trialogue, starts_at=starts_at, now=clock.now()))
    here = (trialogue.starts_at, trialogue.place, trialogue.video_link)
    there = (starts_at, place.strip(), video_link)
    if here == there:
        return trialogue
    before = trialogue.starts_at.isoformat()
    trialogue.starts_at, trialogue.place, trialogue.video_link = there
    _changed(trialogue, "starts_at", "place", "video_link")
    record(
        "trialogue-moved",
        trialogue,
        by=by,
        topic=trialogue.placement.topic,
        before=before,
        after=starts_at.isoformat(),
        place=trialogue.place,
    )
    _tell_all(trialogue, "trialogue-moved")
    return trialogue


@transaction.atomic
def cancel(*, by: User, trialogue: Trialogue, reason: str) -> Trialogue:
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.cancel_obstacles(trialogue, reason))
    proposals.drop_all(trialogue.placement, moves=trialogue)
    return _cancel(trialogue, by, reason)


@transaction.atomic
def cancel_planned(*, by: User, placement: Placement, reason: str) -> list[Trialogue]:
    """Take out of everybody's calendar what was still planned when a placement ends, and ask for
    no moment any more; whoever ends it answers for who may."""
    proposals.drop_all(placement)
    planned = placement.trialogues.filter(state=TrialogueState.PLANNED).order_by("pk")
    return [_cancel(lock(trialogue), by, reason) for trialogue in planned]


def _cancel(trialogue: Trialogue, by: User, reason: str) -> Trialogue:
    trialogue.state, trialogue.cancelled_because = TrialogueState.CANCELLED, reason.strip()
    _changed(trialogue, "state", "cancelled_because")
    record("trialogue-cancelled", trialogue, by=by, topic=trialogue.placement.topic)
    _tell_all(trialogue, "trialogue-cancelled")
    return trialogue


@transaction.atomic
def tell_calendar_of_new_person(
    *, placement: Placement, role: str, old: User | None, new: User | None
) -> None:
    """After a role changed hands: planned meetings leave the calendar of `old` and come into that
    of `new`; the others keep the same event, with who comes now. Proposed moments are for `new`
    to answer. Whoever changed the role answers for who may.

    `old` or `new` is None where somebody only joins or leaves, such as a deputy.
    """
    for planned in placement.trialogues.filter(state=TrialogueState.PLANNED).order_by("pk"):
        trialogue = lock(planned)
        _changed(trialogue)
        if old is not None:
            _take_leave(trialogue, old)
        others = [voice.person for voice in trialogue.placement.voices() if voice.person != new]
        _tell(trialogue, "trialogue-people", others, urgent=False)
        if new is not None:
            _tell(trialogue, "trialogue-planned", [new])
    if new is not None and role in ASKED:
        for proposal in placement.meeting_proposals.open():
            proposals.ask(proposal, [new])


def _take_leave(trialogue: Trialogue, old: User) -> None:
    """The meeting goes on without this person, who sees nothing of it any more: no link."""
    notify(
        "trialogue-left",
        subject=f"placements.trialogue:{trialogue.pk}#{trialogue.sequence}",
        recipient=old,
        due_on=clock.today(),
        context=_said_of(trialogue, old),
        calendar=farewell(trialogue, old),
        urgent=True,
    )


@transaction.atomic
def hold(*, by: User, trialogue: Trialogue) -> Trialogue:
    """The coach opens the meeting: notes and agreed actions can be written, and the voices of a
    blind first round lie open."""
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.hold_obstacles(trialogue, clock.now()))
    proposals.drop_all(trialogue.placement, moves=trialogue)
    trialogue.state, trialogue.held_on = TrialogueState.HELD, clock.today()
    trialogue.held_after_days = days_logged(trialogue.placement)
    trialogue.save(update_fields=["state", "held_on", "held_after_days"])
    record("trialogue-held", trialogue, by=by, topic=trialogue.placement.topic)
    placement = trialogue.placement
    open_voices(by=by, dossier=placement.dossier, topic=placement.topic)
    return trialogue
