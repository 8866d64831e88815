"""Sections of the home page about messages: one's own come back, or those of everybody are late."""

import datetime as dt

from accounts import alarms, today
from accounts.models import User
from config import clock


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
    found = alarms.alarms(clock.now())
    if not found:
        return None
    since = min(alarm.since for alarm in found)
    return today.Panel("accounts/_mail_late_panel.html", {"since": since})
