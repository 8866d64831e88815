"""What the three prepared for Amina's coming meeting, each in private, and what lies on the table
since an earlier one was opened."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from config import clock
from placements.actions import agenda_points, preparations
from placements.models import AgendaPoint, Trialogue

WRITTEN_ON = dt.datetime(2026, 11, 20, 12, 0)
# One for each role before the meeting was opened, then the same people afterwards.
PRIVATE = {
    "student": "mark-3d81-student-prepares",
    "mentor": "mark-b7c0-mentor-prepares",
    "coach": "mark-48ea-coach-prepares",
}
OPENED = {
    "student": "mark-9f12-student-brought",
    "mentor": "mark-27ad-mentor-brought",
    "coach": "mark-e5b6-coach-brought",
}
POINT = "mark-60fc-on-the-agenda"
THREE = set(PRIVATE)
# Mark -> who of the cast may come across it.
PREPARED_MARKS = {
    **{mark: {role} for role, mark in PRIVATE.items()},
    **dict.fromkeys(OPENED.values(), THREE),
    POINT: THREE,
}


@dataclass(frozen=True)
class Prepared:
    point: AgendaPoint


def bring(meeting: Trialogue, people: dict[str, User]) -> None:
    """What lies on the table once this meeting, still planned, is opened."""
    for role, person in people.items():
        preparations.write(
            by=person, trialogue=meeting, answers={"good": OPENED[role]}, seen_version=0
        )


def prepare(meeting: Trialogue, people: dict[str, User]) -> Prepared:
    with clock.at(WRITTEN_ON):
        for role, person in people.items():
            preparations.write(
                by=person, trialogue=meeting, answers={"reached": PRIVATE[role]}, seen_version=0
            )
        preparations.say_ready(by=people["mentor"], trialogue=meeting)
        return Prepared(agenda_points.add(by=people["mentor"], trialogue=meeting, text=POINT))
