"""Reading one agreement: its page, its paper, and what it changes."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import DetailView

from accounts.models import User
from config.pdf_values import AgreementDocument
from placements.actions import sightings
from placements.documents.agreement import draft_document, frozen_document
from placements.documents.agreement_files import agreement_pdf, file_name, frozen_pdf
from placements.enums import ON_ITS_WAY, AgreementState
from placements.models import Agreement, Placement
from placements.overviews.agreements import changes_since, facts_changed
from placements.overviews.fact_checks import can_check, newest_check, open_check
from placements.overviews.signing import signing
from placements.rules.access import is_coordinator, may_change_placement


def agreements_of(request: HttpRequest) -> QuerySet[Agreement]:
    """Agreements this person may open, with everything a page about one shows."""
    return (
        Agreement.objects.visible_to(request.user)
        .select_related(
            "placement__enrolment__student",
            "placement__enrolment__programme",
            "placement__workplace__organisation",
            "placement__dossier",
            "placement__course_unit",
        )
        .prefetch_related("signatures")
    )


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """Shown in the browser, under a name of its own when it is kept. Never cached by proxies."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


class AgreementShow(DetailView):
    """The agreement on paper, and on whom it waits."""

    template_name = "placements/agreement_show.html"
    context_object_name = "agreement"

    def get_queryset(self) -> QuerySet[Agreement]:
        return agreements_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement, user = self.object, self.request.user
        overview = signing(agreement)
        return super().get_context_data(
            placement=agreement.placement,
            signing=overview,
            turn=overview.turn_of(user),
            coordinates=is_coordinator(user, agreement.placement),
            may_witness=may_change_placement(user, agreement.placement),
            document=shown_document(agreement),
            newer=newer_than(agreement, user),
            amends=amended_by(agreement),
            check=newest_check(agreement),
            checks_facts=open_check(agreement) is not None and can_check(agreement, user),
            changed=facts_changed(agreement),
            reads_agreements_only=not Placement.objects.visible_to(user)
            .filter(pk=agreement.placement_id)
            .exists(),
            **kwargs,
        )


def amended_by(agreement: Agreement) -> Agreement | None:
    """The signed one that stays the contract for as long as this one is on its way."""
    if agreement.state not in ON_ITS_WAY:
        return None
    return agreement.placement.agreements.filter(state=AgreementState.SIGNED).first()


def shown_document(agreement: Agreement) -> AgreementDocument:
    """What stands on the page: the frozen words, or the draft for as long as it is one."""
    return frozen_document(agreement) if agreement.content else draft_document(agreement)


OVER = (AgreementState.WITHDRAWN, AgreementState.AMENDED)


def newer_than(agreement: Agreement, reader: User | None = None) -> Agreement | None:
    """The one that came in its place, when it holds no more; for a `reader` only what that person
    may open."""
    if agreement.state not in OVER:
        return None
    newer = agreement.placement.agreements.active().filter(version__gt=agreement.version)
    if reader is not None:
        newer = newer.filter(pk__in=Agreement.objects.visible_to(reader).values("pk"))
    return newer.first()


class AgreementChanges(DetailView):
    """What this version says that the one before did not, clause by clause, in words."""

    template_name = "placements/agreement_changes.html"
    context_object_name = "agreement"

    def get_queryset(self) -> QuerySet[Agreement]:
        return agreements_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, changes = changes_since(self.object, shown_document(self.object))
        readable = Agreement.objects.visible_to(self.request.user)
        return super().get_context_data(
            before=before,
            changes=changes,
            may_open_before=before is not None and readable.filter(pk=before.pk).exists(),
            placement=self.object.placement,
            **kwargs,
        )


def note_shown(request: HttpRequest, agreement: Agreement) -> None:
    """Whoever only asks after the headers was shown nothing."""
    if request.method == "GET":
        sightings.shown(by=request.user, agreement=agreement)


class AgreementPdf(View):
    """The paper as it stands now: draft, out for signature, or signed by all."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        agreement = get_object_or_404(agreements_of(request), pk=pk)
        note_shown(request, agreement)
        return pdf_response(agreement_pdf(agreement), file_name(agreement))


@method_decorator([xframe_options_sameorigin, csp_replace({"frame-ancestors": [SELF]})], "dispatch")
class AgreementPdfShown(View):
    """The exact bytes that were on the screens of those who signed; in the page on which they
    do, too."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        agreement = get_object_or_404(agreements_of(request), pk=pk)
        if not agreement.file:
            raise Http404
        note_shown(request, agreement)
        return pdf_response(frozen_pdf(agreement), file_name(agreement))
