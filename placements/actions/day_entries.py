"""What a device sends about a day: in one press, or later from its queue; and what it keeps here
while the day is being written. The same key is the same press, however often it comes."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.actions import evidence
from competences.uploads import Upload
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions import days, reflections
from placements.actions.days import DayContent, sent_before
from placements.actions.parties import locked, require
from placements.models import DayConflict, DayDraft, Placement, WorkplaceDay
from placements.rules.days import closed_obstacles, overlaps, says_no_more, settle_obstacles

MOST_DRAFTS = 30
WRITER = "writer"  # in a draft's content: the page that wrote it last; a name of no field


@dataclass(frozen=True)
class Photo:
    """A picture of the work, and for whom (`EvidenceAudience`)."""

    upload: Upload
    audience: str
    title: str


@dataclass(frozen=True)
class Entry:
    """All that leaves in one press. `said`: the day by the names of the form's fields, as it was
    typed. `thought`: text, audience and prompt of the reflection beside it; empty without one.
    `draft`: the key of the draft that is sent with it."""

    key: uuid.UUID
    content: DayContent
    said: Mapping[str, Any] = field(default_factory=dict)
    thought: Mapping[str, str] = field(default_factory=dict)
    photo: Photo | None = None
    draft: uuid.UUID | None = None


@dataclass(frozen=True)
class Receipt:
    """Where an entry went: into a day of its own, or beside the day that stood there already."""

    day: WorkplaceDay
    conflict: DayConflict | None = None


@transaction.atomic
def send(*, by: User, placement: Placement, entry: Entry) -> WorkplaceDay:
    """Log the day with all that goes with it: everything is kept, or nothing."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    if (day := sent_before(placement, entry.key)) is not None:
        return day
    content = replace(entry.content, key=entry.key)
    if entry.thought.get("text", "").strip():
        day = reflections.log_with_day(by=by, placement=placement, content=content, **entry.thought)
    else:
        day = days.log(by=by, placement=placement, content=content)
    _show(by, placement, day, entry)
    return day


