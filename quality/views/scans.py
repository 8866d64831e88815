"""The scan of a workplace: opened, answered, looked at together."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import View

from accounts.actions import documents
from accounts.enums import TRIAD, Role
from accounts.models import User
from placements.rules.access import need_role
from placements.views.acting import ActionButton, ActionPage, OfPlacement, seen_placement
from quality.actions import scans
from quality.documents.scans import scan_document, scan_name
from quality.forms.scans import ScanOpenForm, ScanViewForm
from quality.models import ScanRound
from quality.overviews.mirrors import shared_with
from quality.overviews.scans import Scan, rounds_of, scan_of
from quality.rules import scans as rules
from quality.scan_guide import guide


class OfScan:
    """Loads the round and its placement: 404 for whom they do not exist."""

    scan: ScanRound

    def load(self, user: User) -> None:
        self.scan = get_object_or_404(ScanRound.objects.visible_to(user), pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.scan.placement_id)
        self.role = self.placement.role_of(user) or ""

    def shown(self) -> Scan:
        return scan_of(self.scan, self.placement, self.request.user)

    def done_url(self) -> str:
        return reverse("quality:scan", args=[self.scan.pk])


class ScanList(OfPlacement):
    """All rounds of a placement, and for its coaches the mirror of the mentor, if it is shared."""

    template_name = "quality/scan_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rounds = rounds_of(self.placement, self.request.user)
        has_open = any(one.closed_at is None for one in rounds)
        found = rules.open_obstacles(
            role=self.role, has_ended=not self.placement.is_open, has_open=has_open
        )
        return super().get_context_data(
            rounds=rounds,
            may_open=not list(found),
            mirrors=shared_with(self.request.user, self.placement),
            **kwargs,
        )


class ScanOpen(ActionPage):
    template_name = "quality/scan_open.html"
    form_class = ScanOpenForm
    said = gettext_lazy("The scan is open: everybody finds it among what waits for them.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, *rules.OPENERS, reason=rules.ONLY_OPENERS)

    def obstacles(self) -> list[Any]:
        rounds = rounds_of(self.placement, self.request.user)
        has_open = any(one.closed_at is None for one in rounds)
        return list(
            rules.open_obstacles(
                role=self.role, has_ended=not self.placement.is_open, has_open=has_open
            )
        )

    def act(self, form: Form) -> None:
        scans.open_round(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("quality:scan-list", args=[self.placement.pk])


class ScanShow(OfScan, OfPlacement):
    """Three views over each other, as far as the reader may see them."""

    template_name = "quality/scan_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scan = self.shown()
        close = rules.close_obstacles(
            role=self.role, is_closed=self.scan.closed_at is not None, said=scan.answered
        )
        return super().get_context_data(
            scan=scan, may_say=self.role in scan.waiting, may_close=not list(close), **kwargs
        )


class ScanAnswer(OfScan, ActionPage):
    """One's own view, before one sees those of the others."""

    template_name = "quality/scan_answer.html"
    form_class = ScanViewForm
    said = gettext_lazy("Your view is kept. Now you see what the others said.")

    def load(self, user: User) -> None:
        super().load(user)
        need_role(user, self.placement, *TRIAD, reason=rules.ONLY_THE_THREE)

    def obstacles(self) -> list[Any]:
        return list(
            rules.view_obstacles(
                role=self.role,
                has_ended=not self.placement.is_open,
                is_closed=self.scan.closed_at is not None,
                said=self.shown().answered,
            )
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        topics = guide().topics(with_job_content=self.scan.with_job_content)
        return {**super().get_form_kwargs(), "topics": topics}

    def act(self, form: Form) -> None:
        scans.give_view(by=self.request.user, scan=self.scan, **form.said())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scan=self.scan, **kwargs)


class ScanClose(OfScan, ActionButton):
    said = gettext_lazy("The scan is closed: everybody sees the views now.")

    def load(self, user: User) -> None:
        super().load(user)
        need_role(user, self.placement, Role.COACH, reason=rules.ONLY_COACH)

    def act(self) -> None:
        scans.close_round(by=self.request.user, scan=self.scan)


class ScanPdf(OfScan, View):
    """The same on paper: what the reader sees, not more."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.load(request.user)
        document = scan_document(self.shown(), self.placement, get_language() or "nl")
        return HttpResponse(
            documents.bytes_of(document),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{scan_name(document)}"'},
        )
