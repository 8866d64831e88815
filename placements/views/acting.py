"""Pages around one placement: what one may see and who may act first, then one action a form."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.views import View
from django.views.generic import TemplateView

from accounts.enums import Role
from accounts.models import User
from accounts.rules import own_path
from config.pages import RefusableForm
from config.refusal import Refusal
from placements.models import Placement
from placements.rules.access import need_role


def seen_placement(user: User, pk: int) -> Placement:
    """The placement with its people and day counts; 404 for whoever may not see it."""
    found = Placement.objects.visible_to(user).with_people().with_days()
    return get_object_or_404(found, pk=pk)


class Acting(View):
    """Loads and checks access before anything else: `load()` raises Http404 or PermissionDenied.

    `role`: in which the reader speaks in this placement; "" for a coordinator.
    """

    placement: Placement
    role: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.load(request.user)
        return super().dispatch(request, *args, **kwargs)

    def load(self, user: User) -> None:
        raise NotImplementedError


class OfPlacement(Acting, TemplateView):
    """A page to read about one placement, which `placement_pk` names.

    `only`: the roles for whom it is meant; everybody else who sees the placement gets 403 with
    `refusal` as the reason. Left empty it is for everybody who sees the placement.
    """

    only: tuple[str, ...] = ()
    refusal: str | Promise = ""

    @property
    def placement_pk(self) -> int:
        return self.kwargs["pk"]

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.placement_pk)
        self.role = self.placement.role_of(user) or ""
        if self.only:
            need_role(user, self.placement, *self.only, reason=self.refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            placement=self.placement,
            role=self.role,
            is_mine=self.role == Role.STUDENT,
            **kwargs,
        )


class ActionPage(Acting, RefusableForm):
    """Such a form about one placement; `next` in the address tells where to go afterwards."""

    def obstacles(self) -> Iterable[Any]:
        """Why the form is not offered now; the page shows them all."""
        return ()

    def get_success_url(self) -> str:
        return own_path(self.request.POST.get("next", "")) or self.done_url()

    def done_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "placement": self.placement,
            "role": self.role,
            "obstacles": list(self.obstacles()),
            "next": own_path(self.request.GET.get("next", self.request.POST.get("next", ""))),
            "back_url": self.done_url(),
        }
        return super().get_context_data(**(shared | kwargs))


class ActionButton(Acting):
    """One button, one action, back to where it stood; a refusal becomes a message there."""

    http_method_names = ["post"]
    said: str | Promise = ""

    def act(self) -> None:
        raise NotImplementedError

    def done_url(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, self.said)
        return redirect(own_path(request.POST.get("next", "")) or self.done_url())
