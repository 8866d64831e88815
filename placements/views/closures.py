"""The calendar of a programme: days on which nobody is expected at a workplace."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from accounts.enums import Role
from competences.models import Programme
from config import clock
from config.pages import RefusableForm
from placements.actions import closures
from placements.forms.plans import ClosureForm, NewClosureForm
from placements.models import Closure
from placements.rules.access import ONLY


class ForCoordinators(View):
    """For who coordinates a programme; a closure of another programme does not exist here."""

    programmes: QuerySet[Programme]
    closure: Closure | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.programmes = Programme.objects.coordinated_by(request.user)
        if "pk" in kwargs:
            mine = Closure.objects.coordinated_by(request.user)
            self.closure = get_object_or_404(mine, pk=kwargs["pk"])
        elif not self.programmes.exists():
            raise PermissionDenied(ONLY[Role.COORDINATOR])
        return super().dispatch(request, *args, **kwargs)


class ClosureList(ForCoordinators, TemplateView):
    """Those of one's programmes, and those of the whole institution to know of."""

    template_name = "placements/closure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Closure.objects.coordinated_by(self.request.user).select_related("programme")
        everywhere = Closure.objects.filter(programme__isnull=True)  # everybody may see
        today = clock.today()
        rows = sorted([*mine, *everywhere], key=lambda row: (row.first, row.pk))
        return super().get_context_data(
            to_come=[row for row in rows if row.last >= today],
            over=[row for row in reversed(rows) if row.last < today],
            several=self.programmes.count() > 1,
            **kwargs,
        )


class ClosureEditing(ForCoordinators, RefusableForm):
    success_url = reverse_lazy("placements:closure-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(closure=self.closure, back_url=self.success_url, **kwargs)


class ClosureAdd(ClosureEditing):
    template_name = "placements/closure_edit.html"
    form_class = NewClosureForm
    said = gettext_lazy("Added. The plans leave these days out.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"programmes": self.programmes}

    def get_initial(self) -> dict[str, Any]:
        return {"programme": self.programmes.first()}

    def act(self, form: Form) -> None:
        closures.add(by=self.request.user, **form.cleaned_data)


class ClosureChange(ClosureEditing):
    template_name = "placements/closure_edit.html"
    form_class = ClosureForm
    said = gettext_lazy("Changed. The plans follow.")

    def get_initial(self) -> dict[str, Any]:
        return ClosureForm.of(self.closure)

    def act(self, form: Form) -> None:
        closures.change(by=self.request.user, closure=self.closure, **form.cleaned_data)


class ClosureRemove(ForCoordinators):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        closures.remove(by=request.user, closure=self.closure)
        messages.success(request, _("Removed. These days are planned again."))
        return redirect("placements:closure-list")
