"""A student's own route, over all their placements."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from placements.overviews.route import routes


class RouteShow(TemplateView):
    """The student's alone: a coach or mentor sees the dossiers in which they speak themselves, and
    what others said of somebody in earlier years was not said to them."""

    template_name = "placements/route.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = routes(self.request.user)
        if not found:
            raise PermissionDenied(_("This page shows a student their own route."))
        return super().get_context_data(routes=found, my_voice="student", **kwargs)
