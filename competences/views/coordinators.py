"""Pages for who coordinates a programme; the others read why not."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from competences.models import Programme


class CoordinatorOnly:
    programmes: QuerySet[Programme]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.programmes = Programme.objects.coordinated_by(request.user)
        if not self.programmes.exists():
            raise PermissionDenied(
                _("Coordinators manage the competence frameworks of their programme.")
            )
        return super().dispatch(request, *args, **kwargs)
