"""The words of a draft and their place: one small page for each thing one can do with a line."""

from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from competences.actions import editing
from competences.forms.editing import (
    CompetenceForm,
    HalfForm,
    HeadingForm,
    OtherForm,
    PlaceForm,
)
from competences.models import Competence
from competences.overviews.outline import outline_of
from competences.rules.editing import (
    CompetenceWords,
    merging,
)
from competences.views.of_draft import DraftForm, OfCompetence, OfHeading, Rewording, outline_url
from config.forms import add_refusal
from config.refusal import Refusal
from config.web import key_of

# --- headings ----------------------------------------------------------------------------------


class DraftHeadingAdd(DraftForm):
    form_class = HeadingForm
    title = _("A new heading")
    lead = _("It stands last; you can move it, and put competences or other headings under it.")
    verb = _("Add the heading")

    def act(self, form: HeadingForm) -> None:
        made = editing.add_heading(by=self.request.user, version=self.version, words=form.words)
        self.line = f"heading-{made.pk}"


class DraftHeadingChange(OfHeading, Rewording):
    form_class = HeadingForm
    title = _("Change the heading")

    def act(self, form: HeadingForm) -> None:
        editing.change_heading(
            by=self.request.user,
            heading=self.heading,
            words=form.words,
            seen=form.cleaned_data["seen"],
        )


class DraftHeadingMove(OfHeading, DraftForm):
    form_class = PlaceForm
    title = _("Move the heading")
    lead = _("All that stands under it goes along.")
    verb = _("Move it there")

    def get_form_kwargs(self) -> dict[str, Any]:
        outline = outline_of(self.version)
        return super().get_form_kwargs() | {
            "outline": outline,
            "headings": self.version.outcomes.in_bulk(),
            "but": outline.within(self.heading.pk),
            "at_top": True,
            "initial": {"under": self.heading.parent_id},
        }

    def act(self, form: PlaceForm) -> None:
        place = form.cleaned_data["under"], None
        editing.place_heading(by=self.request.user, heading=self.heading, place=place)


class DraftHeadingRemove(OfHeading, DraftForm):
    form_class = Form
    title = _("Remove this heading?")
    verb = _("Remove the heading")
    danger = True

    def act(self, form: Form) -> None:
        editing.remove_heading(by=self.request.user, heading=self.heading)

    def get_success_url(self) -> str:
        return outline_url(self.version)


# --- competences -------------------------------------------------------------------------------


class DraftCompetenceAdd(OfHeading, DraftForm):
    """A competence at the end of this heading."""

    template_name = "competences/draft_competence.html"
    form_class = CompetenceForm
    title = _("A new competence")
    verb = _("Add the competence")
    made: Competence | None = None

    def act(self, form: CompetenceForm) -> None:
        self.made = editing.add_competence(
            by=self.request.user, heading=self.heading, words=form.words
        )

    def get_success_url(self) -> str:
        return outline_url(self.version, f"competence-{self.made.pk}", "name")


class DraftCompetenceChange(OfCompetence, Rewording):
    template_name = "competences/draft_competence.html"
    form_class = CompetenceForm
    title = _("Change the competence")

    def act(self, form: CompetenceForm) -> None:
        editing.change_competence(
            by=self.request.user,
            competence=self.competence,
            words=form.words,
            seen=form.cleaned_data["seen"],
        )


class DraftCompetenceMove(OfCompetence, DraftForm):
    form_class = PlaceForm
    title = _("Move the competence")
    lead = _("It comes last under the heading you choose.")
    verb = _("Move it there")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "outline": outline_of(self.version),
            "headings": self.version.outcomes.in_bulk(),
            "but": set(),
            "at_top": False,
            "initial": {"under": self.competence.outcome_id},
        }

    def act(self, form: PlaceForm) -> None:
        place = form.cleaned_data["under"], None
        editing.place_competence(by=self.request.user, competence=self.competence, place=place)


class DraftCompetenceRemove(OfCompetence, DraftForm):
    form_class = Form
    title = _("Remove this competence?")
    lead = _("Its targets go with it. The published versions keep it.")
    verb = _("Remove the competence")
    danger = True

    def act(self, form: Form) -> None:
        editing.remove_competence(by=self.request.user, competence=self.competence)

    def get_success_url(self) -> str:
        return outline_url(self.version)


class DraftCompetenceSplit(OfCompetence, Rewording):
    """Two forms side by side, both filled with the words of the whole."""

    template_name = "competences/draft_split.html"
    form_class = HalfForm
    prefix = "first"
    title = _("Split in two")
    lead = _(
        "Both parts come from this competence and keep its targets, knowledge and skills. What was "
        "said about it can go on in either."
    )
    verb = _("Split it")

    @cached_property
    def second(self) -> HalfForm:
        words = self.proposed()
        initial = {"code": f"{words.code}-2"}
        return HalfForm(self.request.POST or None, words=words, prefix="second", initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        both = [form.is_valid(), self.second.is_valid()]
        return self.form_valid(form) if all(both) else self.form_invalid(form)

    def act(self, form: HalfForm) -> None:
        editing.split_competence(
            by=self.request.user,
            competence=self.competence,
            first=form.words,
            second=self.second.words,
            seen=form.cleaned_data["seen"],
        )

    def show(self, form: HalfForm, refusal: Refusal) -> None:
        """Each reason beside the half it is about."""
        for one in refusal.obstacles:
            name = one.field or ""
            half = self.second if name.startswith("second_") else form
            plain = replace(one, field=name.removeprefix("second_") or None)
            add_refusal(half, Refusal(obstacles=[plain]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(second=self.second, **kwargs)


class DraftCompetenceMerge(OfCompetence, Rewording):
    """First with which one, then the words of the two as one."""

    template_name = "competences/draft_competence.html"
    form_class = CompetenceForm
    title = _("Merge with another competence")
    lead = _(
        "The words of both stand here; make one of them. Where both have a target, the first's "
        "stays. What was said about one of them can go on in it."
    )
    verb = _("Merge them")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.other is not None:
            return super().get(request, *args, **kwargs)
        form = OtherForm(request.GET or None, competence=self.competence)
        context = self.get_context_data(form=form, lead="", verb=_("Go on"))
        return render(request, "competences/draft_choose.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.other is None:  # somebody removed it in the meantime
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    @cached_property
    def other(self) -> Competence | None:
        asked = key_of(self.request.GET.get("other", ""))
        others = self.version.competences.exclude(pk=self.competence.pk)
        return None if asked is None else others.filter(pk=asked).first()

    def standing(self) -> tuple[CompetenceWords, ...]:
        return (*super().standing(), CompetenceWords.of(self.other))

    def proposed(self) -> CompetenceWords:
        return merging(*self.standing())

    def act(self, form: CompetenceForm) -> None:
        editing.merge_competences(
            by=self.request.user,
            competence=self.competence,
            other=self.other,
            words=form.words,
            seen=form.cleaned_data["seen"],
        )
