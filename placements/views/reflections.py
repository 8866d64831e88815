from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import TRIAD, Role
from accounts.rules import own_path
from config.forms import add_refusal
from config.refusal import Refusal
from config.web import key_of
from placements.actions import reflections
from placements.forms.reflections import CommentForm, ReflectionForm, carried, initial_of
from placements.models import Placement, Reflection, WorkplaceDay
from placements.overviews.prompts import prompts_for, recall, recall_for
from placements.overviews.reflections import (
    Entry,
    entries_of,
    examples_for,
    map_of,
    ways_for,
)
from placements.reflection_models import FREE, Way
from placements.rules.reflections import gained
from placements.views.acting import OfPlacement

STUDENT_WRITES = gettext_lazy("Only the student writes reflections here.")
STUDENT_LOOKS = gettext_lazy("Only the student sees this map.")


class ReflectionList(OfPlacement):
    """The reflections that were opened to the reader; the student sees all, with who reads each."""

    template_name = "placements/reflection_list.html"
    only = tuple(TRIAD)
    refusal = gettext_lazy("Reflections are read by the student, and by whom the student chose.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, mine = self.request.user, self.role == Role.STUDENT
        found = Reflection.objects.visible_to(user).filter(placement=self.placement)
        entries = entries_of(self.placement, user, found.select_related("day"), is_mine=mine)
        # What was typed in another way before it was kept in one.
        drafts = ways_for(self.placement) if "saved" in self.request.GET else ()
        return super().get_context_data(entries=entries, drafts=drafts, **kwargs)


class ReflectionMap(OfPlacement):
    """Where the student looked over the weeks; an invitation, for nobody else."""

    template_name = "placements/reflection_map.html"
    only = (Role.STUDENT,)
    refusal = STUDENT_LOOKS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = map_of(self.placement, self.request.user)
        return super().get_context_data(map=found, **kwargs)


class ReflectionExamples(OfPlacement):
    """Good examples to read, and what makes each a good one."""

    template_name = "placements/reflection_examples.html"
    only = tuple(TRIAD)
    refusal = gettext_lazy("These examples are for the student, the mentor and the coach.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examples = examples_for(self.placement.enrolment.programme_id)
        return super().get_context_data(examples=examples, **kwargs)


class InAWay(OfPlacement):
    """A form in one way of looking back; another way is one press, and takes along what was typed.

    `switched`: the way that was left a moment ago, whose draft on the device has moved.
    """

    switched: Way | None = None

    @cached_property
    def ways(self) -> dict[str, Way]:
        return ways_for(self.placement, self.request.POST.get("model", ""), self.kept_in)

    @property
    def kept_in(self) -> str:
        return self.request.GET.get("way", FREE.code)

    @cached_property
    def way(self) -> Way:
        """As the form says that was sent, else as was asked."""
        return self.ways.get(self.request.POST.get("model", self.kept_in), FREE)

    def form(self, data: Any = None, **initial: Any) -> ReflectionForm:
        raise NotImplementedError

    def keep(self, form: ReflectionForm) -> HttpResponse:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        ways = {"ways": self.ways.values(), "switched": self.switched}
        return super().get_context_data(**ways, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if wanted := self.ways.get(request.POST.get("switch", "")):
            return self.switch(wanted)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return self.keep(form)
            except Refusal as refusal:
                add_refusal(form, refusal)
        return self.render_to_response(self.get_context_data(form=form))

    def switch(self, wanted: Way) -> HttpResponse:
        self.switched, self.way = self.way, wanted
        form = self.form(**carried(self.request.POST, self.switched))
        return self.render_to_response(self.get_context_data(form=form))


class ReflectionWrite(InAWay):
    """Write down a thought, beside a day or just so."""

    template_name = "placements/reflection_write.html"
    only = (Role.STUDENT,)
    refusal = STUDENT_WRITES

    @cached_property
    def day(self) -> WorkplaceDay | None:
        asked = key_of(self.request.GET.get("day", ""))
        return self.placement.days.filter(pk=asked).first() if asked else None

    def form(self, data: Any = None, **initial: Any) -> ReflectionForm:
        prompts = prompts_for(self.placement, self.request.user)
        asked = self.request.GET.get("prompt", prompts[0].key)
        if asked not in {prompt.key for prompt in prompts}:  # a guide or a link invites to it
            invited = recall_for(self.placement, asked)
            prompts += [invited] if invited else []
        return ReflectionForm(
            data,
            placement=self.placement,
            prompts=prompts,
            way=self.way,
            initial={"prompt": asked} | initial,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examples = examples_for(self.placement.enrolment.programme_id)
        return super().get_context_data(day=self.day, example=examples[0], **kwargs)

    def keep(self, form: ReflectionForm) -> HttpResponse:
        reflections.write(
            by=self.request.user,
            placement=self.placement,
            day=self.day,
            prompt=form.cleaned_data.get("prompt", ""),
            key=form.cleaned_data["key"],
            **form.said,
        )
        messages.success(self.request, _("Your reflection is kept."))
        listed = reverse("placements:reflection-list", args=[self.placement.pk])
        return redirect(f"{listed}?saved=1")


class OfReflection(OfPlacement):
    """A page about one reflection, for its student; readers get the reason why not."""

    only: tuple[str, ...] = (Role.STUDENT,)
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

    def back(self) -> HttpResponse:
        """Where the button stood, at this reflection."""
        next_path = own_path(self.request.POST.get("next", ""))
        return redirect(next_path or reverse("placements:reflection", args=[self.reflection.pk]))


class ReflectionShow(OfReflection):
    """One reflection and what was said under it, for everybody who may read it now."""

    template_name = "placements/reflection_show.html"
    only = tuple(TRIAD)

    @cached_property
    def entry(self) -> Entry:
        mine = self.role == Role.STUDENT
        return entries_of(self.placement, self.request.user, [self.reflection], is_mine=mine)[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CommentForm())
        return super().get_context_data(entry=self.entry, **kwargs)


class ReflectionAudience(OfReflection):
    """Who reads it, with one tap: it holds from the next request on, and is told in words."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        audience = request.POST.get("audience", "")
        try:
            before = reflections.share(
                by=request.user, reflection=self.reflection, audience=audience
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, told(self.placement, before, audience))
        return self.back()


def told(placement: Placement, before: str, after: str) -> str:
    """Who reads it from now on and who no longer does, by name."""
    names = {role: person.first_name for role in TRIAD if (person := placement.person(role))}
    lines = {
        _("From now on %(name)s reads this too, and what was said under it."): gained(
            before, after
        ),
        _(
            "%(name)s no longer reads this. What stands in a document you already made stays there."
        ): gained(after, before),
    }
    said = [line % {"name": names.get(role, "")} for line, roles in lines.items() for role in roles]
    return " ".join(said) or _("Nothing changed.")


class ReflectionPlace(OfReflection):
    """Where the student looked, a tap at a time: `side` on or off, `depth` this one or none."""

    http_method_names = ["post"]
    refusal = STUDENT_LOOKS

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sides, depth = set(self.reflection.dimensions), self.reflection.depth
        if side := request.POST.get("side"):
            sides ^= {side}
        if asked := request.POST.get("depth"):
            depth = "" if asked == depth else asked
        try:
            reflections.place(
                by=request.user, reflection=self.reflection, dimensions=sorted(sides), depth=depth
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return self.back()


class ReflectionChange(OfReflection, InAWay):
    """Other words, or other readers: both hold from this moment, everywhere."""

    template_name = "placements/reflection_change.html"

    @property
    def kept_in(self) -> str:
        return self.reflection.model

    def form(self, data: Any = None, **initial: Any) -> ReflectionForm:
        said = initial or initial_of(self.reflection, self.way)
        return ReflectionForm(data, placement=self.placement, way=self.way, initial=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = recall([self.reflection.prompt]).get(self.reflection.prompt, "")
        return super().get_context_data(reflection=self.reflection, question=question, **kwargs)

    def keep(self, form: ReflectionForm) -> HttpResponse:
        reflections.change(by=self.request.user, reflection=self.reflection, **form.said)
        return self.to_list(_("Changed. Who may read it holds from now on."))


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
