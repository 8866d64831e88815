"""Shared by pages around one placement: what one may see, who may act, and one action a form."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.views import View
from django.views.generic import FormView

from accounts.models import User
from accounts.rules import own_path
from config.forms import add_refusal
from config.refusal import Refusal
from placements.models import Placement
from placements.rules.access import ONLY


def seen_placement(user: User, pk: int) -> Placement:
    """The placement with its people and day counts; 404 for whoever may not see it."""
    found = Placement.objects.visible_to(user).with_people().with_days()
    return get_object_or_404(found, pk=pk)


def need_role(user: User, placement: Placement, *roles: str) -> str:
    """The role in which this person speaks, when it is one of `roles`; else a reasoned 403."""
    role = placement.role_of(user)
    if role not in roles:
        raise PermissionDenied(ONLY[roles[0]])
    return role


def need_voice(user: User, placement: Placement, sentence: str | Promise) -> str:
    """The role of one of the three; a coordinator hears why the page is not for them."""
    role = placement.role_of(user)
    if role is None:
        raise PermissionDenied(sentence)
    return role


class Acting(View):
    """Loads and checks access before anything else: `load()` raises Http404 or PermissionDenied."""

    placement: Placement
    role: str | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.load(request.user)
        return super().dispatch(request, *args, **kwargs)

    def load(self, user: User) -> None:
        raise NotImplementedError


class ActionPage(Acting, FormView):
    """A page with a form and one action; a refusal is shown where it belongs."""

    said: str | Promise = ""

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def obstacles(self) -> Iterable[Any]:
        """Why the form is not offered now; the page shows them all."""
        return ()

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return own_path(self.request.POST.get("next", "")) or self.done_url()

    def done_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            placement=self.placement,
            role=self.role,
            obstacles=list(self.obstacles()),
            next=own_path(self.request.GET.get("next", self.request.POST.get("next", ""))),
            back_url=self.done_url(),
            **kwargs,
        )


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
