"""What waits for whom while a moment is looked for."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
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
                detail=_("One tap; it is fixed as soon as a moment suits you both."),
                verb=_("Choose a moment"),
                url=reverse("placements:moment", args=[asked.proposal.pk]),
                since=asked.since,
                role=role,
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
