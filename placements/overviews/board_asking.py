"""Whom the coach can ask about a line of the board, and who was asked or reminded already."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Notification, User
from config import clock
from config.refusal import Obstacle
from config.templatetags.ui import near_day
from placements.enums import Attention
from placements.models import Nudge, Placement
from placements.overviews.board import Row
from placements.rules.attention_facts import Reason
from placements.rules.nudges import IN_PERSON, SAME, again_from, nudge_obstacles


def people_to_ask(row: Row, reason: Reason) -> list[User]:
    """Who can do something about it when asked, the mentor before the deputies; those who have an
    account that works."""
    most = 1 if reason.kind in IN_PERSON else None
    people = [person for role in reason.asks for person in row.placement.people(role)[:most]]
    return [person for person in people if person.is_active]


def last_asked(row: Row, reason: Reason, person: User) -> Nudge | None:
    nudges = row.asked.get(reason.kind, [])
    return next((one for one in nudges if one.recipient_id == person.pk), None)


def can_be_asked(row: Row, reason: Reason) -> list[User]:
    """Those of them who were not asked the same lately."""
    today = clock.today()
    return [
        person
        for person in people_to_ask(row, reason)
        if (last := last_asked(row, reason, person)) is None or today >= again_from(last.on)
    ]


def asked(row: Row, reason: Reason) -> str:
    """'Asked Griet, Tuesday', of the last time; "" when nobody was."""
    nudges = row.asked.get(reason.kind, [])
    if not nudges:
        return ""
    return _("Asked %(name)s, %(date)s") % {
        "name": nudges[0].recipient.first_name,
        "date": near_day(nudges[0].on),
    }


def nothing_to_ask(row: Row | None, reason: Reason | None) -> list[Obstacle]:
    """Why nobody can be asked now: the line is gone, or who could do something was asked lately."""
    people = people_to_ask(row, reason) if row and reason else []
    lasts = [last_asked(row, reason, person) for person in people] if row else []
    last = max((one.on for one in lasts if one), default=None)
    return list(
        nudge_obstacles(
            is_asked=bool(people),
            is_theirs=True,
            words="?",
            last=last,
            today=clock.today(),
        )
    )


def reminded_today(placement: Placement, kind: Attention, people: Iterable[User]) -> list[str]:
    """The first names of those to whom a reminder about the same goes today; one query."""
    rules = SAME.get(kind, ())
    known = {person.pk: person.first_name for person in people}
    rows = Notification.objects.filter(
        rule__in=rules,
        recipient__in=known,
        due_on=clock.today(),
        cancelled_at__isnull=True,
        context__placement=placement.pk,
    ).values_list("recipient", flat=True)
    return [known[pk] for pk in dict.fromkeys(rows)]
