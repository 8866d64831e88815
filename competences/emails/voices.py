"""What somebody else entered in one's own voice."""

from django.utils.translation import gettext as _

from accounts import reminders
from accounts.enums import MessageGroup, Role
from accounts.models import Notification
from accounts.reminders import Line
from competences.models import Assessment


def entered_for_you(notification: Notification) -> Line:
    said = notification.context
    level = said["level"] or _("did not come up")
    words = f" “{said['comment']}”" if said["comment"] else ""
    return Line(
        title=_("%(coach)s entered what you said about %(student)s") % said,
        detail=_(
            "%(competence)s: %(level)s.%(words)s Heard: %(note)s. "
            "Is that not what you meant? Say it anew; then your own words count."
        )
        % (said | {"level": level, "words": words}),
        verb=_("Look, or say it anew"),
        voice=Role.MENTOR.value,
    )


def still_stands(notification: Notification) -> bool:
    """Nobody corrected it meanwhile."""
    pk = notification.subject.rpartition(":")[2]
    return Assessment.objects.filter(pk=pk).standing().exists()


reminders.register(
    "competence-entered-for-you",
    render=entered_for_you,
    still_true=still_stands,
    group=MessageGroup.COMPETENCES,
    legal=True,
)
