"""Competence statements inside the portal: make one, hand it out, take it back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import documents
from accounts.enums import Role
from competences import badges
from competences.actions import statements
from competences.documents.statement import (
    IssuedContent,
    competence_statement,
    facts,
    stated,
    validated,
)
from competences.forms.statements import RevocationForm, StatementForm
from competences.models import Competence, Statement
from competences.overviews.statements import rows
from competences.views.assessments import OfDossier
from config.forms import add_refusal
from config.frozen import thaw
from config.pdf_values import CompetenceStatementDocument
from config.refusal import Refusal


def as_file(document: CompetenceStatementDocument) -> HttpResponse:
    name = f'inline; filename="{document.stamp.reference}.pdf"'
    headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
    return HttpResponse(documents.bytes_of(document), headers=headers)


class OfStatements(OfDossier):
    """For the student, the coach and the coordinator; to a mentor it goes only if the student
    hands it over."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.role == Role.MENTOR:
            raise PermissionDenied(_("The competence statement belongs to the student."))
        return super().dispatch(request, *args, **kwargs)


class StatementDraft(OfStatements):
    """All that was validated so far, on paper; not issued, so that nobody can check it."""

    def get(self, request: HttpRequest, dossier: int) -> HttpResponse:
        document = competence_statement(self.dossier, get_language() or "nl", request.user)
        if document is None:
            return render(request, "competences/statement_empty.html", {"dossier": self.dossier})
        return as_file(document)


class StatementList(OfStatements):
    template_name = "competences/statement_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Statement.objects.visible_to(self.request.user).filter(dossier=self.dossier)
        return super().get_context_data(
            rows=[
                (row, badges.address_of(row.statement.token))
                for row in rows(found.select_related("revoked_by"))
            ],
            has_validated=bool(validated(self.tracking)),
            **kwargs,
        )


class StatementIssue(OfStatements):
    """First what goes in, then exactly what a visitor will see, then it is made."""

    template_name = "competences/statement_issue.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.role != Role.STUDENT:
            raise PermissionDenied(
                _("Only the student makes a statement, and chooses who gets it.")
            )
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> StatementForm:
        initial = {"language": get_language()}
        return StatementForm(data, tracking=self.tracking, initial=initial)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.GET or None)
        if "preview" in request.GET and form.is_valid():
            return render(request, "competences/statement_preview.html", self.preview(form))
        return self.render_to_response(self.get_context_data(form=form))

    def preview(self, form: StatementForm) -> dict[str, Any]:
        chosen = form.cleaned_data
        said = stated(
            self.dossier, self.request.user, chosen["language"], set(chosen["competences"])
        )
        again = self.request.GET.copy()
        del again["preview"]
        return {
            "dossier": self.dossier,
            "form": form,
            "again": again.urlencode(),
            "said": said,
            "shown": chosen["shown"],
            "facts": facts(said, chosen["shown"]),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                statement = self.issue(form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                said = _("Statement %(reference)s is made. Now you can hand out its link.")
                messages.success(request, said % {"reference": statement.reference})
                return redirect("competences:statement-list", self.dossier.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def issue(self, chosen: dict[str, Any]) -> Statement:
        wanted = Competence.objects.filter(  # everybody may see them who sees the dossier
            version=self.dossier.version_id, pk__in=chosen["competences"]
        )
        return statements.issue(
            by=self.request.user,
            dossier=self.dossier,
            competences=list(wanted),
            shown=chosen["shown"],
            language=chosen["language"],
        )


class OfStatement(View):
    """A page about one statement, which its mentor does not see."""

    @cached_property
    def statement(self) -> Statement:
        visible = Statement.objects.visible_to(self.request.user)
        return get_object_or_404(visible, pk=self.kwargs["pk"])


class StatementPaper(OfStatement):
    """The paper as it was set when the statement was issued."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.statement.revoked_at:
            return render(request, "competences/statement_gone.html", status=410)
        return as_file(thaw(IssuedContent, self.statement.content).paper)


class StatementRevoke(OfStatement):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(RevocationForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RevocationForm(request.POST)
        if form.is_valid():
            try:
                statements.revoke(
                    by=request.user,
                    statement=self.statement,
                    reason=form.cleaned_data["reason"],
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Revoked. Whoever opens its link reads nothing now."))
                return redirect("competences:statement-list", self.statement.dossier_id)
        return self.ask(form)

    def ask(self, form: RevocationForm) -> HttpResponse:
        context = {
            "statement": self.statement,
            "form": form,
            "verb": _("Revoke"),
            "danger": True,
            "back_url": reverse("competences:statement-list", args=[self.statement.dossier_id]),
        }
        return render(self.request, "competences/statement_revoke.html", context)
