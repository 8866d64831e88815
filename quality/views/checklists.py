from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.actions import documents
from config.forms import add_refusal
from config.refusal import Refusal
from placements.models import Placement
from placements.views.acting import seen_placement
from quality.actions import checklists
from quality.documents import checklist_document, document_name
from quality.forms import AnswersForm
from quality.overviews import Checklist, checklist


class OfChecklist:
    """Loads the placement (404 for whom it does not exist) and its checklist."""

    @cached_property
    def placement(self) -> Placement:
        return seen_placement(self.request.user, self.kwargs["pk"])

    @cached_property
    def role(self) -> str:
        role = checklists.role_in(self.placement, self.request.user)
        if role is None:
            raise PermissionDenied(_("The checklist is answered by those around the placement."))
        return str(role)

    @cached_property
    def checklist(self) -> Checklist:
        return checklist(self.placement)


class ChecklistShow(OfChecklist, TemplateView):
    """All points: every party's answer beside what the data say."""

    template_name = "quality/checklist_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            placement=self.placement,
            checklist=self.checklist,
            role=self.role,
            mine=self.checklist.asked_of(self.role),
            **kwargs,
        )


class ChecklistAnswer(OfChecklist, TemplateView):
    """The points asked of the reader, on one page; nothing has to be complete."""

    template_name = "quality/checklist_answer.html"

    def form(self, data: Any = None) -> AnswersForm:
        return AnswersForm(data, points=self.checklist.asked_of(self.role), role=self.role)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(placement=self.placement, role=self.role, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid() or (said := self.keep(form)) is None:
            return self.render_to_response(self.get_context_data(form=form))
        sentence = ngettext("%(count)s answer saved.", "%(count)s answers saved.", said)
        messages.success(request, sentence % {"count": said})
        return redirect("quality:checklist", self.placement.pk)

    def keep(self, form: AnswersForm) -> int | None:
        """Every changed answer or none of them; None when one was refused."""
        changed = form.changed_answers()
        try:
            with transaction.atomic():
                for point, value, remark in changed:
                    checklists.answer(
                        by=self.request.user,
                        placement=self.placement,
                        item=point.item,
                        value=value,
                        remark=remark,
                    )
        except Refusal as refusal:
            add_refusal(form, refusal)
            return None
        return len(changed)


class ChecklistPdf(OfChecklist, View):
    """The same on paper, as it stands now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = checklist_document(checklist(self.placement), get_language() or "nl")
        name = document_name(document)
        return HttpResponse(
            documents.bytes_of(document),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )
