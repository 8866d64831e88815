import datetime as dt

from django.db import transaction
from django.urls import reverse

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences.actions.dossiers import open_voices
from config import clock
from config.refusal import refuse_if
from placements.actions.parties import locked, require
from placements.calendar import invitation
from placements.enums import TrialogueKind, TrialogueState
from placements.models import Placement, Trialogue
from placements.overviews.counts import days_logged
from placements.rules import trialogues as rules

__all__ = [
    "cancel",
    "cancel_planned",
    "hold",
    "move",
    "plan",
]


def lock(trialogue: Trialogue) -> Trialogue:
    """The meeting as it is now, its placement first, for one writer at a time."""
    locked(trialogue.placement)  # nobody ends it meanwhile
    rows = Trialogue.objects.select_for_update(of=["self"]).select_related("placement__dossier")
    return rows.get(pk=trialogue.pk)


def _tell_all(trialogue: Trialogue, rule: str) -> None:
    """A message at once to each of the three, with the meeting for their calendar.

    The sequence is part of its subject: a meeting can be moved twice on one day.
    """
    context = {
        "trialogue": trialogue.pk,
        "sequence": trialogue.sequence,
        "kind": trialogue.kind,
        "student": trialogue.placement.student.get_full_name(),
        "starts_at": trialogue.starts_at.isoformat(),
        "place": trialogue.place,
        "reason": trialogue.cancelled_because,
    }
    for voice in trialogue.placement.voices():
        notify(
            rule,
            subject=f"placements.trialogue:{trialogue.pk}#{trialogue.sequence}",
            recipient=voice.person,
            due_on=clock.today(),
            context=context,
            url=reverse("placements:trialogue", args=[trialogue.pk]),
            calendar=invitation(trialogue, voice.person.language),
            urgent=True,
        )


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
    """The coach plans a meeting; all three get it in their calendar."""
    placement = locked(placement)
    require(by, placement, Role.COACH)
    planned = placement.trialogues.filter(kind=kind, state=TrialogueState.PLANNED)
    refuse_if(
        rules.plan_obstacles(
            placement=placement,
            starts_at=starts_at,
            now=clock.now(),
            already_planned=planned.exists(),
        )
    )
    trialogue = Trialogue.objects.create(
        placement=placement,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        video_link=video_link,
        planned_by=by,
    )
    topic = placement.topic
    record("trialogue-planned", trialogue, by=by, topic=topic, starts_at=starts_at.isoformat())
    _tell_all(trialogue, "trialogue-planned")
    return trialogue


@transaction.atomic
def move(
    *, by: User, trialogue: Trialogue, starts_at: dt.datetime, place: str, video_link: str
) -> Trialogue:
    """Another moment or place: the same meeting in everybody's calendar (a higher sequence)."""
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.move_obstacles(trialogue, starts_at=starts_at, now=clock.now()))
    before = trialogue.starts_at.isoformat()
    trialogue.starts_at, trialogue.place, trialogue.video_link = (
        starts_at,
        place.strip(),
        video_link,
    )
    trialogue.sequence += 1
    trialogue.save(update_fields=["starts_at", "place", "video_link", "sequence"])
    topic = trialogue.placement.topic
    record("trialogue-moved", trialogue, by=by, topic=topic, before=before)
    _tell_all(trialogue, "trialogue-moved")
    return trialogue


@transaction.atomic
def cancel(*, by: User, trialogue: Trialogue, reason: str) -> Trialogue:
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.cancel_obstacles(trialogue, reason))
    return _cancel(trialogue, by, reason)


@transaction.atomic
def cancel_planned(*, by: User, placement: Placement, reason: str) -> list[Trialogue]:
    """Take out of everybody's calendar what was still planned when a placement ends; whoever ends
    it answers for who may."""
    planned = placement.trialogues.filter(state=TrialogueState.PLANNED).order_by("pk")
    return [_cancel(lock(trialogue), by, reason) for trialogue in planned]


def _cancel(trialogue: Trialogue, by: User, reason: str) -> Trialogue:
    trialogue.state, trialogue.cancelled_because = TrialogueState.CANCELLED, reason.strip()
    trialogue.sequence += 1
    trialogue.save(update_fields=["state", "cancelled_because", "sequence"])
    record("trialogue-cancelled", trialogue, by=by, topic=trialogue.placement.topic)
    _tell_all(trialogue, "trialogue-cancelled")
    return trialogue


@transaction.atomic
def hold(*, by: User, trialogue: Trialogue) -> Trialogue:
    """The coach opens the meeting: notes and agreed actions can be written, and the voices of a
    blind first round lie open."""
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.hold_obstacles(trialogue, clock.now()))
    trialogue.state, trialogue.held_on = TrialogueState.HELD, clock.today()
    trialogue.held_after_days = days_logged(trialogue.placement)
    trialogue.save(update_fields=["state", "held_on", "held_after_days"])
    record("trialogue-held", trialogue, by=by, topic=trialogue.placement.topic)
    placement = trialogue.placement
    open_voices(by=by, dossier=placement.dossier, topic=placement.topic)
    return trialogue
