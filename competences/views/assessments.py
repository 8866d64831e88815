"""The competences of one dossier: what three voices say, and saying it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from accounts.enums import Role
from accounts.rules import own_path
from competences import pictures
from competences.actions import assessments
from competences.enums import Moment
from competences.forms.assessments import AssessmentForm, all_valid, assessment_forms
from competences.models import Dossier
from competences.overviews.tracking import CompetenceRow, Tracking, tracking
from competences.surroundings import Surroundings, around
from config.forms import add_refusal
from config.refusal import Refusal


class OfDossier(TemplateView):
    """A page about one dossier; who may not see it does not learn that it exists."""

    @cached_property
    def dossier(self) -> Dossier:
        found = Dossier.objects.visible_to(self.request.user).select_related("course_unit")
        return get_object_or_404(found, pk=self.kwargs["dossier"])

    @cached_property
    def role(self) -> str:
        """The role in which the reader speaks here; "" for who only looks."""
        voice = self.dossier.voices.current().filter(person=self.request.user)
        return voice.values_list("role", flat=True).first() or ""

    @cached_property
    def tracking(self) -> Tracking:
        return tracking(self.dossier, reader=self.request.user)

    @cached_property
    def surroundings(self) -> Surroundings:
        return around(self.dossier, self.request.user)

    @cached_property
    def row(self) -> CompetenceRow:
        try:
            return self.tracking.row(self.kwargs["pk"])
        except StopIteration:
            raise Http404 from None

    def strip(self, row: CompetenceRow) -> dict[str, Any]:
        name = row.competence.workplace_name if self.role == Role.MENTOR else row.competence.name
        around, levels = self.surroundings, self.tracking.levels
        last = sum(portion for _day, portion in around.worked)
        return {
            "row": row,
            "name": name,
            "work": around.behind.get(row.competence.pk, ()),
            "mastery": pictures.mastery(row, levels, name),
            "way": pictures.way(row, levels, around.day_number, last, name),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "dossier": self.dossier,  # instead of its number in the address
            "role": self.role,
            "is_mine": self.role == Role.STUDENT,
            "may_speak": bool(self.role) and self.dossier.closed_at is None,
            "around": self.surroundings,
            "levels": self.tracking.levels,
        }
        return super().get_context_data(**(kwargs | shared))


class DossierShow(OfDossier):
    """All competences by outcome, or only those where voices differ or nothing was seen yet."""

    template_name = "competences/dossier_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("show", "")
        kinds = {"": self.tracking.rows, "apart": self.tracking.apart}
        kinds["unseen"] = self.tracking.never_came_up
        shown = {row.competence.pk for row in kinds.get(chosen, self.tracking.rows)}
        groups = [
            (outcome, [self.strip(row) for row in rows if row.competence.pk in shown])
            for outcome, rows in self.tracking.by_outcome
        ]
        return super().get_context_data(
            tabs=_tabs({kind: len(rows) for kind, rows in kinds.items()}, chosen),
            groups=[(outcome, rows) for outcome, rows in groups if rows],
            has_start=any(row.start for row in self.tracking.rows),
            **kwargs,
        )


def _tabs(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "apart": _("We look differently"),
        "unseen": _("Did not come up yet"),
    }
    return [
        {
            "label": label,
            "url": f"?show={kind}" if kind else "?",
            "count": counts[kind],
            "current": kind == (chosen if chosen in labels else ""),
        }
        for kind, label in labels.items()
    ]


class CompetenceShow(OfDossier):
    """One competence: what each voice says, how it came that far, and the work behind it."""

    template_name = "competences/competence_show.html"

    @cached_property
    def tracking(self) -> Tracking:
        only = self.kwargs["pk"]
        return tracking(self.dossier, reader=self.request.user, only=only, history=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            strip=self.strip(self.row),
            competence=self.row.competence,
            knowledge=self.row.competence.text("knowledge"),
            skills=self.row.competence.text("skills"),
            history=list(reversed(self.row.history)),
            **kwargs,
        )


class Saying(OfDossier):
    """Shared by the two forms: who may speak, about which moment, and what was said."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.role:
            raise PermissionDenied(
                _("Only the student, the mentor and the coach say how far the student is.")
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def moment(self) -> str:
        """As the link says; by default the starting situation first, for the student."""
        asked = self.request.GET.get("moment", "")
        started = self.role != Role.STUDENT or any(row.start for row in self.tracking.rows)
        allowed = set(Moment.values) - ({Moment.BASELINE} if self.role != Role.STUDENT else set())
        if asked in allowed:
            return asked
        return Moment.PROCESS if started else Moment.BASELINE

    def say(self, form: AssessmentForm) -> None:
        assessments.say(
            by=self.request.user,
            dossier=self.dossier,
            competence=form.row.competence,
            came_up=form.came_up,
            level=form.level,
            moment=self.moment,
            comment=form.cleaned_data["comment"],
            topic=self.surroundings.topic,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            moment=self.moment, moment_name=Moment(self.moment).label, **kwargs
        )


class AssessmentSay(Saying):
    """Say one thing about one competence."""

    template_name = "competences/assessment_say.html"

    def form(self, data: Any = None) -> AssessmentForm:
        levels = self.tracking.levels
        return AssessmentForm(data, row=self.row, levels=levels, moment=self.moment, role=self.role)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(strip=self.strip(self.row), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.say(form)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Saved. The others see it from now on."))
                shown = reverse("competences:competence", args=[self.dossier.pk, kwargs["pk"]])
                back = own_path(request.GET.get("next", ""))  # a meeting in which it was said
                return redirect(back or f"{shown}?saved=1")
        return self.render_to_response(self.get_context_data(form=form))


class AssessmentSayAll(Saying):
    """Say something about as many competences as one likes; what stays empty stays unsaid."""

    template_name = "competences/assessment_say_all.html"

    def forms(self, data: Any = None) -> list[AssessmentForm]:
        return assessment_forms(self.tracking, data=data, moment=self.moment, role=self.role)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("forms", self.forms())
        asked = [{"form": form, **self.strip(form.row)} for form in kwargs["forms"]]
        kwargs["wrong"] = [form for form in kwargs["forms"] if form.errors]
        return super().get_context_data(asked=asked, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.forms(request.POST)
        if all_valid(found) and (count := self.say_filled(found)):
            said = ngettext(
                "%(count)s competence saved.", "%(count)s competences saved.", count
            ) % {"count": count}
            messages.success(request, said)
            return redirect(reverse("competences:dossier", args=[self.dossier.pk]) + "?saved=1")
        return self.render_to_response(self.get_context_data(forms=found))

    def say_filled(self, found: list[AssessmentForm]) -> int:
        """All that was filled, or nothing of it; answers how many."""
        filled = [form for form in found if form.is_filled]
        if not filled:
            messages.info(self.request, _("Nothing was chosen yet, so nothing was saved."))
        form = None
        try:
            with transaction.atomic():
                for form in filled:
                    self.say(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return 0
        return len(filled)
