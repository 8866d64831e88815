"""The coach's overview of competences: who moves, who stands still."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import Role
from placements.enums import Movement
from placements.forms.overviews import MovementForm
from placements.models import Placement
from placements.overviews.movement import Row, in_order, movement


class MovementShow(TemplateView):
    """For whoever is a coach in some placement; others hear whose page it is."""

    template_name = "placements/movement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET
        if not Placement.objects.with_voice(user, Role.COACH).exists():
            raise PermissionDenied(_("This overview is for competence coaches."))
        form = MovementForm(asked)
        rows = movement(user, after=form.limit)
        kind = asked.get("kind", "")
        chosen = [row for row in rows if not kind or kind in row.kinds]
        return super().get_context_data(
            form=form,
            rows=in_order(chosen, asked.get("sort", "")),
            total=len(rows),
            kind=kind,
            tabs=_tabs(rows, kind, form.limit),
            my_voice="coach",
            **kwargs,
        )


def _tabs(rows: list[Row], chosen: str, after: str) -> list[dict[str, Any]]:
    every = {
        "label": _("All"),
        "url": f"?after={after}",
        "count": len(rows),
        "current": chosen not in Movement.values,
    }
    return [every] + [
        {
            "label": capfirst(kind.label),
            "url": f"?kind={kind.value}&after={after}",
            "count": sum(kind in row.kinds for row in rows),
            "current": kind == chosen,
        }
        for kind in Movement
    ]
