"""A page around one dossier: first what one may see, then who may act, then one action a form."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.views.generic import TemplateView

from accounts.enums import Role
from accounts.rules import own_path
from competences.models import Competence, Dossier
from competences.overviews.evidence import chips
from competences.surroundings import Surroundings, around
from config.forms import add_refusal
from config.refusal import Refusal


class AroundDossier(TemplateView):
    """`only`: the roles for whom it is meant; who sees the dossier without one of them gets 403
    with `refusal`. Left empty it is for everybody who sees the dossier."""

    only: tuple[str, ...] = ()
    refusal: str | Promise = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.load()
        if self.only and self.role not in self.only:
            raise PermissionDenied(self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        """What the page is about, or Http404."""
        found = Dossier.objects.visible_to(self.request.user).select_related("course_unit")
        self.dossier = get_object_or_404(found, pk=self.kwargs["dossier"])

    @cached_property
    def role(self) -> str:
        """The role in which the reader speaks here; "" for who only looks."""
        voice = self.dossier.voices.current().filter(person=self.request.user)
        return voice.values_list("role", flat=True).first() or ""

    @cached_property
    def surroundings(self) -> Surroundings:
        return around(self.dossier, self.request.user)

    def chips(self) -> list[Competence]:
        behind = self.surroundings.behind
        worked: dict[int, dt.date] = {key: work[0].date for key, work in behind.items() if work}
        return chips(self.dossier, self.request.user, worked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "dossier": self.dossier,
            "role": self.role,
            "is_mine": self.role == Role.STUDENT,
            "is_open": self.dossier.closed_at is None,
            "around": self.surroundings,
        }
        return super().get_context_data(**(kwargs | shared))


class FormAroundDossier(AroundDossier):
    """One form, one action; what was refused is shown where it belongs, what was done is said.

    `next` in the address is a page of our own to go back to. The page after it is told that
    something was saved, and lets the device forget its draft.
    """

    said: str | Promise = ""

    def form(self, data: Any = None, files: Any = None) -> Form:
        raise NotImplementedError

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def done_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(back_url=self.done_url(), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.act(form)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, self.said)
                back = own_path(request.GET.get("next", ""))
                return redirect(back or f"{self.done_url()}?saved=1")
        return self.render_to_response(self.get_context_data(form=form))
