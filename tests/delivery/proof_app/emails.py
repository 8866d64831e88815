"""Loaded by the processes of a proof as the mails of an app are: one rule, shorter waits, and as a
red control a sender that marks too early."""

import os

from accounts import delivery, emails, reminders
from accounts.actions import outgoing, sweeps
from accounts.models import Mail, Notification
from config.celery import app


def line(notification: Notification) -> reminders.Line:
    return reminders.Line(f"Sleutel [{notification.subject}]", verb="Bekijk")


def mark_first(self: delivery._Round, mail: Mail) -> None:
    """The red control: written down as sent, and then sent."""
    message = emails.outbox_mail(mail, list(mail.notifications.all()))
    outgoing.mark_sent(mail, self.now)
    message.connection = self.server
    message.send()
    self.sent += 1


def shorten_waits(faster: float) -> None:
    outgoing.LEASE /= faster
    delivery.LONGEST_SWEEP_SECONDS /= faster
    Mail.FIRST_WAIT /= faster
    Mail.LONGEST_WAIT /= faster
    sweeps.FIRST_PAUSE /= faster
    sweeps.LONGEST_PAUSE /= faster


reminders.register("proof", render=line)
shorten_waits(float(os.environ.get("PROOF_FASTER", "1")))
app.conf.beat_schedule["send-mail"]["schedule"] = float(os.environ.get("PROOF_BEAT", "20"))
if os.environ.get("PROOF_CONTROL") == "mark-first":
    delivery._Round._send = mark_first
