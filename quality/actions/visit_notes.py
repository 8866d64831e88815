"""The notes of a visit: the visitor's alone, as private as what one prepares. They leave no
history."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from quality.actions.visits import locked
from quality.models import Visit, VisitNote
from quality.rules import visits as rules
from quality.visit_guide import questions


@dataclass
class Kept:
    """`revisions`: question -> its number now, for what was kept; `elsewhere`: the notes that
    another device wrote meanwhile, over which nothing was written."""

    revisions: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, VisitNote] = field(default_factory=dict)


@transaction.atomic
def write(*, by: User, visit: Visit, texts: Mapping[str, str], seen: Mapping[str, int]) -> Kept:
    """Keep the notes that differ from what the portal has, question by question. `seen`: on which
    revision each builds (0: on none)."""
    visit = locked(visit)
    if not rules.makes(by, visit):
        raise Refusal("not-yours", rules.NOTES_ARE_PRIVATE)
    refuse_if(rules.note_obstacles(visit))
    notes = {note.question: note for note in visit.notes.all()}
    kept = Kept()
    for question in questions():
        if question.key in texts:
            _write(visit, question.key, plain(texts[question.key]), seen, notes, kept)
    return kept


def _write(
    visit: Visit,
    key: str,
    text: str,
    seen: Mapping[str, int],
    notes: Mapping[str, VisitNote],
    kept: Kept,
) -> None:
    note = notes.get(key)
    if note is None and not text:
        kept.revisions[key] = 0
        return
    note = note or VisitNote(visit=visit, question=key, revision=0)
    if note.text != text or note.pk is None:
        if note.revision != seen.get(key, 0):
            kept.elsewhere[key] = note
            return
        note.text, note.revision, note.edited_at = text, note.revision + 1, clock.now()
        note.save()
    kept.revisions[key] = note.revision


def plain(text: str) -> str:
    """As it was typed; browsers end lines in two ways."""
    return text.replace("\r\n", "\n").strip()
