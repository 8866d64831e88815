from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.actions import documents
from placements.models import Placement
from placements.views.acting import seen_placement
from quality.actions import checklists
from quality.documents import checklist_document, document_name
from quality.overviews import Checklist, Point, checklist
from quality.overviews.checklists import role_in
from quality.views.answering import Answering


class OfChecklist:
    """Loads the placement (404 for whom it does not exist) and its checklist."""

    @cached_property
    def placement(self) -> Placement:
        return seen_placement(self.request.user, self.kwargs["pk"])

    @cached_property
    def role(self) -> str:
        role = role_in(self.placement, self.request.user)
        if role is None:
            raise PermissionDenied(_("The checklist is answered by those around the placement."))
        return str(role)

    @cached_property
    def checklist(self) -> Checklist:
        return checklist(self.placement, self.request.user)


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


class ChecklistAnswer(OfChecklist, Answering):
    """The points asked of the reader, on one page; nothing has to be complete."""

    template_name = "quality/checklist_answer.html"

    def asked_points(self) -> list[Point]:
        return self.checklist.asked_of(self.role)

    def say(self, point: Point, value: str, remark: str) -> None:
        checklists.answer(
            by=self.request.user,
            placement=self.placement,
            item=point.item,
            value=value,
            remark=remark,
        )

    def done_url(self) -> str:
        return reverse("quality:checklist", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(placement=self.placement, role=self.role, **kwargs)


class ChecklistPdf(OfChecklist, View):
    """The same on paper, as it stands now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = checklist_document(self.checklist, get_language() or "nl")
        name = document_name(document)
        return HttpResponse(
            documents.bytes_of(document),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )
