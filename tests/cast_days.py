"""What the student of the cast wrote and did not send, or sent second: of nobody else."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accounts.models import User
from config import clock
from placements.actions import day_entries
from placements.actions.days import DayContent
from placements.models import DayConflict, DayDraft, Placement, WorkplaceDay

UNSENT_MARK = "mark-3d81-not-sent"


@dataclass(frozen=True)
class Unsent:
    draft: DayDraft
    conflict: DayConflict


def leave_unsent(
    placement: Placement, student: User, day: WorkplaceDay, now: dt.datetime
) -> Unsent:
    """A day begun yesterday, and other words about `day` from another device."""
    said = {"date": day.date.isoformat(), "part": "whole", "tasks": UNSENT_MARK}
    entry = day_entries.Entry(uuid.uuid4(), DayContent(day.date, tasks=UNSENT_MARK), said)
    with clock.at(now):
        kept = day_entries.keep_draft(
            by=student,
            placement=placement,
            key=uuid.uuid4(),
            date=now.date() - dt.timedelta(days=1),
            content={"tasks": UNSENT_MARK},
            writer="phone",
        )
        receipt = day_entries.receive(by=student, placement=placement, entry=entry)
    assert kept.draft is not None
    assert receipt.conflict is not None
    return Unsent(kept.draft, receipt.conflict)
