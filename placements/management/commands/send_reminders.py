"""One sweep by hand, as of a date: what is due is written, gathered into mails and sent."""

import datetime as dt
from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import notifications
from accounts.delivery import send_due
from accounts.enums import MailState
from accounts.models import Mail, Notification
from competences.actions import goal_reminders
from config import clock, terminal
from placements.actions import reminders


def moment(said: str) -> dt.datetime | dt.date:
    """A date (meaning noon) or a moment, both local; ValueError for anything else."""
    if len(said) <= len("2026-12-01"):
        return dt.date.fromisoformat(said)
    found = parse_datetime(said)
    if found is None:
        raise ValueError(said)
    return found


class Command(BaseCommand):
    help = "Write and send every reminder that is due; twice on one date sends nothing new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", type=moment, help="as of this date, e.g. 2026-12-01")
        parser.add_argument("--dry-run", action="store_true", help="say who would get what")
        parser.add_argument("--language", choices=["nl", "en"], default=terminal.language())

    def handle(self, *, now: dt.date | None, dry_run: bool, language: str, **more: Any) -> None:
        with translation.override(language), clock.at(now or clock.now()) as when:
            if dry_run:
                self.foretell(when)
            else:
                self.sweep(when)

    def foretell(self, now: dt.datetime) -> None:
        """One line per person, with the rules of what they would get."""
        found = sorted(
            [(one.recipient.email, one.due.rule) for one in reminders.pending(now)]
            + [(one.recipient.email, one.rule) for one in goal_reminders.pending(now)]
            + list(_written(now).values_list("recipient__email", "rule"))
        )
        for email, rules in groupby(found, key=lambda pair: pair[0]):
            self.stdout.write(f"{email}: {', '.join(rule for _email, rule in rules)}")
        self.stdout.write(
            ngettext("%(n)s reminder would be sent.", "%(n)s reminders would be sent.", len(found))
            % {"n": len(found)}
        )

    def sweep(self, now: dt.datetime) -> None:
        collected = reminders.collect(now)
        mails = notifications.gather(now)
        sent = 0
        while handed_over := send_due(now):
            sent += handed_over
        failed = Mail.objects.filter(not_before__gt=now).exclude(last_error="")
        self.stdout.write(
            _("Reminders: %(collected)s. Mails: %(mails)s. Sent: %(sent)s. Failed: %(failed)s.")
            % {"collected": collected, "mails": mails, "sent": sent, "failed": failed.count()}
        )
        if failed:
            raise CommandError(_("Mail that failed is tried again by the next sweeps."))


def _written(now: dt.datetime) -> QuerySet[Notification]:
    """What stands in the outbox already and was not sent yet."""
    unsent = Q(mail__isnull=True) | Q(mail__state=MailState.WAITING)
    return Notification.objects.filter(
        unsent, cancelled_at__isnull=True, due_on__lte=clock.local_date(now)
    )
