"""People met on a visit: the list, one of them with the log of contacts, and forgetting."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from config import clock
from config.pages import RefusableForm
from placements.views.acting import ActionButton
from quality.actions import prospects
from quality.enums import ProspectKind
from quality.forms.prospects import ContactForm, ProspectForm
from quality.models import Prospect
from quality.overviews.prospects import prospects_for
from quality.rules.prospects import USUAL
from quality.views.visits import OfVisit

PER_PAGE = 25


class ProspectList(TemplateView):
    """Everybody on the list of the reader, with the purpose and the day of forgetting."""

    template_name = "quality/prospect_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(prospects_for(self.request.user), PER_PAGE)
        people = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(people=people, **kwargs)


class ProspectAdd(OfVisit, RefusableForm):
    template_name = "quality/prospect_add.html"
    form_class = ProspectForm
    said = gettext_lazy("On the list, until the day you chose.")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": ProspectKind.STUDENT, "forget_on": clock.today() + USUAL}

    def act(self, form: ProspectForm) -> None:
        prospects.note(
            by=self.request.user,
            visit=self.visit,
            met=form.met,
            allowed=form.cleaned_data["allowed"],
        )


class OfProspect:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen = Prospect.objects.visible_to(request.user).select_related(
            "programme", "workplace__organisation", "noted_by"
        )
        self.prospect = get_object_or_404(seen.distinct(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def load(self, user: User) -> None:
        """Loaded already, for the button."""


class ProspectShow(OfProspect, RefusableForm):
    """One person with the log of contacts; what is sent is a line for it."""

    template_name = "quality/prospect_show.html"
    form_class = ContactForm
    said = gettext_lazy("It stands in the log.")

    def act(self, form: Form) -> None:
        prospects.contact(by=self.request.user, prospect=self.prospect, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("quality:prospect", args=[self.prospect.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        log = list(self.prospect.contacts.select_related("by"))
        return super().get_context_data(prospect=self.prospect, log=log, **kwargs)


class ProspectForget(OfProspect, ActionButton):
    said = gettext_lazy("Forgotten: nothing about them is left here.")

    def act(self) -> None:
        prospects.forget(by=self.request.user, prospect=self.prospect)

    def done_url(self) -> str:
        return reverse("quality:prospect-list")
