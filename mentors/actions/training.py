"""Lines of a mentor's training record: added, and taken out by who added them."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from mentors.models import TrainingEntry
from mentors.models.guides import mentors_known_to
from mentors.rules import training as rules


@transaction.atomic
def add(
    *, by: User, person: User, kind: str, title: str, on: dt.date, hours: Decimal | None = None
) -> TrainingEntry:
    """A course, an exchange or something else; the same line sent twice is one line."""
    if not mentors_known_to(by).filter(pk=person.pk).exists():
        raise Refusal("not-your-role", rules.NOT_YOURS)
    refuse_if(
        rules.entry_obstacles(kind=kind, title=title, on=on, hours=hours, today=clock.today())
    )
    User.objects.select_for_update().get(pk=person.pk)  # so that two taps meet here
    line = {"person": person, "kind": kind, "title": title.strip(), "on": on, "hours": hours}
    same = TrainingEntry.objects.filter(removed_at=None, **line).first()
    if same is not None:
        return same
    entry = TrainingEntry.objects.create(added_by=by, **line)
    record("training-added", entry, by=by, person=person.pk)
    return entry


@transaction.atomic
def remove(*, by: User, entry: TrainingEntry) -> None:
    """Take a line out: from now on nobody sees it."""
    entry = TrainingEntry.objects.select_for_update().get(pk=entry.pk)
    refuse_if(rules.remove_obstacles(entry, by))
    if entry.removed_at is None:
        entry.removed_at = clock.now()
        entry.save(update_fields=["removed_at"])
        record("training-removed", entry, by=by, person=entry.person_id)
