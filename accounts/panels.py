"""Sections of the home page about what does not go by itself: messages, and the seal on papers."""

import datetime as dt

from accounts import alarms, today
from accounts.models import User
from config import clock

SEALING = "seal-signed"  # in the schedule: the one sweep that carries no message


@today.panel("mail-stopped", order=1)
def mail_stopped_panel(user: User, date: dt.date) -> today.Panel | None:
    """To somebody whom our mail does not reach: here they see it."""
    if user.mail_stopped_at is None:
        return None
    return today.Panel("accounts/_mail_stopped_panel.html", {"person": user})


@today.panel("mail-late", order=2)
def mail_late_panel(user: User, date: dt.date) -> today.Panel | None:
    """To staff: what does not go by itself at this moment."""
    if not user.is_staff:
        return None
    return late_panel()


def late_panel() -> today.Panel | None:
    """Since when messages are late, for whoever answers questions about them; None when not."""
    since = [alarm.since for alarm in alarms.alarms(clock.now()) if alarm.name != SEALING]
    return today.Panel("accounts/_mail_late_panel.html", {"since": min(since)}) if since else None


@today.panel("seal-late", order=3)
def seal_late_panel(user: User, date: dt.date) -> today.Panel | None:
    """To staff: papers that all have signed wait for the institution's seal."""
    if not user.is_staff:
        return None
    late = next((one for one in alarms.alarms(clock.now()) if one.name == SEALING), None)
    return today.Panel("accounts/_seal_late_panel.html", {"since": late.since}) if late else None
