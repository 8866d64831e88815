from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from accounts.actions import jobs
from accounts.enums import Role
from accounts.models import Job
from config.forms import add_refusal
from config.refusal import Refusal
from placements.forms.portfolios import PortfolioForm
from placements.views.acting import OfPlacement


class PortfolioMake(OfPlacement):
    """The student chooses what goes in; a background job makes the file, for the student alone."""

    template_name = "placements/portfolio_make.html"
    only = (Role.STUDENT,)
    refusal = gettext_lazy("Only the student makes the portfolio, and decides who gets it.")

    def form(self, data: Any = None) -> PortfolioForm:
        return PortfolioForm(data, placement=self.placement, student=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            job = self.start(dict(form.cleaned_data))
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("accounts:job", job.pk)

    def start(self, chosen: dict[str, Any]) -> Job:
        for name in ("days", "reflections", "evidence"):
            chosen[name] = [one.pk for one in chosen[name]]
        user = self.request.user
        return jobs.start("portfolio", by=user, placement=self.placement.pk, choice=chosen)
