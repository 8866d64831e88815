"""Pages of the Talent lab: what one may see and who may act first, then one action a form."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin, View

from accounts.enums import Role
from accounts.models import User
from competences.actions.lab_parties import ONLY
from competences.models import GoalGroup, GoalPlan
from competences.overviews.plans import prepares_groups, role_in
from config import clock
from config.pages import RefusableForm


class OfPlan(ContextMixin, View):
    """Loads the plan before anything else: 404 for whoever may not see it, 403 for whoever may
    not do this. `only`: for whom the page is; left empty for everybody who sees the plan."""

    only: tuple[Role, ...] = ()
    plan: GoalPlan
    role: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.load(request.user)
        if self.only and self.role not in self.only:
            raise PermissionDenied(ONLY[self.only[0]])
        return super().dispatch(request, *args, **kwargs)

    def load(self, user: User) -> None:
        self.plan = get_object_or_404(self.readable(user), pk=self.plan_pk(user))
        self.role = role_in(self.plan, user)

    def readable(self, user: User) -> QuerySet[GoalPlan]:
        return GoalPlan.objects.visible_to(user).with_people()

    def plan_pk(self, user: User) -> int:
        return self.kwargs["pk"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "plan": self.plan,
            "group": self.plan.group,
            "student": self.plan.student,
            "role": self.role,
            "is_mine": self.role == Role.STUDENT,
            "today": clock.today(),
        }
        return super().get_context_data(**(shared | kwargs))


class PlanPage(OfPlan, TemplateView):
    """A page to read."""


class PlanForm(OfPlan, RefusableForm):
    """A form about one plan, back to the plan when it is done; `saved` names the draft on the
    device that has come through."""

    saved = ""

    def get_success_url(self) -> str:
        address = reverse("competences:plan", args=[self.plan.pk])
        return f"{address}?saved={self.saved}" if self.saved else address


class OfGroup(ContextMixin, View):
    """Loads the group: 404 for whoever is nobody in it. `organisers_only`: 403 for students."""

    organisers_only = False
    group: GoalGroup

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = GoalGroup.objects.visible_to(request.user).select_related(
            "course_unit__programme", "academic_year"
        )
        self.group = get_object_or_404(found, pk=self.kwargs["pk"])
        self.organises = prepares_groups(request.user, self.group.course_unit.programme_id)
        if self.organisers_only and not self.organises:
            raise PermissionDenied(
                _("Only a teacher or a coordinator of this programme looks after its groups.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {"group": self.group, "organises": self.organises}
        return super().get_context_data(**(shared | kwargs))
