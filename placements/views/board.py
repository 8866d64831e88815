"""The coach's board: who needs me, why, and what I can do about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import Role
from config import clock
from placements.enums import BoardTab
from placements.models import Placement
from placements.overviews import board, board_lines
from placements.overviews.counts import policies_of
from placements.rules import nudges, snoozes
from placements.rules.ranking import explained


class OfCoach(TemplateView):
    """For whoever is a coach in some placement, now or later; others hear whose page it is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Placement.objects.with_voice(request.user, Role.COACH).exists():
            raise PermissionDenied(_("The board is for competence coaches."))
        return super().get(request, *args, **kwargs)


class Board(OfCoach):
    template_name = "placements/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = board.board(self.request.user)
        asked = self.request.GET.get("reason", "")
        tab = asked if asked in {one.value for one, _count in found.tabs} else ""
        resting = tab == BoardTab.RESTING
        return super().get_context_data(
            today=clock.today(),
            lines=[] if resting else [_line(row, tab) for row in found.of(tab)],
            resting=board_lines.resting_lines(found.resting) if resting else [],
            needing=len(found.rows),
            fine=found.fine,
            is_empty=not (found.rows or found.fine or found.resting),
            tabs=_tabs(found, tab),
            my_voice="coach",
            **kwargs,
        )


class BoardRanking(OfCoach):
    """The rules in their order, with the numbers of the course units this coach works in."""

    template_name = "placements/board_ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Placement.objects.with_voice(self.request.user, Role.COACH)
        return super().get_context_data(
            rules=explained(policies_of(mine)),
            pause=nudges.PAUSE,
            weeks=snoozes.LONGEST.days // 7,
            my_voice="coach",
            **kwargs,
        )


def _line(row: board.Row, tab: str) -> board_lines.Line:
    return board_lines.line(row, row.reason(tab))


def _tabs(found: board.Board, chosen: str) -> list[dict[str, Any]]:
    every = {"label": _("All reasons"), "url": "?", "count": len(found.rows), "current": not chosen}
    return [
        every,
        *(
            {
                "label": tab.label,
                "url": f"?reason={tab.value}",
                "count": count,
                "current": tab == chosen,
            }
            for tab, count in found.tabs
        ),
    ]
