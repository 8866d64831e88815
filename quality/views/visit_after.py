"""During and after a visit: the notes, thanks, the report, and what people allowed."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from competences.actions.evidence import receive
from competences.uploads import IMAGES
from competences.views.evidence import FILE_HEADERS
from config.pages import RefusableForm
from config.refusal import Refusal
from placements.views.acting import ActionButton
from placements.views.scans import KINDS
from quality.actions import visit_consents, visit_notes, visits
from quality.actions.visit_notes import Kept
from quality.documents.visits import report_values, visit_report
from quality.enums import VisitState
from quality.forms.visits import NotesForm, PhotoForm, ReportForm, TestimonialForm, ThankForm
from quality.models import VisitConsent
from quality.overviews.visit_notes import noted
from quality.rules.visits import NOTES_ARE_PRIVATE, note_obstacles
from quality.views.visits import OfVisit, as_pdf

NOT_VALID, CONFLICT = 400, 409


class VisitNotes(OfVisit, TemplateView):
    """The guide with room to write, for who makes the visit; kept while they write. What another
    device wrote meanwhile is shown, and nothing is written over it."""

    template_name = "quality/visit_notes.html"
    own = True
    refusal = NOTES_ARE_PRIVATE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        themes = noted(self.visit, self.request.user)
        form = kwargs.pop("form", None) or NotesForm(noted=themes)
        elsewhere = kwargs.pop("elsewhere", {})
        fields = [
            (
                one.theme.name,
                [
                    (form[key], form[f"seen-{key}"], elsewhere.get(key))
                    for key in (note.question.key for note in one.notes)
                ],
            )
            for one in themes
        ]
        obstacles = list(note_obstacles(self.visit))
        return super().get_context_data(
            form=form, themes=fields, noted=themes, obstacles=obstacles, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NotesForm(request.POST, noted=noted(self.visit, request.user))
        if not form.is_valid():
            return self.not_valid(form)
        try:
            who = {"by": request.user, "visit": self.visit}
            kept = visit_notes.write(**who, texts=form.texts, seen=form.seen)
        except Refusal as refusal:
            return self.refused(refusal)
        return self.kept(form, kept)

    @property
    def asks_for_data(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def kept(self, form: NotesForm, kept: Kept) -> HttpResponse:
        elsewhere = {key: note.text for key, note in kept.elsewhere.items()}
        if self.asks_for_data:
            theirs = {
                key: {"text": note.text, "revision": note.revision}
                for key, note in kept.elsewhere.items()
            }
            return JsonResponse({"revisions": kept.revisions, "elsewhere": theirs})
        if not elsewhere:
            messages.success(self.request, _("Kept. Only you read these notes."))
            return redirect(reverse("quality:visit-notes", args=[self.visit.pk]))
        form.data = form.data.copy()  # saving it again builds on what is there now
        for key, note in kept.elsewhere.items():
            form.data[f"seen-{key}"] = note.revision
        for key, revision in kept.revisions.items():
            form.data[f"seen-{key}"] = revision
        return self.render_to_response(self.get_context_data(form=form, elsewhere=elsewhere))

    def refused(self, refusal: Refusal) -> HttpResponse:
        if self.asks_for_data:
            return JsonResponse({"detail": str(refusal.message)}, status=CONFLICT)
        messages.error(self.request, refusal.message)
        return redirect(self.done_url())

    def not_valid(self, form: NotesForm) -> HttpResponse:
        if self.asks_for_data:
            words = " ".join(error for errors in form.errors.values() for error in errors)
            return JsonResponse({"detail": words}, status=NOT_VALID)
        return self.render_to_response(self.get_context_data(form=form))


class VisitThank(OfVisit, RefusableForm):
    template_name = "quality/visit_thank.html"
    form_class = ThankForm
    own = True
    said = gettext_lazy("Noted: they were thanked.")

    def act(self, form: Form) -> None:
        visits.thank(by=self.request.user, visit=self.visit, **form.cleaned_data)


class VisitReport(OfVisit, RefusableForm):
    """Make the report from the notes; what is left out of it stays with the visitor."""

    template_name = "quality/visit_report.html"
    form_class = ReportForm
    own = True
    said = gettext_lazy("The report is there, as a page and as PDF.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "noted": noted(self.visit, self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        return {"hosts": self.visit.contact_name}

    def act(self, form: ReportForm) -> None:
        to_do = [
            {"what": one.what, "who": one.who, "due": one.due.isoformat() if one.due else ""}
            for one in form.to_do
        ]
        if self.visit.state != VisitState.HELD:
            raise Refusal("visit-not-held", _("A report is made once, of a visit that took place."))
        values = report_values(self.visit, form.written)
        visits.report(by=self.request.user, visit=self.visit, values=values, to_do=to_do)


class VisitReportPdf(OfVisit, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.visit.state != VisitState.REPORTED:
            raise Http404
        return as_pdf(visit_report(self.visit, get_language() or "nl"))


class VisitToDoFinish(OfVisit, ActionButton):
    said = gettext_lazy("Done. It is off the follow-up list.")

    def act(self) -> None:
        visits.finish_to_do(by=self.request.user, visit=self.visit, number=self.kwargs["number"])


class VisitTestimonial(OfVisit, RefusableForm):
    template_name = "quality/visit_consent_add.html"
    form_class = TestimonialForm
    own = True
    said = gettext_lazy("Kept, with what they allowed.")

    def act(self, form: Form) -> None:
        visit_consents.testimonial(by=self.request.user, visit=self.visit, **form.cleaned_data)


class VisitPhoto(OfVisit, RefusableForm):
    template_name = "quality/visit_consent_add.html"
    form_class = PhotoForm
    own = True
    said = gettext_lazy("Kept, with what they allowed.")

    def act(self, form: Form) -> None:
        said = {**form.cleaned_data}
        file, who = said.pop("file"), self.request.user
        upload = receive(by=who, file=file, name=file.name) if file and said["allowed"] else None
        visit_consents.photo(by=who, visit=self.visit, upload=upload, **said)


class OfConsent:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen = VisitConsent.objects.visible_to(request.user).select_related(
            "visit__programme", "visit__workplace__organisation"
        )
        self.consent = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class VisitConsentFile(OfConsent, View):
    """The photo, as long as it is allowed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        kind = KINDS.get(self.consent.file_name.rpartition(".")[2], "")
        try:
            file = self.consent.file.open("rb")
        except (FileNotFoundError, ValueError):
            raise Http404 from None
        return FileResponse(
            file,
            as_attachment=kind not in IMAGES,
            filename=self.consent.file_name,
            content_type=kind,
            headers=FILE_HEADERS,
        )


class VisitConsentRevoke(OfConsent, RefusableForm):
    """Words and file go at once; asked on a page, as it cannot be undone."""

    template_name = "quality/visit_consent_revoke.html"
    form_class = Form
    said = gettext_lazy("Gone. That it was once allowed and taken back is all that stays.")

    def act(self, form: Form) -> None:
        visit_consents.revoke(by=self.request.user, consent=self.consent)

    def get_success_url(self) -> str:
        return reverse("quality:visit", args=[self.consent.visit_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.get_success_url()
        return super().get_context_data(consent=self.consent, back_url=back, **kwargs)
