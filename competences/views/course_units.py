"""What a coordinator arranges for the three voices of a course unit."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.rules import own_path
from competences.actions import course_units
from competences.forms.course_units import FirstRoundForm
from competences.models import CourseUnit


class FirstRoundSet(FormView):
    """Whether student, mentor and coach speak before they hear each other."""

    template_name = "competences/first_round_set.html"
    form_class = FirstRoundForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = CourseUnit.objects.visible_to(request.user)
        self.course_unit = get_object_or_404(mine, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"is_blind": self.course_unit.first_round_is_blind}

    def form_valid(self, form: Form) -> HttpResponse:
        is_blind = form.cleaned_data["is_blind"]
        course_units.set_blind(
            by=self.request.user, course_unit=self.course_unit, is_blind=is_blind
        )
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return own_path(self.request.GET.get("next", "")) or reverse("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.get_success_url()
        return super().get_context_data(course_unit=self.course_unit, back_url=back, **kwargs)
