"""Signing off the report of a meeting, and the report as a paper."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from config.pdf import render_document
from placements.actions import sign_offs
from placements.documents.trialogue_report import report_hash, trialogue_report
from placements.enums import TrialogueState
from placements.forms.trialogues import SignOffForm
from placements.views.acting import ActionPage
from placements.views.trialogues import OfTriad


class TrialogueSignOff(OfTriad, ActionPage):
    """The report exactly as it will be signed, and a place for an own remark."""

    template_name = "placements/trialogue_sign_off.html"
    form_class = SignOffForm
    said = gettext_lazy("You signed off this report.")

    def load(self, user: User) -> None:
        super().load(user)
        if self.meeting.state == TrialogueState.PLANNED:
            raise PermissionDenied(_("There is a report once the meeting took place."))

    def get_initial(self) -> dict[str, Any]:
        return {"shown": report_hash(self.meeting)}

    def act(self, form: Form) -> None:
        sign_offs.sign_off(by=self.request.user, trialogue=self.meeting, **form.cleaned_data)

    def form_invalid(self, form: Form) -> HttpResponse:
        """The report may have changed: what is on the page now is what the next yes is about."""
        form.data = form.data.copy()
        form.data["shown"] = report_hash(self.meeting)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = trialogue_report(self.meeting, get_language() or "nl")
        mine = [block for block in report.signatures if block.voice == self.role and block.at]
        return super().get_context_data(
            meeting=self.meeting,
            report=report,
            may_sign=self.meeting.state == TrialogueState.HELD and not mine,
            **kwargs,
        )


class TrialogueReport(OfTriad):
    """The report as PDF, once all three have signed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.state != TrialogueState.SIGNED:
            raise PermissionDenied(_("The report is made when all three have signed off."))
        document = trialogue_report(self.meeting, get_language() or "nl")
        name = f"{document.stamp.reference}.pdf"
        return HttpResponse(
            render_document(document),
            headers={
                "Content-Type": "application/pdf",
                "Content-Disposition": f'inline; filename="{name}"',
            },
        )
