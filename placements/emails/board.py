"""What the board sends: a coach asks for a next step; a student asks to be heard, without words."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line
from placements.models import Placement, QuietWord
from placements.overviews.board import row_of


def nudge(notification: Notification) -> Line:
    said = notification.context
    return Line(
        title=_("%(coach)s asks you something") % said
        if said["to"] == Role.STUDENT
        else _("%(coach)s asks you something about %(student)s") % said,
        detail=said["words"],
        verb=_("Have a look"),
        voice=Role.COACH,
    )


def nudge_still_fits(notification: Notification) -> bool:
    """The reason stands still, and this person can still do something about it."""
    said = notification.context
    placement = Placement.objects.visible_to(notification.recipient).filter(pk=said["placement"])
    found = placement.first()
    row = row_of(found) if found else None
    reason = row.standing(said["kind"]) if row else None
    return (
        reason is not None
        and said["to"] in reason.asks
        and row.placement.role_of(notification.recipient) == said["to"]
    )


def quiet_word(notification: Notification) -> Line:
    """No name and no words: a mailbox is read over shoulders."""
    return Line(
        title=_("A student asks to be heard by you"),
        detail=_("It stands in the portal only, for you alone."),
        verb=_("Read it in the portal"),
    )


def quiet_word_still_waits(notification: Notification) -> bool:
    found = QuietWord.objects.visible_to(notification.recipient).unheard()
    return found.filter(pk=_pk(notification)).exists()


def quiet_word_heard(notification: Notification) -> Line:
    return Line(
        title=_("Your coach has read what you sent"),
        detail=_("If there is an answer, it stands in the portal, for you alone."),
        verb=_("Have a look"),
        voice=Role.COACH,
    )


def quiet_word_is_mine(notification: Notification) -> bool:
    found = QuietWord.objects.visible_to(notification.recipient)
    return found.filter(pk=_pk(notification), heard_at__isnull=False).exists()


def quiet_word_left_behind(notification: Notification) -> Line:
    return Line(
        title=_("What you sent your coach was not read"),
        detail=_("You have another coach now, who does not see it. You can send it again."),
        verb=_("Have a look"),
    )


def _pk(notification: Notification) -> int:
    return int(notification.subject.rpartition(":")[2].partition("#")[0])


reminders.register("nudge", render=nudge, still_true=nudge_still_fits, group=MessageGroup.ATTENTION)
# Somebody asked to be heard: that always comes.
reminders.register("quiet-word", render=quiet_word, still_true=quiet_word_still_waits, legal=True)
reminders.register(
    "quiet-word-heard", render=quiet_word_heard, still_true=quiet_word_is_mine, asks=False
)
reminders.register(
    "quiet-word-left-behind",
    render=quiet_word_left_behind,
    still_true=quiet_word_still_waits,
    legal=True,
)
