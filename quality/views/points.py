"""The institution's own checklist: its words, weights and parties, edited by coordinators."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from competences.models import Programme
from config.refusal import Refusal
from placements.views.acting import RefusableForm
from quality.actions import checklists
from quality.forms import NewPointForm, PointForm
from quality.models import ChecklistItem
from quality.overviews.points import history_of
from quality.rules import NOT_KEPT_BY_YOU


class ForCoordinators:
    """403 with the reason for whoever coordinates no programme."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Programme.objects.coordinated_by(request.user).exists():
            raise PermissionDenied(NOT_KEPT_BY_YOU)
        return super().dispatch(request, *args, **kwargs)


def point(pk: int) -> ChecklistItem:
    items = ChecklistItem.objects.select_related("question")  # everybody may see: the guide
    return get_object_or_404(items, pk=pk)


class PointList(ForCoordinators, TemplateView):
    template_name = "quality/point_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = ChecklistItem.objects.select_related("question")  # everybody may see: the guide
        questions = [(question, list(rows)) for question, rows in groupby(items, _question)]
        return super().get_context_data(questions=questions, **kwargs)


def _question(item: ChecklistItem) -> Any:
    return item.question


class PointPage(ForCoordinators, RefusableForm):
    template_name = "quality/point_change.html"
    success_url = reverse_lazy("quality:point-list")
    said = gettext_lazy("Saved. From now on it is asked like this.")


class PointChange(PointPage):
    form_class = PointForm

    def get_initial(self) -> dict[str, Any]:
        item = point(self.kwargs["pk"])
        names = ("name_nl", "name_en", "weight", "parties")
        return {name: getattr(item, name) for name in names}

    def act(self, form: Form) -> None:
        item = point(self.kwargs["pk"])
        checklists.change_point(by=self.request.user, item=item, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=point(self.kwargs["pk"]), **kwargs)


class PointAdd(PointPage):
    form_class = NewPointForm

    def act(self, form: Form) -> None:
        checklists.add_point(by=self.request.user, **form.cleaned_data)


class PointHistory(ForCoordinators, TemplateView):
    """How a point read in the course of time, and how often it was answered as it read then."""

    template_name = "quality/point_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = point(self.kwargs["pk"])
        return super().get_context_data(item=item, lines=history_of(item), **kwargs)


class PointRetire(ForCoordinators, View):
    """Stop asking a point, or ask it again (`again=1`)."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = checklists.restore_point if request.POST.get("again") else checklists.retire_point
        try:
            act(by=request.user, item=point(pk))
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("quality:point-list")
