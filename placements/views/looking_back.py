"""The coordinator's page of ways to look back and of examples: never of anybody's reflections."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts.models import User
from competences.models import Programme
from config.pages import RefusableForm
from placements.actions import looking_back
from placements.forms.looking_back import ExampleForm, WayForm, example_initial, way_initial
from placements.models import ReflectionExample, ReflectionModel
from placements.overviews.reflections import way_of
from placements.reflection_examples import ours
from placements.reflection_models import built_in


def coordinated(user: User, pk: int) -> Programme:
    """404 for whoever does not coordinate it."""
    return get_object_or_404(Programme.objects.coordinated_by(user), pk=pk)


class LookingBack(TemplateView):
    """Per programme its own ways and examples, and what comes with the portal."""

    template_name = "placements/looking_back.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.programme = coordinated(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, own = self.request.user, {"programme": self.programme}
        ways = ReflectionModel.objects.coordinated_by(user).offered().filter(**own)
        examples = ReflectionExample.objects.coordinated_by(user).offered().filter(**own)
        return super().get_context_data(
            programme=self.programme,
            ways=[(row, way_of(row)) for row in ways],
            examples=examples,
            built_in=[way for way in built_in().values() if way.steps],
            ours=ours(),
            **kwargs,
        )


class Writing(RefusableForm):
    """A form of the programme's coordinator; `load` says of which programme, and of what."""

    template_name = "placements/looking_back_form.html"
    title: str = ""
    lead: str = ""
    said = gettext_lazy("Saved.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        self.programme = coordinated(self.request.user, self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("placements:looking-back", args=[self.programme.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"title": self.title, "lead": self.lead, "back_url": self.get_success_url()}
        return super().get_context_data(programme=self.programme, **shown, **kwargs)


class ReflectionModelAdd(Writing):
    form_class = WayForm
    title = gettext_lazy("Add a way of looking back")
    lead = gettext_lazy("Students choose it beside free words, STARR and Korthagen's spiral.")

    def act(self, form: Form) -> None:
        looking_back.add_way(by=self.request.user, programme=self.programme, content=form.content)


class ReflectionModelChange(Writing):
    form_class = WayForm
    title = gettext_lazy("Change a way of looking back")
    lead = gettext_lazy("What students wrote keeps the questions it was written under.")

    def load(self) -> None:
        mine = ReflectionModel.objects.coordinated_by(self.request.user).offered()
        self.way = get_object_or_404(mine, pk=self.kwargs["pk"])
        self.programme = self.way.programme

    def get_initial(self) -> dict[str, Any]:
        return way_initial(self.way)

    def act(self, form: Form) -> None:
        looking_back.change_way(by=self.request.user, way=self.way, content=form.content)


class ReflectionExampleAdd(Writing):
    form_class = ExampleForm
    title = gettext_lazy("Add an example")
    lead = gettext_lazy("Invented, or given with consent; never somebody's own reflection.")

    def act(self, form: Form) -> None:
        looking_back.add_example(
            by=self.request.user, programme=self.programme, content=form.content
        )


class ReflectionExampleChange(Writing):
    form_class = ExampleForm
    title = gettext_lazy("Change an example")
    lead = gettext_lazy("Invented, or given with consent; never somebody's own reflection.")

    def load(self) -> None:
        mine = ReflectionExample.objects.coordinated_by(self.request.user).offered()
        self.example = get_object_or_404(mine, pk=self.kwargs["pk"])
        self.programme = self.example.programme

    def get_initial(self) -> dict[str, Any]:
        return example_initial(self.example)

    def act(self, form: Form) -> None:
        looking_back.change_example(
            by=self.request.user, example=self.example, content=form.content
        )


class ReflectionModelRetire(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = ReflectionModel.objects.coordinated_by(request.user).offered()
        way = get_object_or_404(mine, pk=pk)
        looking_back.retire_way(by=request.user, way=way)
        messages.success(request, _("It is offered no more. What was written in it stays."))
        return redirect("placements:looking-back", way.programme_id)


class ReflectionExampleRetire(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = ReflectionExample.objects.coordinated_by(request.user).offered()
        example = get_object_or_404(mine, pk=pk)
        looking_back.retire_example(by=request.user, example=example)
        messages.success(request, _("The example is gone from the pages."))
        return redirect("placements:looking-back", example.programme_id)
