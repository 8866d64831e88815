"""What was agreed, after the meeting: another date, with the reason."""

import datetime as dt

from django.db import transaction

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import refuse_if
from placements.actions.trialogues import lock
from placements.models import TrialogueAction
from placements.rules.agreed import move_obstacles


@transaction.atomic
def move(*, by: User, action: TrialogueAction, due_on: dt.date, reason: str) -> TrialogueAction:
    """Whoever took it on, or the coach, chooses another date. The signed report keeps the first
    one; the coach and the student read in their news that it moved."""
    trialogue = lock(action.trialogue)
    action, placement = trialogue.agreed.get(pk=action.pk), trialogue.placement
    is_theirs = placement.role_of(by) in {action.who, Role.COACH}
    refuse_if(
        move_obstacles(
            action, is_theirs=is_theirs, due_on=due_on, reason=reason, today=clock.today()
        )
    )
    before = action.due_on.isoformat() if action.due_on else ""
    action.due_on, action.moved_because = due_on, reason.strip()
    action.save(update_fields=["due_on", "moved_because"])
    said = {"before": before, "date": due_on.isoformat(), "reason": reason.strip()}
    record("action-moved", action, by=by, topic=placement.topic, **said)
    return action
