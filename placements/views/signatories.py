"""Who signs for a workplace: kept by coordinators; and what a signatory finds to read and sign."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.actions.people import known_or_new
from competences.models import Programme
from config.forms import TrialoogForm
from config.pages import RefusableForm
from placements.actions import signatories as actions
from placements.forms.mandates import SignatoryForm
from placements.models import Signatory
from placements.overviews.mandates import (
    agreements_to_oversee,
    coordinated_workplaces,
    signed_for,
    with_signatories,
)
from placements.rules.access import ONLY


class ForCoordinators:
    """For whoever coordinates a programme; a workplace without their students is not there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not Programme.objects.coordinated_by(request.user).exists():
            raise PermissionDenied(ONLY["coordinator"])
        self.load(request)
        return super().dispatch(request, *args, **kwargs)

    def load(self, request: HttpRequest) -> None:
        """What the address names."""


class SignatoryList(ForCoordinators, TemplateView):
    template_name = "placements/signatory_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        workplaces = with_signatories(coordinated_workplaces(self.request.user))
        return super().get_context_data(
            workplaces=[
                (
                    workplace,
                    [one for one in workplace.mandates if one.is_current],
                    [one for one in workplace.mandates if not one.is_current],
                )
                for workplace in workplaces
            ],
            **kwargs,
        )


class SignatoryAppoint(ForCoordinators, RefusableForm):
    template_name = "placements/signatory_appoint.html"
    form_class = SignatoryForm

    def load(self, request: HttpRequest) -> None:
        found = with_signatories(coordinated_workplaces(request.user))
        self.workplace = get_object_or_404(found, pk=self.kwargs["pk"])

    def act(self, form: SignatoryForm) -> None:
        told = {**form.cleaned_data}
        function = told.pop("function")
        with transaction.atomic():  # who gets no mandate is not made known either
            person = known_or_new(by=self.request.user, **told)
            actions.appoint(
                by=self.request.user, workplace=self.workplace, person=person, function=function
            )
        self.said = _("%(name)s signs for %(workplace)s from now on.") % {
            "name": person.get_full_name(),
            "workplace": self.workplace,
        }

    def get_success_url(self) -> str:
        return reverse("placements:signatory-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = next((one for one in self.workplace.mandates if one.is_current), None)
        return super().get_context_data(workplace=self.workplace, current=current, **kwargs)


class SignatoryEnd(ForCoordinators, RefusableForm):
    template_name = "placements/signatory_end.html"
    form_class = TrialoogForm
    said = gettext_lazy("The mandate has ended; the mentor signs for the workplace again.")

    def load(self, request: HttpRequest) -> None:
        found = Signatory.objects.visible_to(request.user).current()
        self.signatory = get_object_or_404(
            found.select_related("person", "workplace__organisation"), pk=self.kwargs["pk"]
        )

    def act(self, form: TrialoogForm) -> None:
        actions.dismiss(by=self.request.user, signatory=self.signatory)

    def get_success_url(self) -> str:
        return reverse("placements:signatory-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            signatory=self.signatory, back_url=self.get_success_url(), **kwargs
        )


class SignatoryAgreements(TemplateView):
    """The agreements of the workplaces for which somebody signs; nothing else of those students."""

    template_name = "placements/signatory_agreements.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.mandates = list(signed_for(request.user))
        if not self.mandates:
            raise PermissionDenied(_("This page is for who signs agreements for a workplace."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, others = agreements_to_oversee(self.request.user)
        return super().get_context_data(
            mandates=self.mandates, waiting=waiting, others=others, **kwargs
        )
