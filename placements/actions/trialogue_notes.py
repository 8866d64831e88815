"""What is written while a meeting is open: notes, and who does what by when."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import TRIAD, Role
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_voice
from placements.actions.trialogues import lock
from placements.models import Trialogue, TrialogueAction, TrialogueNote
from placements.rules import trialogues as rules
from placements.rules.agenda import CLOSING


@transaction.atomic
def note(
    *, by: User, trialogue: Trialogue, notes: str, seen_version: int, item: str = CLOSING
) -> TrialogueNote:
    """Write the note on one item of the agenda. A text based on an older version is refused:
    nobody overwrites what another just wrote."""
    trialogue = lock(trialogue)
    require_voice(by, trialogue.placement)
    refuse_if(rules.edit_obstacles(trialogue))
    written = trialogue.notes.filter(item=item).first()
    written = written or TrialogueNote(trialogue=trialogue, item=item)
    if seen_version != written.version:
        raise Refusal(
            "notes-changed",
            _("Somebody else wrote in this note. Your text is still here: put the two together."),
            field="notes",
        )
    if notes != written.text:
        written.text, written.version = notes, written.version + 1
        written.changed_at, written.changed_by = clock.now(), by
        written.save()
        record("trialogue-noted", trialogue, by=by, topic=trialogue.placement.topic)
    return written


@transaction.atomic
def agree(
    *, by: User, trialogue: Trialogue, what: str, who: str, due_on: dt.date | None
) -> TrialogueAction:
    """Add what was agreed: who does what, by when."""
    trialogue = lock(trialogue)
    require_voice(by, trialogue.placement)
    refuse_if(rules.edit_obstacles(trialogue))
    if not what.strip():
        raise Refusal("no-words", _("Say what was agreed."), field="what")
    if who not in TRIAD:
        raise Refusal("no-person", _("Say who will do it."), field="who")
    action = TrialogueAction.objects.create(
        trialogue=trialogue, what=what.strip(), who=who, due_on=due_on
    )
    record("action-agreed", action, by=by, topic=trialogue.placement.topic, who=who)
    return action


@transaction.atomic
def finish_action(*, by: User, action: TrialogueAction) -> TrialogueAction:
    """Whoever took it on, or the coach, says that it has been done."""
    trialogue = lock(action.trialogue)
    action, placement = trialogue.agreed.get(pk=action.pk), trialogue.placement
    if placement.role_of(by) not in {action.who, Role.COACH}:
        raise Refusal("not-your-action", _("This was agreed with somebody else."))
    if action.done_at is None:
        action.done_at, action.done_by = clock.now(), by
        action.save(update_fields=["done_at", "done_by"])
        record("action-done", action, by=by, topic=placement.topic)
    return action
