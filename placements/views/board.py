"""The coach's board: who needs me, why, and what I can do about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import Role
from config import clock
from placements.enums import Attention
from placements.models import Placement
from placements.overviews import board


class Board(TemplateView):
    """For whoever is a coach in some placement, now or later; others hear whose page it is."""

    template_name = "placements/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        if not Placement.objects.with_voice(user, Role.COACH).exists():
            raise PermissionDenied(_("The board is for competence coaches."))
        found = board.board(user)
        asked = self.request.GET.get("reason", "")
        kind = asked if asked in {one.value for one, _count in found.kinds} else ""
        lines = [board.line(row, row.reason(kind)) for row in found.of(kind)]
        return super().get_context_data(
            today=clock.today(),
            lines=lines,
            needing=len(found.rows),
            fine=found.fine,
            is_empty=not found.rows and not found.fine,
            tabs=_tabs(found, kind),
            my_voice="coach",
            **kwargs,
        )


def _tabs(found: board.Board, chosen: str) -> list[dict[str, Any]]:
    every = {"label": _("All reasons"), "url": "?", "count": len(found.rows), "current": not chosen}
    kinds = [
        {
            "label": _capital(kind),
            "url": f"?reason={kind.value}",
            "count": count,
            "current": kind == chosen,
        }
        for kind, count in found.kinds
    ]
    return [every, *kinds]


def _capital(kind: Attention) -> str:
    label = str(kind.label)
    return f"{label[:1].upper()}{label[1:]}"