@transaction.atomic
def receive(*, by: User, placement: Placement, entry: Entry) -> Receipt:
    """Take an entry from a device's queue. Where another text stands on that date already, nothing
    is overwritten: this one waits beside it until the student chooses."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    if (day := sent_before(placement, entry.key)) is not None:
        return Receipt(day)
    if (known := _waiting(placement, entry.key)) is not None:
        return known
    refuse_if(closed_obstacles(placement))
    content = entry.content
    for other in placement.days.filter(date=content.date).order_by("pk"):
        if overlaps(other, morning=content.morning, afternoon=content.afternoon):
            return _beside(by, placement, other, entry)
    return Receipt(send(by=by, placement=placement, entry=entry))


def _waiting(placement: Placement, key: uuid.UUID) -> Receipt | None:
    conflict = DayConflict.objects.select_related("day").filter(key=key).first()
    if conflict is None:
        return None
    if conflict.placement_id != placement.pk:
        raise Refusal("key-used", _("This page was used before. Open it again, please."))
    return Receipt(conflict.day, None if conflict.settled_at else conflict)


def _beside(by: User, placement: Placement, day: WorkplaceDay, entry: Entry) -> Receipt:
    """What is no choice between two (a reflection, a photo) goes with the day at once."""
    practised = [competence.pk for competence in day.competences.all()]
    chosen = [competence.pk for competence in entry.content.competences]
    same, now = says_no_more(day, practised, entry.content, chosen), clock.now()
    conflict = DayConflict.objects.create(
        placement=placement,
        day=day,
        key=entry.key,
        content=dict(entry.said),
        came_at=now,
        settled_at=now if same else None,  # at once: there was nothing to choose between
    )
    if entry.thought.get("text", "").strip():
        reflections.write(by=by, placement=placement, day=day, **entry.thought)
    _show(by, placement, day, entry)
    if not same:
        record("day-conflict", conflict, by=by, date=day.date.isoformat())
    return Receipt(day, None if same else conflict)


def _show(by: User, placement: Placement, day: WorkplaceDay, entry: Entry) -> None:
    if entry.photo is not None:
        add_photo(by=by, day=day, photo=entry.photo)
    if entry.draft:
        DayDraft.objects.filter(placement=placement, key=entry.draft).delete()


@transaction.atomic
def change(
    *, by: User, day: WorkplaceDay, content: DayContent, photo: Photo | None = None
) -> WorkplaceDay:
    """Change a day, and perhaps show a picture with it."""
    day = days.change(by=by, day=day, content=content)
    if photo is not None:
        add_photo(by=by, day=day, photo=photo)
    return day


@transaction.atomic
def add_photo(*, by: User, day: WorkplaceDay, photo: Photo) -> None:
    """Keep a picture as evidence of what was practised that day, and show it with the day."""
    placement = day.placement
    piece = evidence.add_file(
        by=by,
        dossier=placement.dossier,
        topic=placement.topic,
        upload=photo.upload,
        audience=photo.audience,
        title=photo.title,
        competences=list(day.competences.all()),
    )
    day.evidence.add(piece)


@transaction.atomic
def settle(*, by: User, conflict: DayConflict, content: DayContent | None) -> WorkplaceDay:
    """The student chose: `content` is what the day says from now on, None leaves it as it stands.
    The text that came second stays with the student either way."""
    placement = locked(conflict.placement)
    require(by, placement, Role.STUDENT)
    conflict = DayConflict.objects.select_for_update(of=["self"]).get(pk=conflict.pk)
    refuse_if(settle_obstacles(conflict))
    day = conflict.day
    if content is not None:
        day = days.change(by=by, day=day, content=content)
    conflict.settled_at = clock.now()
    conflict.save(update_fields=["settled_at"])
    record("day-conflict-settled", conflict, by=by, date=day.date.isoformat())
    return day


def joined(day: WorkplaceDay, second: DayContent, words: str) -> DayContent:
    """What both say: these words, every half and competence that either names, and of the pulses
    what the first says, else the second."""
    practised = {one.pk: one for one in (*day.competences.all(), *second.competences)}

    def either(name: str) -> Any:
        said = getattr(day, name)
        return getattr(second, name) if said is None else said

    return DayContent(
        date=day.date,
        morning=day.morning or second.morning,
        afternoon=day.afternoon or second.afternoon,
        tasks=words,
        competences=list(practised.values()),
        workload=either("workload"),
        learnt_something_new=either("learnt_something_new"),
        got_feedback=either("got_feedback"),
    )


# --- while it is being written


@dataclass(frozen=True)
class Kept:
    """What became of a draft. `state`: "kept"; "elsewhere" when another device wrote since, and
    `draft` is what it wrote; "sent" when another device sent it meanwhile. Only "kept" writes."""

    state: str
    draft: DayDraft | None = None


@transaction.atomic
def keep_draft(
    *,
    by: User,
    placement: Placement,
    key: uuid.UUID,
    date: dt.date | None,
    content: Mapping[str, Any],
    writer: str,
    since: dt.datetime | None = None,
) -> Kept:
    """Keep what is being written. `writer` names the open page on one device; `since`: when it
    last heard of this draft, None for one that it starts. Whoever knows less than what another
    page wrote is told, and overwrites nothing."""
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    refuse_if(closed_obstacles(placement))
    draft = DayDraft.objects.filter(key=key).first()
    if draft is not None and draft.placement_id != placement.pk:
        raise Refusal("key-used", _("This page was used before. Open it again, please."))
    if draft is None and (since is not None or sent_before(placement, key)):
        return Kept("sent")
    if draft is not None and draft.saved_at != since and draft.content.get(WRITER) != writer:
        return Kept("elsewhere", draft)
    if draft is None:
        _refuse_many(placement)
        draft = DayDraft(placement=placement, key=key)
    draft.date, draft.saved_at = date, clock.now()
    draft.content = {**content, WRITER: writer}
    draft.save()
    return Kept("kept", draft)


def _refuse_many(placement: Placement) -> None:
    if DayDraft.objects.filter(placement=placement).count() >= MOST_DRAFTS:
        raise Refusal("many-drafts", _("Many days are being written here. Send one of them first."))


@transaction.atomic
def drop_draft(*, by: User, draft: DayDraft) -> None:
    """The student does not want to send it after all."""
    require(by, draft.placement, Role.STUDENT)
    draft.delete()
