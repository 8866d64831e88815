"""Signing off the report of a meeting on one's own page, its versions, and its papers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.actions.documents import bytes_of
from accounts.enums import Role
from accounts.models import User
from config.pdf_story import TrialogueReportDocument
from placements.actions import sign_offs
from placements.documents.trialogue_report import (
    earlier_report,
    report_hash,
    trialogue_report,
)
from placements.enums import TrialogueState
from placements.forms.sign_offs import CorrectionForm, SignOffForm
from placements.overviews.sign_offs import signing
from placements.rules.access import need_role
from placements.rules.sign_offs import correction_obstacles
from placements.views.acting import ActionButton, ActionPage
from placements.views.trialogues import OfTriad, seen_trialogue

AFTER_THE_MEETING = gettext_lazy("There is a report once the meeting took place.")


class OfReport(OfTriad):
    """Something about the report of a meeting that took place."""

    def load(self, user: User) -> None:
        super().load(user)
        if self.meeting.state not in (TrialogueState.HELD, TrialogueState.SIGNED):
            raise PermissionDenied(AFTER_THE_MEETING)


class TrialogueSignOff(OfReport, ActionPage):
    """The report exactly as it will be signed, and a place for an own remark."""

    template_name = "placements/trialogue_sign_off.html"
    form_class = SignOffForm
    said = gettext_lazy("You signed off this report.")

    def get_initial(self) -> dict[str, Any]:
        return {"shown": report_hash(self.meeting)}

    def act(self, form: Form) -> None:
        sign_offs.sign_off(by=self.request.user, trialogue=self.meeting, **form.cleaned_data)

    def form_invalid(self, form: Form) -> HttpResponse:
        """The report may have changed: what is on the page now is what the next yes is about."""
        self.meeting.refresh_from_db(fields=["report", "state", "report_version"])
        form.data = form.data.copy()
        form.data["shown"] = report_hash(self.meeting)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.meeting,
            report=trialogue_report(self.meeting, get_language() or "nl"),
            signing=signing(self.meeting, self.role),
            **kwargs,
        )


class SignOffState(OfReport, TemplateView):
    """Who signed off by now: the part of the page that asks for itself again."""

    template_name = "placements/_sign_off_state.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(signing=signing(self.meeting, self.role), **kwargs)


class OfCoach:
    """Mixed in before a page or button that is the coach's."""

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        self.placement = self.meeting.placement
        self.role = need_role(user, self.placement, Role.COACH)

    def done_url(self) -> str:
        return f"{reverse('placements:trialogue', args=[self.meeting.pk])}#signatures"


class TrialogueClose(OfCoach, ActionButton):
    """The talk is over: whoever is missing signs off later, from a mail."""

    said = gettext_lazy("Whoever is missing gets a mail with the way to the report.")

    def act(self) -> None:
        sign_offs.close(by=self.request.user, trialogue=self.meeting)


class ReportCorrect(OfCoach, ActionPage):
    """Open a report again that somebody signed off already, with a reason."""

    template_name = "placements/sign_off_correct.html"
    form_class = CorrectionForm
    said = gettext_lazy("The report is open again. All three hear why, and sign off anew.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.meeting.report_version}

    def obstacles(self) -> list[Any]:
        version = self.meeting.report_version
        return list(correction_obstacles(self.meeting, version=version, reason="-"))

    def act(self, form: Form) -> None:
        sign_offs.correct(by=self.request.user, trialogue=self.meeting, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.meeting, signing=signing(self.meeting, self.role), **kwargs
        )


# --- papers


def as_pdf(document: TrialogueReportDocument) -> HttpResponse:
    name = f"{document.stamp.reference}.pdf"
    return HttpResponse(
        bytes_of(document),
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'inline; filename="{name}"',
        },
    )


class TrialogueReport(OfTriad):
    """The report as PDF, once all three have signed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.state != TrialogueState.SIGNED:
            raise PermissionDenied(_("The report is made when all three have signed off."))
        return as_pdf(trialogue_report(self.meeting, get_language() or "nl"))


class OfEarlierReport(OfTriad):
    def load(self, user: User) -> None:
        super().load(user)
        self.earlier = get_object_or_404(
            self.meeting.earlier_reports, version=self.kwargs["version"]
        )

    @property
    def document(self) -> TrialogueReportDocument:
        return earlier_report(self.earlier, get_language() or "nl")


class ReportEarlier(OfEarlierReport, TemplateView):
    """A version that was replaced: readable for ever, with who signed it off."""

    template_name = "placements/sign_off_earlier.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.meeting,
            placement=self.placement,
            role=self.role,
            earlier=self.earlier,
            report=self.document,
            back_url=self.done_url(),
            **kwargs,
        )


class ReportEarlierPaper(OfEarlierReport):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return as_pdf(self.document)
