"""Signing on paper: print, sign by hand, bring in the scan; a coordinator checks it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.enums import TRIAD
from accounts.models import User
from competences.actions.evidence import receive
from competences.uploads import IMAGES
from competences.views.evidence import FILE_HEADERS
from config.pages import RefusableForm
from config.refusal import Obstacle
from placements.actions import scans as actions
from placements.forms.signing import ScanCheckForm, ScanForm
from placements.models import SignedScan
from placements.overviews.signing import signing
from placements.rules.access import ONLY, is_coordinator
from placements.rules.scans import checking_obstacles, may_bring
from placements.rules.signing import party
from placements.views.acting import Acting, ActionPage
from placements.views.agreements import agreements_of

KINDS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf"}


class ScanBring(ActionPage):
    """How to sign on paper, step by step, and where the scan goes; `role`: whose signature."""

    template_name = "placements/scan_bring.html"
    form_class = ScanForm
    said = gettext_lazy("It is there. The coordinator lays it beside the document.")

    def load(self, user: User) -> None:
        self.agreement = get_object_or_404(agreements_of(self.request), pk=self.kwargs["pk"])
        self.placement = self.agreement.placement
        self.role = self.kwargs["role"]
        if self.role not in TRIAD:
            raise Http404
        self.coordinates = is_coordinator(user, self.placement)
        if not may_bring(self.agreement, self.role, user, coordinates=self.coordinates):
            raise PermissionDenied(_("You bring in what you signed yourself."))
        self.person = party(self.agreement, self.role)

    def obstacles(self) -> list[Obstacle]:
        return actions.bring_obstacles(
            by=self.request.user, agreement=self.agreement, role=self.role
        )

    def act(self, form: ScanForm) -> None:
        file = form.cleaned_data["file"]
        actions.bring(
            by=self.request.user,
            agreement=self.agreement,
            role=self.role,
            upload=receive(by=self.request.user, file=file, name=file.name),
            signed_on=form.cleaned_data["signed_on"],
        )

    def done_url(self) -> str:
        return reverse("placements:agreement", args=[self.agreement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=self.agreement,
            person=self.person,
            is_own=self.person == self.request.user,
            mine=signing(self.agreement).of(self.role),
            **kwargs,
        )


class OfScan:
    """One scan, for whoever sees its agreement."""

    def find(self, request: HttpRequest, pk: int) -> SignedScan:
        found = SignedScan.objects.visible_to(request.user)
        return get_object_or_404(found.select_related("person", "brought_by", "checked_by"), pk=pk)


class ScanCheck(OfScan, Acting, RefusableForm):
    """The scan beside the document that went out; take it, or send it back with the reason."""

    template_name = "placements/scan_check.html"
    form_class = ScanCheckForm

    def load(self, user: User) -> None:
        self.scan = self.find(self.request, self.kwargs["pk"])
        self.agreement = get_object_or_404(agreements_of(self.request), pk=self.scan.agreement_id)
        self.scan.agreement = self.agreement
        self.placement = self.agreement.placement
        if not is_coordinator(user, self.placement):
            raise PermissionDenied(ONLY["coordinator"])

    def act(self, form: ScanCheckForm) -> None:
        by, name = self.request.user, {"name": self.scan.person.get_full_name()}
        if form.cleaned_data["verdict"] == "accept":
            actions.accept(by=by, scan=self.scan)
            self.said = _("It counts: %(name)s signed on paper.") % name
        else:
            actions.reject(by=by, scan=self.scan, reason=form.cleaned_data["reason"])
            self.said = _("Sent back; %(name)s reads why.") % name

    def get_success_url(self) -> str:
        return reverse("placements:agreement", args=[self.agreement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        obstacles = list(checking_obstacles(scan=self.scan, by=self.request.user))
        return super().get_context_data(
            scan=self.scan,
            agreement=self.agreement,
            placement=self.placement,
            is_picture=content_type_of(self.scan) in IMAGES,
            obstacles=obstacles,
            back_url=self.get_success_url(),
            **kwargs,
        )


class ScanFile(OfScan, View):
    """The scan itself: a picture that we drew anew may stand in a page; a PDF is a download."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        scan = self.find(request, pk)
        try:
            file = scan.file.open("rb")
        except (FileNotFoundError, ValueError):
            raise Http404 from None
        kind = content_type_of(scan)
        return FileResponse(
            file,
            as_attachment=kind not in IMAGES,
            filename=scan.file_name,
            content_type=kind,
            headers=FILE_HEADERS,
        )


def content_type_of(scan: SignedScan) -> str:
    """By the ending that we gave it ourselves, after looking at what is in it."""
    return KINDS[scan.file_name.rpartition(".")[2]]
