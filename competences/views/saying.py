"""Saying how far somebody is: in one's own voice, anew, or as the coach heard the mentor say it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Role
from accounts.rules import own_path
from competences.actions import assessments, dossiers
from competences.enums import Moment
from competences.forms.assessments import (
    AssessmentForm,
    CorrectionForm,
    EntryForm,
    OneAssessmentForm,
    all_valid,
    assessment_forms,
)
from competences.models import Assessment
from competences.overviews.tracking import has_started
from competences.rules.voices import opening_obstacles
from competences.views.assessments import OfCompetence, OfDossier
from config.forms import add_refusal
from config.refusal import Refusal


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
        started = self.role != Role.STUDENT or has_started(self.dossier)
        allowed = set(Moment.values) - ({Moment.BASELINE} if self.role != Role.STUDENT else set())
        if asked in allowed:
            return asked
        return Moment.PROCESS if started else Moment.BASELINE

    def say(self, form: AssessmentForm, **more: Any) -> None:
        said = {"moment": self.moment} | more
        assessments.say(
            by=self.request.user,
            dossier=self.dossier,
            competence=form.row.competence,
            came_up=form.came_up,
            level=form.level,
            comment=form.cleaned_data["comment"],
            topic=self.surroundings.topic,
            **said,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            moment=self.moment, moment_name=Moment(self.moment).label, **kwargs
        )


class OneSaid(OfCompetence, Saying):
    """A form about one competence; what is said decides which form and what goes with it."""

    form_class: type[AssessmentForm] = AssessmentForm
    saved: str | Promise = gettext_lazy("Saved. The others see it from now on.")

    def form_values(self) -> dict[str, Any]:
        return {"moment": self.moment, "role": self.role}

    def form(self, data: Any = None) -> AssessmentForm:
        levels = self.tracking.levels
        return self.form_class(data, row=self.row, levels=levels, **self.form_values())

    def keep(self, form: AssessmentForm) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(strip=self.strip(self.row), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.keep(form)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, self.saved)
                return redirect(own_path(request.GET.get("next", "")) or self.done_url())
        return self.render_to_response(self.get_context_data(form=form))

    def done_url(self) -> str:
        shown = reverse("competences:competence", args=[self.dossier.pk, self.kwargs["pk"]])
        return f"{shown}?saved=1"


class AssessmentSay(OneSaid):
    """Say one thing about one competence."""

    template_name = "competences/assessment_say.html"
    form_class = OneAssessmentForm

    def form_values(self) -> dict[str, Any]:
        return super().form_values() | {"pieces": self.pieces}

    def keep(self, form: OneAssessmentForm) -> None:
        self.say(form, evidence=form.evidence_named)


class AssessmentCorrect(OneSaid):
    """Put right the last thing one said; what it was stays readable."""

    template_name = "competences/assessment_correct.html"
    form_class = CorrectionForm
    saved = gettext_lazy("Corrected. What you said before stays readable, struck through.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.role and not self.may_correct(self.event):
            raise PermissionDenied(
                _("You correct the last thing you said yourself. What came before it stays.")
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def event(self) -> Assessment:
        found = [event for event in self.row.history if event.pk == self.kwargs["event"]]
        if not found:
            raise Http404
        return found[0]

    @property
    def entered(self) -> bool:
        """Whether this is what the reader entered for somebody else. What a deputy said is in the
        mentor's voice, and still the deputy's own word."""
        mine = self.event.voice.person_id == self.request.user.pk
        return bool(self.event.note_on_entry) and not mine

    def form_values(self) -> dict[str, Any]:
        pieces = [] if self.entered else self.pieces
        return {"event": self.event, "role": self.event.role, "pieces": pieces}

    def keep(self, form: CorrectionForm) -> None:
        more = {"on_behalf_of": self.event.role, "note_on_entry": self.event.note_on_entry}
        self.say(
            form,
            corrects=self.event,
            moment=form.cleaned_data.get("about", self.event.moment),
            evidence=form.evidence_named,
            **(more if self.entered else {}),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"event": self.event, "entered": self.entered}  # instead of its number
        return super().get_context_data(**(kwargs | shown))


class AssessmentEnter(OneSaid):
    """The coach enters what the mentor said, who hears of it."""

    template_name = "competences/assessment_enter.html"
    form_class = EntryForm
    saved = gettext_lazy("Saved in the mentor's voice. The mentor hears what you entered.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.role and self.role != Role.COACH:
            raise PermissionDenied(_("Only the coach enters what the mentor said."))
        return super().dispatch(request, *args, **kwargs)

    def form_values(self) -> dict[str, Any]:
        return super().form_values() | {"role": Role.MENTOR.value}

    def keep(self, form: EntryForm) -> None:
        self.say(
            form,
            on_behalf_of=Role.MENTOR,
            note_on_entry=form.cleaned_data["note_on_entry"],
            moment=form.cleaned_data["about"],
        )


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


class VoicesOpen(OfDossier):
    """The coach lays the voices open to each other before the first meeting does."""

    template_name = "competences/voices_open.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.role != Role.COACH:
            raise PermissionDenied(_("Only the coach opens the voices to each other."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["obstacles"] = list(opening_obstacles(self.dossier, is_coach=True))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        topic = self.surroundings.topic
        try:
            dossiers.open_voices(by=request.user, dossier=self.dossier, topic=topic)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The voices are open: all three hear each other."))
        return redirect("competences:dossier", self.dossier.pk)
