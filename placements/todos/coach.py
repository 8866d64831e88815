"""What only the coach can do: plan, decide, finalise."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from config import clock
from placements.enums import Attention
from placements.overviews import board, board_lines
from placements.rules.attention_facts import Reason


@todo.source("placements.coach")
def around_my_students(user: User, today: dt.date) -> Iterable[Todo]:
    """What only the coach can do: plan, decide, finalise; the board says why."""
    titles = {
        Attention.TALK: _("Make time for %(student)s"),
        Attention.WINDOW: _("Plan a meeting with %(student)s"),
        Attention.DECISION: _("Decide on the shortening for %(student)s"),
        Attention.READY: _("Finalise the placement of %(student)s"),
    }
    if not board.is_coach(user):
        return
    for row in board.board(user).rows:
        for reason in row.reasons:
            # While others choose among proposed moments, it is not the coach's turn: todos/moments.
            if reason.kind not in titles or reason.choosing:
                continue
            way = board_lines.way_out(row, reason)
            names = {"student": row.placement.student.get_full_name()}
            yield Todo(
                kind=reason.kind.value,
                title=titles[reason.kind] % names,
                detail=f"{reason.title}.",
                verb=way.verb,
                url=way.url,
                due=_due(row, reason, today),
                since=row.last_sign,
                role=Role.COACH,
            )


def _due(row: board.Row, reason: Reason, today: dt.date) -> dt.date | None:
    """Who asks to talk waits since that day, and so stands before whatever is due today."""
    if reason.kind == Attention.TALK and row.talk:
        return clock.local_date(row.talk.said_at)
    return today if reason.late else None
