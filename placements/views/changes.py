"""Changing a placement that runs: its plan, its people, its end. Each asks on a page of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.people import known_or_new
from accounts.enums import Role
from accounts.forms import PersonForm
from accounts.models import User
from config import clock
from placements.actions import placements as actions
from placements.forms.placements import KindForm, PlanForm, ReasonForm
from placements.models import HandOverRequest, Placement
from placements.overviews.mandates import open_request
from placements.overviews.signing import signing_of
from placements.rules.access import (
    COACH_OR_COORDINATOR,
    ONLY,
    is_coordinator,
    may_change_placement,
)
from placements.views.acting import ActionPage, seen_placement


class ChangeView(ActionPage):
    """A form about one placement, for its coordinator and its coach."""

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = self.placement.role_of(user) or ""
        if not may_change_placement(user, self.placement):
            raise PermissionDenied(COACH_OR_COORDINATOR)

    def done_url(self) -> str:
        return reverse("placements:placement", args=[self.placement.pk])

    def get_success_url(self) -> str:
        """Home for the coach who just handed the placement over and sees it no more."""
        still = Placement.objects.visible_to(self.request.user).filter(pk=self.placement.pk)
        return self.done_url() if still.exists() else reverse("home")


class PlacementChangePlan(ChangeView):
    template_name = "placements/placement_change_plan.html"
    form_class = PlanForm
    said = gettext_lazy("The plan has been changed.")

    def get_initial(self) -> dict[str, Any]:
        return PlanForm.for_placement(self.placement)

    def get_form_kwargs(self) -> dict[str, Any]:
        coordinates = is_coordinator(self.request.user, self.placement)
        return super().get_form_kwargs() | {"may_change_days": coordinates}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(signing=signing_of(self.placement), **kwargs)

    def act(self, form: PlanForm) -> None:
        actions.change_plan(by=self.request.user, placement=self.placement, plan=form.plan)


class PlacementChangeKind(ChangeView):
    """For the coordinator: it decides which text an agreement is written with."""

    template_name = "placements/placement_change_kind.html"
    form_class = KindForm
    said = gettext_lazy("The kind of placement has been changed.")

    def load(self, user: User) -> None:
        super().load(user)
        if not is_coordinator(user, self.placement):
            raise PermissionDenied(ONLY[Role.COORDINATOR])

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.placement.kind}

    def act(self, form: KindForm) -> None:
        kind = form.cleaned_data["kind"]
        actions.change_kind(by=self.request.user, placement=self.placement, kind=kind)


class PlacementChangePerson(ChangeView):
    """Hand a role over. Whoever had it sees nothing from this day on."""

    template_name = "placements/placement_change_person.html"
    form_class = PersonForm
    asked: HandOverRequest | None = None

    def load(self, user: User) -> None:
        if self.kwargs["role"] not in {Role.MENTOR, Role.COACH}:
            raise Http404
        super().load(user)
        if self.kwargs["role"] == Role.MENTOR:
            self.asked = open_request(self.placement)

    def get_initial(self) -> dict[str, Any]:
        """Whom the mentor named, when the mentor asked to hand over."""
        if self.asked is None:
            return {}
        first, _blank, last = self.asked.suggested_name.partition(" ")
        return {"email": self.asked.suggested_email, "first_name": first, "last_name": last}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = Role(self.kwargs["role"])
        return super().get_context_data(
            role=role.value,
            now=self.placement.person(role),
            asked=self.asked,
            signing=signing_of(self.placement),
            **kwargs,
        )

    def act(self, form: PersonForm) -> None:
        user, role = self.request.user, self.kwargs["role"]
        with transaction.atomic():  # who gets no role is not made known either
            person = known_or_new(by=user, **form.cleaned_data)
            actions.change_person(by=user, placement=self.placement, role=role, person=person)
        names = {"name": person.get_full_name(), "student": self.placement.student.get_full_name()}
        self.said = _("%(name)s now follows %(student)s.") % names


class PlacementEnd(ChangeView):
    template_name = "placements/placement_end.html"
    form_class = ReasonForm
    said = gettext_lazy("The placement has ended. What was written stays.")

    def act(self, form: ReasonForm) -> None:
        actions.end(
            by=self.request.user,
            placement=self.placement,
            moment=clock.now(),
            reason=form.cleaned_data["reason"],
        )
