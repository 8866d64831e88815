"""What one of the three puts on the agenda of a meeting."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_voice
from placements.actions.trialogues import lock
from placements.models import AgendaPoint, Trialogue
from placements.rules.preparations import agenda_obstacles, point_obstacles


@transaction.atomic
def add(*, by: User, trialogue: Trialogue, text: str) -> AgendaPoint:
    """All three read it from now on, with who added it. The same words twice are one point."""
    trialogue = lock(trialogue)
    role = require_voice(by, trialogue.placement)
    refuse_if(agenda_obstacles(trialogue))
    text = " ".join(text.split())
    if not text:
        raise Refusal("no-words", _("Say what you want to talk about."), field="text")
    mine = trialogue.points.present().filter(added_by=by)
    if same := mine.filter(text=text).first():
        return same
    refuse_if(point_obstacles(mine.count()))
    point = AgendaPoint.objects.create(trialogue=trialogue, text=text, role=role, added_by=by)
    record("agenda-point-added", point, by=by, topic=trialogue.placement.topic)
    return point


@transaction.atomic
def remove(*, by: User, point: AgendaPoint) -> AgendaPoint:
    """Whoever added it takes it off; one with a note on it stays in the report."""
    trialogue = lock(point.trialogue)
    require_voice(by, trialogue.placement)
    point = trialogue.points.get(pk=point.pk)
    if point.added_by_id != by.pk:
        raise Refusal("not-your-point", _("Somebody else added this point."))
    refuse_if(agenda_obstacles(trialogue))
    if point.removed_at is None:
        point.removed_at = clock.now()
        point.save(update_fields=["removed_at"])
        record("agenda-point-removed", point, by=by, topic=trialogue.placement.topic)
    return point
