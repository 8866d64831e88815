"""The competence statement: what the coach validated, on paper."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.enums import Role
from competences.documents.statement import competence_statement
from competences.models import Dossier
from config.pdf import render_document


class Statement(View):
    """For the student, the coach and the coordinator; it goes to a mentor only if the student
    hands it over."""

    def get(self, request: HttpRequest, dossier: int) -> HttpResponse:
        visible = Dossier.objects.visible_to(request.user).select_related(
            "course_unit__programme", "version__framework"
        )
        found = get_object_or_404(visible, pk=dossier)
        mine = found.voices.current().filter(person=request.user)
        if mine.filter(role=Role.MENTOR).exists():
            raise PermissionDenied(_("The competence statement belongs to the student."))
        document = competence_statement(found, get_language() or "nl")
        if document is None:
            return render(request, "competences/statement_empty.html", {"dossier": found})
        name = f'inline; filename="{document.stamp.reference}.pdf"'
        headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
        return HttpResponse(render_document(document), headers=headers)
