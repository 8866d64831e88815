"""One changed reminder, people with different paces, and a round of reminders on the last day."""

import datetime as dt
from dataclasses import replace

from accounts.actions import messages
from accounts.enums import MailPace, MessageGroup, Role
from accounts.models import User
from competences.models import Programme
from config import clock
from placements.actions import reminder_rules, reminders
from placements.models import Placement
from placements.rules.reminder_rules import STANDARD

CHANGED_AGO = dt.timedelta(days=24)
EVENING, MORNING = dt.time(21), dt.time(7)
WORDS = {
    "nl": "Een dag die je snel bevestigt, telt mee op het volgende gesprek.",
    "en": "A day you confirm soon counts at the next meeting.",
}


def touch(programme: Programme, placement: Placement, *, coordinator: User, today: dt.date) -> None:
    """The programme asks mentors sooner; the mentor reads weekly, the student hears it at once."""
    kind = STANDARD["days-waiting", Role.MENTOR]
    sooner = replace(kind.standard, offset=5, to_coach_after=5, words=WORDS)
    everything = [group.value for group in MessageGroup]
    with clock.at(today - CHANGED_AGO):
        reminder_rules.change(by=coordinator, programme=programme, kind=kind, setting=sooner)
        messages.choose(
            by=placement.mentor,
            pace=MailPace.WEEKLY,
            groups=everything,
            quiet_from=EVENING,
            quiet_until=MORNING,
        )
        messages.choose(by=placement.student, pace=MailPace.NOW, groups=everything)
        messages.choose(
            by=placement.coach,
            pace=MailPace.DAILY,
            groups=[group for group in everything if group != MessageGroup.REFLECTIONS],
        )
    with clock.at(dt.datetime.combine(today, dt.time(8))) as morning:
        reminders.collect(morning)
