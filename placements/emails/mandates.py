"""Mandates: who stands in, who asks to hand over, who has handed over; and whose business a message
still is at the moment of sending."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification, User
from accounts.reminders import Line
from placements.models import HandOverRequest
from placements.overviews.mandates import mentored_by
from placements.overviews.subjects import still_theirs

# Written for somebody who sees nothing of it any more.
FAREWELLS = {"trialogue-left"}


@reminders.guard
def still_part_of_it(notification: Notification) -> bool:
    return notification.rule in FAREWELLS or still_theirs(notification)


@reminders.way_out
def no_longer_the_mentor(user: User) -> tuple[str, str] | None:
    """At the foot of what asks a mentor something; one query."""
    if not mentored_by(user).exists():
        return None
    return _("I am no longer the mentor"), reverse("placements:hand-over")


def deputy_added(notification: Notification) -> Line:
    said = notification.context
    if said["me"]:
        return Line(
            title=_("You stand in for %(mentor)s as the mentor of %(student)s") % said,
            detail=_("At %(organisation)s. You confirm days and answer under your own name.")
            % said,
            verb=_("See who takes part"),
            voice=Role.MENTOR,
        )
    return Line(
        title=_("%(person)s stands in for %(mentor)s") % said,
        detail=_("As deputy for %(student)s, and reads along as the mentor does.") % said,
        verb=_("See who takes part"),
        voice=Role.MENTOR,
    )


def mandate_ended(notification: Notification) -> Line:
    said = notification.context
    if said["deputy"]:
        return Line(
            title=_("You are no longer the deputy for %(student)s") % said,
            detail=_("What you confirmed and said stays, under your name. Thank you."),
            voice=Role.MENTOR,
        )
    title = (
        _("%(new)s is now the mentor of %(student)s")
        if said["role"] == Role.MENTOR
        else _("%(new)s is now the competence coach of %(student)s")
    )
    return Line(
        title=title % said,
        detail=_(
            "What you said and signed stays, under your name. You have nothing left to do here."
            " Thank you."
        ),
        voice=said["role"],
    )


def hand_over_asked(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(person)s can no longer be the mentor of %(student)s") % said,
        detail=_("At %(organisation)s. Choose with the workplace who takes over.") % said,
        verb=_("Hand over"),
        voice=Role.MENTOR,
    )


def still_asked(notification: Notification) -> bool:
    key = notification.subject.rpartition(":")[2]
    return HandOverRequest.objects.open().filter(pk=key).exists()


def hand_over_closed(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("The mentor of %(student)s stays") % said,
        detail=_("Nobody has to hand over any more; %(person)s said so.") % said,
        verb=_("See who takes part"),
        voice=Role.MENTOR,
    )


reminders.register(
    "deputy-added", render=deputy_added, asks=False, legal=True, group=MessageGroup.OTHER
)
reminders.register(
    "mandate-ended", render=mandate_ended, asks=False, legal=True, group=MessageGroup.OTHER
)
reminders.register("hand-over-asked", render=hand_over_asked, still_true=still_asked, legal=True)
reminders.register("hand-over-closed", render=hand_over_closed, asks=False)
