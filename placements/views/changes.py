"""Changing a placement that runs: its plan, its people, its end. Each asks on a page of its own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.actions.people import known_or_new
from accounts.enums import Role
from config import clock
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import placements as actions
from placements.forms.placements import ChangePersonForm, PlanForm, ReasonForm
from placements.models import Placement
from placements.overviews.agreements import signing_of
from placements.rules.access import COACH_OR_COORDINATOR, is_coordinator, may_change_placement


class ChangeView(FormView):
    """A form about one placement, for its coordinator and its coach."""

    placement: Placement

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visible = Placement.objects.visible_to(request.user).with_people()
        self.placement = get_object_or_404(visible, pk=kwargs["pk"])
        if not may_change_placement(request.user, self.placement):
            raise PermissionDenied(COACH_OR_COORDINATOR)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("placements:placement", args=[self.placement.pk])
        return super().get_context_data(placement=self.placement, back_url=back_url, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        try:
            self.act(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        still = Placement.objects.visible_to(self.request.user).filter(pk=self.placement.pk)
        return redirect("placements:placement", self.placement.pk) if still else redirect("home")

    def act(self, form) -> None:
        raise NotImplementedError


class PlacementChangePlan(ChangeView):
    template_name = "placements/placement_change_plan.html"
    form_class = PlanForm

    def get_initial(self) -> dict[str, Any]:
        return PlanForm.for_placement(self.placement)

    def get_form_kwargs(self) -> dict[str, Any]:
        coordinates = is_coordinator(self.request.user, self.placement)
        return super().get_form_kwargs() | {"may_change_days": coordinates}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(signing=signing_of(self.placement), **kwargs)

    def act(self, form: PlanForm) -> None:
        actions.change_plan(by=self.request.user, placement=self.placement, plan=form.plan)
        messages.success(self.request, _("The plan has been changed."))


class PlacementChangePerson(ChangeView):
    """Hand a role over. Whoever had it sees nothing from this day on."""

    template_name = "placements/placement_change_person.html"
    form_class = ChangePersonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["role"] not in {Role.MENTOR, Role.COACH}:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = Role(self.kwargs["role"])
        return super().get_context_data(
            role=role.value,
            now=self.placement.person(role),
            signing=signing_of(self.placement),
            **kwargs,
        )

    def act(self, form: ChangePersonForm) -> None:
        user, role = self.request.user, self.kwargs["role"]
        with transaction.atomic():  # who gets no role is not made known either
            person = known_or_new(by=user, **form.cleaned_data)
            actions.change_person(by=user, placement=self.placement, role=role, person=person)
        said = {"name": person.get_full_name(), "student": self.placement.student.get_full_name()}
        messages.success(self.request, _("%(name)s now follows %(student)s.") % said)


class PlacementEnd(ChangeView):
    template_name = "placements/placement_end.html"
    form_class = ReasonForm

    def act(self, form: ReasonForm) -> None:
        actions.end(
            by=self.request.user,
            placement=self.placement,
            moment=clock.now(),
            reason=form.cleaned_data["reason"],
        )
        messages.success(self.request, _("The placement has ended. What was written stays."))
