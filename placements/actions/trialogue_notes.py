"""What is written while a meeting is open: notes, and who does what by when."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_voice
from placements.actions.trialogues import lock
from placements.models import NoteRevision, Trialogue, TrialogueAction, TrialogueNote
from placements.rules import trialogues as rules
from placements.rules.agenda import CLOSING
from placements.rules.notes import merge
from placements.rules.room import agreed_obstacles, note_obstacles


@dataclass(frozen=True)
class Written:
    """The note as it is now. `received` is the version under which the text stands as it came in,
    on which its writer goes on; `merged`: others wrote meanwhile; `clashed`: on the same lines."""

    note: TrialogueNote
    received: int
    merged: bool = False
    clashed: bool = False


@transaction.atomic
def note(
    *, by: User, trialogue: Trialogue, notes: str, seen_version: int, item: str = CLOSING
) -> Written:
    """Write the note on one item of the agenda. A text based on an older version is put together
    with what the others wrote since. The same text sent again, because its answer was lost, is
    received once."""
    trialogue = _open(trialogue, by)
    written = trialogue.notes.filter(item=item).first()
    written = written or TrialogueNote(trialogue=trialogue, item=item)
    mine, theirs = _plain(notes), written.text
    if (received := _received(written, by, mine, seen_version)) is not None:
        return Written(written, received, merged=mine != theirs)
    refuse_if(note_obstacles(mine))
    base = _text_of(written, seen_version)
    me, them = _names(written, by, seen_version)
    merged = merge(base, mine, theirs, me=me, them=them)
    refuse_if(note_obstacles(merged.text))
    received = _keep(written, by, mine)
    if merged.text != mine:
        _keep(written, by, merged.text)
    return Written(written, received, merged=base != theirs, clashed=merged.clashed)


def _plain(text: str) -> str:
    """As it was typed; browsers end lines in two ways."""
    return text.replace("\r\n", "\n")


def _received(written: TrialogueNote, by: User, mine: str, seen: int) -> int | None:
    """The version under which this text is there already; None when it brings something new."""
    if mine == written.text:
        return written.version
    if mine == _text_of(written, seen):
        return seen
    if written.pk is None:
        return None
    again = written.revisions.filter(by=by, version__gt=seen, text=mine)
    return again.values_list("version", flat=True).last()


def _text_of(written: TrialogueNote, version: int) -> str:
    """The note as it was in that version; nothing when there was none."""
    if version == written.version:
        return written.text
    if written.pk is None:
        return ""
    found = written.revisions.filter(version=version).values_list("text", flat=True)
    return found.first() or ""


def _names(written: TrialogueNote, by: User, seen: int) -> tuple[str, str]:
    """Who writes now, and who wrote since; nobody's name when it was one and the same person."""
    if written.pk is None:
        return "", ""
    since = written.revisions.filter(version__gt=seen).exclude(by=by)
    others = User.objects.filter(pk__in=since.values("by")).order_by("pk")
    if not others:
        return "", ""
    alike = any(one.first_name == by.first_name for one in others)
    say = User.get_full_name if alike else User.get_short_name
    return say(by), ", ".join(say(one) for one in others)


def _keep(written: TrialogueNote, by: User, text: str) -> int:
    """Let the note be this text, kept for good as a version of it; the first text of each person
    is told in the history."""
    is_first = written.pk is None or not written.revisions.filter(by=by).exists()
    written.text, written.version = text, written.version + 1
    written.changed_at, written.changed_by = clock.now(), by
    written.save()
    NoteRevision.objects.create(
        note=written, version=written.version, text=text, by=by, at=written.changed_at
    )
    if is_first:
        trialogue = written.trialogue
        record(
            "trialogue-noted", trialogue, by=by, topic=trialogue.placement.topic, item=written.item
        )
    return written.version


@transaction.atomic
def agree(
    *, by: User, trialogue: Trialogue, what: str, who: str, due_on: dt.date | None
) -> TrialogueAction:
    """Add what was agreed: who does what, by when."""
    trialogue = _open(trialogue, by)
    refuse_if(agreed_obstacles(what, who))
    action = TrialogueAction.objects.create(
        trialogue=trialogue, what=what.strip(), who=who, due_on=due_on
    )
    record("action-agreed", action, by=by, topic=trialogue.placement.topic, who=who)
    return action


@transaction.atomic
def change_action(
    *, by: User, action: TrialogueAction, what: str, who: str, due_on: dt.date | None
) -> TrialogueAction:
    """Say differently what was agreed, as long as the meeting is open; it stays one thing."""
    trialogue = _open(action.trialogue, by)
    action = _agreed(trialogue, action)
    refuse_if(agreed_obstacles(what, who))
    before = (action.what, action.who, action.due_on)
    action.what, action.who, action.due_on = what.strip(), who, due_on
    if (action.what, action.who, action.due_on) != before:
        action.save(update_fields=["what", "who", "due_on"])
        topic = trialogue.placement.topic
        record("action-changed", action, by=by, topic=topic, before=before[0], who=who)
    return action


@transaction.atomic
def remove_action(*, by: User, action: TrialogueAction) -> None:
    """Take off what is not agreed after all, as long as the meeting is open; the history keeps
    what it was."""
    trialogue = _open(action.trialogue, by)
    action = _agreed(trialogue, action)
    topic = trialogue.placement.topic
    record("action-removed", action, by=by, topic=topic, what=action.what, who=action.who)
    action.delete()


def _open(trialogue: Trialogue, by: User) -> Trialogue:
    """The meeting, locked, in which this person has a voice and can still write."""
    trialogue = lock(trialogue)
    require_voice(by, trialogue.placement)
    refuse_if(rules.edit_obstacles(trialogue))
    return trialogue


def _agreed(trialogue: Trialogue, action: TrialogueAction) -> TrialogueAction:
    found = trialogue.agreed.filter(pk=action.pk).first()
    if found is None:
        raise Refusal("removed-meanwhile", _("Somebody took this off the list meanwhile."))
    return found


@transaction.atomic
def finish_action(*, by: User, action: TrialogueAction, words: str = "") -> TrialogueAction:
    """Whoever took it on, or the coach, says that it was done, and how it went if they like."""
    trialogue = lock(action.trialogue)
    action, placement = _agreed(trialogue, action), trialogue.placement
    if placement.role_of(by) not in {action.who, Role.COACH}:
        raise Refusal("not-your-action", _("This was agreed with somebody else."))
    if action.done_at is None:
        action.done_at, action.done_by = clock.now(), by
        action.done_words = words.strip()
        action.save(update_fields=["done_at", "done_by", "done_words"])
        record("action-done", action, by=by, topic=placement.topic)
    return action
