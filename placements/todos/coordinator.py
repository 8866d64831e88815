"""Agreements that wait for the coordinator, or too long for others."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from config.templatetags.ui import near_day
from placements.overviews.waiting import agreements_open, without_agreement
from placements.rules.reminder_rules import STUCK_AFTER
from placements.rules.working_days import add_working_days


@todo.source("placements.coordinator")
def around_my_programmes(user: User, today: dt.date) -> Iterable[Todo]:
    """Agreements that wait: for the coordinator, or too long for others. Grouped, three lines."""
    found, table = agreements_open(user), reverse("placements:placement-list")
    yield from _agreements_to_open(without_agreement(user), today, table)
    if found.drafts:
        yield Todo(
            kind="agreements-to-send",
            title=ngettext("Send out %(n)s agreement", "Send out %(n)s agreements", found.drafts)
            % {"n": found.drafts},
            detail=_("Opened, and not sent for signature yet."),
            verb=_("Open the table"),
            url=f"{table}?agreement=draft",
            role=Role.COORDINATOR,
        )
    if found.refused:
        yield Todo(
            kind="agreements-refused",
            title=ngettext(
                "Look at %(n)s agreement that was refused",
                "Look at %(n)s agreements that were refused",
                found.refused,
            )
            % {"n": found.refused},
            detail=_("A party does not sign it. Read why, and write a new version."),
            verb=_("Open the board"),
            url=reverse("placements:agreement-board"),
            role=Role.COORDINATOR,
        )
    stuck = [date for date in found.sent if add_working_days(date, STUCK_AFTER) <= today]
    if stuck:
        yield Todo(
            kind="agreements-stuck",
            title=ngettext(
                "Follow up %(n)s agreement that nobody finishes",
                "Follow up %(n)s agreements that nobody finishes",
                len(stuck),
            )
            % {"n": len(stuck)},
            detail=_("Out for more than %(days)s working days; the oldest: %(date)s.")
            % {"days": STUCK_AFTER, "date": near_day(stuck[0])},
            verb=_("See whose turn it is"),
            url=reverse("placements:agreement-board"),
            since=stuck[0],
            role=Role.COORDINATOR,
        )


def _agreements_to_open(starts: list[dt.date], today: dt.date, table: str) -> Iterator[Todo]:
    """`starts`: the first days of placements that need an agreement by now."""
    if not starts:
        return
    begun = sum(date <= today for date in starts)
    yield Todo(
        kind="agreements-to-open",
        title=ngettext(
            "Open the agreement of %(n)s placement",
            "Open the agreement of %(n)s placements",
            len(starts),
        )
        % {"n": len(starts)},
        detail=ngettext(
            "%(n)s of them has already started.", "%(n)s of them have already started.", begun
        )
        % {"n": begun}
        if begun
        else _("The first starts %(date)s.") % {"date": near_day(starts[0])},
        verb=_("Open the table"),
        url=f"{table}?agreement=none&state=starting",
        due=starts[0],
        role=Role.COORDINATOR,
    )
