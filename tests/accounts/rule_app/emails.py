"""A rule for workers in processes of their own, found the way those of the apps are."""

from accounts import reminders
from accounts.models import Notification


def line(notification: Notification) -> reminders.Line:
    return reminders.Line(f"Bevestig dag {notification.context['number']}", verb="Bevestig")


reminders.register("test-kill", render=line)
