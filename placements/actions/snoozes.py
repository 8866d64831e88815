"""A coach lets one line of the board rest, and takes it up again; nobody else hears of it."""

import datetime as dt

from django.db import transaction

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import refuse_if
from placements.actions.parties import locked, require
from placements.enums import Attention
from placements.models import Placement, Snooze
from placements.overviews.board import row_of
from placements.rules.snoozes import snooze_obstacles


@transaction.atomic
def snooze(
    *, by: User, placement: Placement, kind: Attention, until: dt.date, reason: str
) -> Snooze:
    """Until `until` this kind of reason stands under what rests; said again, the later one holds.

    No topic: it is a coach's own note, and stands in no story.
    """
    placement = locked(placement)
    require(by, placement, Role.COACH)
    row = row_of(placement)
    refuse_if(
        snooze_obstacles(
            kind=kind,
            stands=bool(row and row.standing(kind)),
            until=until,
            reason=reason,
            today=clock.today(),
        )
    )
    before = Snooze.objects.filter(placement=placement, kind=kind, by=by, ended_at__isnull=True)
    before.update(ended_at=clock.now())
    made = Snooze.objects.create(
        placement=placement, kind=kind, until=until, reason=reason.strip(), by=by
    )
    record("snoozed", made, by=by)
    return made


@transaction.atomic
def wake(*, by: User, snooze: Snooze) -> None:
    """The line stands on the board again; pressed twice is pressed once."""
    mine = Snooze.objects.visible_to(by).filter(pk=snooze.pk, ended_at__isnull=True)
    if mine.update(ended_at=clock.now()):
        record("snooze-ended", snooze, by=by)
