from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import TRIAD, Role
from config.forms import add_refusal
from config.refusal import Refusal
from config.web import key_of
from placements.actions import reflections
from placements.forms.reflections import READERS, ReflectionForm, audiences
from placements.models import Reflection, WorkplaceDay
from placements.overviews.prompts import prompts_for, recall
from placements.views.acting import OfPlacement

STUDENT_WRITES = gettext_lazy("Only the student writes reflections here.")


class ReflectionList(OfPlacement):
    """The reflections that were opened to the reader; the student sees all, with who reads each."""

    template_name = "placements/reflection_list.html"
    only = tuple(TRIAD)
    refusal = gettext_lazy("Reflections are read by the student, and by whom the student chose.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Reflection.objects.visible_to(self.request.user).filter(placement=self.placement)
        entries = list(found.select_related("day"))
        asked = recall(entry.prompt for entry in entries)
        labels = dict(audiences(self.placement))
        return super().get_context_data(
            entries=[
                (
                    entry,
                    asked.get(entry.prompt, ""),
                    READERS[entry.audience],
                    labels[entry.audience],
                )
                for entry in entries
            ],
            **kwargs,
        )


class ReflectionWrite(OfPlacement):
    """Write down a thought, beside a day or just so."""

    template_name = "placements/reflection_write.html"
    only = (Role.STUDENT,)
    refusal = STUDENT_WRITES

    @cached_property
    def day(self) -> WorkplaceDay | None:
        asked = key_of(self.request.GET.get("day", ""))
        return self.placement.days.filter(pk=asked).first() if asked else None

    def form(self, data: Any = None) -> ReflectionForm:
        prompts = prompts_for(self.placement, self.request.user)
        asked = self.request.GET.get("prompt", prompts[0].key)
        return ReflectionForm(
            data, placement=self.placement, prompts=prompts, initial={"prompt": asked}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(day=self.day, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                reflections.write(
                    by=request.user, placement=self.placement, day=self.day, **form.cleaned_data
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Your reflection is kept."))
                listed = reverse("placements:reflection-list", args=[self.placement.pk])
                return redirect(f"{listed}?saved=1")
        return self.render_to_response(self.get_context_data(form=form))


class OfReflection(OfPlacement):
    """A page about one reflection, for its student; readers get the reason why not."""

    only = (Role.STUDENT,)
    refusal = STUDENT_WRITES

    @cached_property
    def reflection(self) -> Reflection:
        found = Reflection.objects.visible_to(self.request.user).select_related("day")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def placement_pk(self) -> int:
        return self.reflection.placement_id

    def to_list(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return redirect("placements:reflection-list", self.reflection.placement_id)


class ReflectionChange(OfReflection):
    """Other words, or other readers: both hold from this moment, everywhere."""

    template_name = "placements/reflection_change.html"

    def form(self, data: Any = None) -> ReflectionForm:
        said = {"text": self.reflection.text, "audience": self.reflection.audience}
        return ReflectionForm(data, placement=self.placement, initial=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        question = recall([self.reflection.prompt]).get(self.reflection.prompt, "")
        return super().get_context_data(reflection=self.reflection, question=question, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                reflections.change(by=request.user, reflection=self.reflection, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return self.to_list(_("Changed. Who may read it holds from now on."))
        return self.render_to_response(self.get_context_data(form=form))


class ReflectionRemove(OfReflection):
    template_name = "placements/reflection_remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reflection=self.reflection,
            title=_("Remove this reflection?"),
            text=_("The words are gone for everybody. A document you already made keeps them."),
            verb=_("Remove it"),
            danger=True,
            back_url=reverse("placements:reflection-list", args=[self.placement.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reflections.remove(by=request.user, reflection=self.reflection)
        return self.to_list(_("The reflection is gone."))
