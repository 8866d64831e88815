"""What waits for whom while a moment is looked for."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Option, Todo
from config.templatetags.ui import clock_time, near_day
from placements.overviews import moments


@todo.source("placements.moments")
def moments_to_choose(user: User, today: dt.date) -> Iterable[Todo]:
    """Proposed moments wait for student or mentor; where none fits, for the coach. Six queries."""
    for asked in moments.open_proposals(user):
        role = asked.placement.role_of(user)
        names = {
            "kind": asked.proposal.get_kind_display(),
            "student": asked.placement.student.get_full_name(),
        }
        if asked.turn_of(role):
            mine = role == Role.STUDENT
            yield Todo(
                kind="choose-moment",
                title=_("Choose a moment for your %(kind)s") % names
                if mine
                else _("Choose a moment for the %(kind)s with %(student)s") % names,
                detail=_("Tap what suits you; it is fixed as soon as a moment suits you both."),
                verb=_("Another answer"),
                url=reverse("placements:moment", args=[asked.proposal.pk]),
                since=asked.since,
                role=role,
                done_in_place=reverse("placements:moment-answer", args=[asked.proposal.pk]),
                options=_moments(asked, role),
            )
        elif role == Role.COACH and asked.needs_coach:
            yield Todo(
                kind="moments-do-not-fit",
                title=_("Propose other moments for the %(kind)s with %(student)s") % names,
                detail=f"{capfirst(asked.state)}.",
                verb=_("Have a look"),
                url=reverse("placements:moment", args=[asked.proposal.pk]),
                since=asked.since,
                role=role,
            )


def _moments(asked: moments.Asked, role: str) -> tuple[Option, ...]:
    """The moments to come that this role did not refuse."""
    return tuple(
        Option(
            _("%(day)s at %(time)s")
            % {
                "day": capfirst(near_day(one.slot.starts_at)),
                "time": clock_time(one.slot.starts_at),
            },
            "slot",
            str(one.slot.pk),
        )
        for one in asked.choices
        if not one.is_past and one.said_by(role) is not False
    )
