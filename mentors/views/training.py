from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView, View

from accounts.models import User
from competences.models import Programme
from config import clock
from config.pages import RefusableForm
from config.refusal import Refusal
from mentors.actions import training as actions
from mentors.forms.training import TrainingForm
from mentors.models import TrainingEntry
from mentors.models.guides import mentors_known_to
from mentors.overviews import training as overviews
from mentors.rules.training import ONLY_COORDINATORS, ONLY_MENTORS


class OfMentor(View):
    """Loads whose record it is: 404 for who may not read it, 403 for who has none of their own."""

    mentor: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = mentors_known_to(request.user)
        if self.is_mine and not known.filter(pk=kwargs["pk"]).exists():
            raise PermissionDenied(ONLY_MENTORS)
        self.mentor = get_object_or_404(known, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_mine(self) -> bool:
        return self.kwargs["pk"] == self.request.user.pk


class TrainingShow(OfMentor, TemplateView):
    """The guides a mentor read, and the courses and exchanges that were added."""

    template_name = "mentors/training_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=overviews.training_record(self.request.user, self.mentor),
            is_mine=self.is_mine,
            **kwargs,
        )


class TrainingAdd(OfMentor, RefusableForm):
    template_name = "mentors/training_add.html"
    form_class = TrainingForm
    said = gettext_lazy("Added to the training record.")

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def act(self, form: Form) -> None:
        actions.add(by=self.request.user, person=self.mentor, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("mentors:training", args=[self.mentor.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mentor=self.mentor, is_mine=self.is_mine, **kwargs)


class TrainingRemove(View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = get_object_or_404(TrainingEntry.objects.visible_to(request.user), pk=pk)
        try:
            actions.remove(by=request.user, entry=entry)
        except Refusal as refusal:
            raise PermissionDenied(refusal.message) from refusal
        messages.success(request, _("Taken out of the training record."))
        return redirect("mentors:training", entry.person_id)


class TrainingList(ListView):
    """The mentors of a coordinator's programmes, each with what they learnt."""

    template_name = "mentors/training_list.html"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Programme.objects.coordinated_by(request.user).exists():
            raise PermissionDenied(ONLY_COORDINATORS)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        return overviews.coordinated_mentors(self.request.user)
