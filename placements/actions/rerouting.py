"""What was asked of somebody who has handed over: taken back, and asked of who has the role now.

To-dos need nothing: they follow from the role. Messages do not: they were written to a person.
"""

from collections.abc import Iterable

from accounts import reminders
from accounts.actions.notifications import notify
from accounts.enums import MailState
from accounts.models import Notification, User
from config import clock
from placements.models import Placement
from placements.overviews.subjects import dossiers_of

# What a role is asked, whoever has it. Words from one person to another stay between those two.
FOLLOWS_THE_ROLE = {
    "action-due",
    "action-overdue",
    "agreement-to-sign",
    "agreement-unsigned",
    "assessment-overdue",
    "assessment-window-open",
    "correction-asked",
    "days-waiting",
    "facts-to-check",
    "moments-do-not-fit",
    "moments-proposed",
    "moments-unanswered",
    "report-to-sign",
    "report-unsigned",
    "shortening-advice",
    "shortening-decision",
    "trialogue-overdue",
    "trialogue-window-open",
    "week-proposed",
}


def reroute(*, placement: Placement, old: User, new: User | None) -> None:
    """Take back what has not reached `old` about this placement, and ask `new` what still stands
    open of all that `old` was ever asked; meetings are told by their own calendar file."""
    told = _told(old, placement)
    unsent = [one.pk for one in told if one.mail is None or one.mail.state == MailState.WAITING]
    Notification.objects.filter(pk__in=unsent, cancelled_at__isnull=True).update(
        cancelled_at=clock.now()
    )
    for one in _asked_last(told) if new else ():
        _ask_again(one, new)


def _told(person: User, placement: Placement) -> list[Notification]:
    """Who coaches for years was told thousands of things: a few queries, whatever their number."""
    rows = Notification.objects.filter(recipient=person, cancelled_at__isnull=True)
    about = dossiers_of(rows.values_list("subject", flat=True).distinct())
    here = {subject for subject, dossier in about.items() if dossier == placement.dossier_id}
    return list(rows.filter(subject__in=here).select_related("mail").order_by("pk"))


def _asked_last(told: Iterable[Notification]) -> list[Notification]:
    """Of what asked something, the last message of each kind about each thing."""
    last = {(one.rule, one.subject): one for one in told if one.rule in FOLLOWS_THE_ROLE}
    return list(last.values())


def _ask_again(one: Notification, new: User) -> None:
    """Only what still holds for who has the role now."""
    again = Notification(
        rule=one.rule,
        subject=one.subject,
        recipient=new,
        due_on=max(one.due_on, clock.today()),
        context=one.context,
        url=one.url,
        urgent=one.urgent,
    )
    if reminders.still_holds(again):
        notify(
            again.rule,
            subject=again.subject,
            recipient=new,
            due_on=again.due_on,
            context=again.context,
            url=again.url,
            urgent=again.urgent,
        )
