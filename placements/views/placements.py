from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from accounts.enums import TRIAD, Role
from competences.models import Programme
from competences.overviews.goals import goals_beside
from config import clock
from config.spreadsheets import write_xlsx
from placements.documents.placement_list import header, row
from placements.enums import AgreementState, WaitsFor
from placements.forms.placements import PlacementFilterForm
from placements.models import Placement
from placements.models.placement import PlacementQuerySet
from placements.overviews.counts import day_counts
from placements.overviews.finalising import ending
from placements.overviews.placements import (
    PlacementLine,
    ends_soon,
    in_groups,
    overseen_by,
    turn_counts,
    with_agreement,
)
from placements.overviews.plan import forecast_of
from placements.overviews.signing import signing_of
from placements.overviews.story import story_of
from placements.overviews.timeline import ring
from placements.rules.access import is_coordinator, may_change_placement

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_PER_PAGE = 50
FOLDED = ("programme", "coach", "state", "sort")  # the filters under "More filters"
# Saved views: the name, what it asks for, and the rows it counts.
VIEWS = (
    ("all", {}, Q()),
    ("coordinator", {"who": WaitsFor.COORDINATOR}, Q(waits_for=WaitsFor.COORDINATOR)),
    ("out", {"agreement": AgreementState.OUT}, Q(agreement_state=AgreementState.OUT)),
    ("signed", {"agreement": AgreementState.SIGNED}, Q(agreement_state=AgreementState.SIGNED)),
    ("ending", {"state": "ending"}, None),
)


class OverseerMixin:
    """For those who look after placements: coordinators of programmes, and coaches."""

    placements: PlacementQuerySet

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        overseen = overseen_by(request.user)
        self.coordinates = Programme.objects.coordinated_by(request.user).exists()
        if not self.coordinates and not overseen.exists():
            raise PermissionDenied(
                _("This list is for coordinators and coaches. Your own placement is on Today.")
            )
        self.placements = with_agreement(overseen)
        return super().dispatch(request, *args, **kwargs)

    def asked_for(self) -> tuple[PlacementFilterForm, QuerySet[Placement]]:
        form = PlacementFilterForm(self.request.GET, placements=overseen_by(self.request.user))
        return form, form.apply(self.placements.with_days())


class PlacementList(OverseerMixin, View):
    """Every placement somebody looks after, grouped by whose turn it is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form, placements = self.asked_for()
        page = Paginator(placements.with_people(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "groups": in_groups(page.object_list, turn_counts(placements)),
            "total": page.paginator.count,
            "tabs": saved_views(request, self.placements),
            "coordinates": self.coordinates,
            "more_asked": any(request.GET.get(name) for name in FOLDED),
            "everything": self.coordinates and "all" in request.GET,
            "ticked": ticked(request, page),
        }
        return render(request, "placements/placement_list.html", context)


def ticked(request: HttpRequest, page: Page) -> set[int]:
    """Rows of this page that the address names: the selection somebody comes back with."""
    asked = set(request.GET.getlist("placements"))
    return {placement.pk for placement in page.object_list if str(placement.pk) in asked}


def saved_views(request: HttpRequest, placements: PlacementQuerySet) -> list[dict[str, Any]]:
    """The tabs: each is an address anybody can keep, with how many rows it has now; one query."""
    labels = {
        "all": _("All"),
        "coordinator": _("Up to the coordinator"),
        "out": _("Waiting for a signature"),
        "signed": _("Signed by all"),
        "ending": _("Ending within 30 days"),
    }
    counted = {
        f"in_{name}": Count("pk", filter=condition if condition is not None else ends_soon())
        for name, _asks, condition in VIEWS
    }
    counts = placements.order_by().aggregate(**counted)
    aside = {"page", "sort", "all", "placements"}
    asked = {k: v for k, v in request.GET.items() if v and k not in aside}
    return [
        {
            "label": labels[name],
            "url": "?" + "&".join(f"{key}={value}" for key, value in asks.items()),
            "count": counts[f"in_{name}"],
            "current": asked == asks,
        }
        for name, asks, _condition in VIEWS
    ]


class PlacementExport(OverseerMixin, View):
    """The table on the screen, all its pages, as a workbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _form, placements = self.asked_for()
        rows = [row(PlacementLine(placement)) for placement in placements.with_people()]
        book = write_xlsx(header(), rows, title=_("Placements"))
        name = f"{_('placements')}-{clock.today():%Y-%m-%d}.xlsx"
        return HttpResponse(
            book,
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class PlacementShow(DetailView):
    """One placement for everybody who is part of it: facts, people, agreement, days, story."""

    template_name = "placements/placement_show.html"
    context_object_name = "placement"

    def get_queryset(self) -> QuerySet[Placement]:
        return Placement.objects.visible_to(self.request.user).with_people().with_days()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        placement, user = self.object, self.request.user
        found, counts = signing_of(placement), day_counts(placement)
        role = placement.role_of(user)
        return super().get_context_data(
            role=role,
            ending=ending(placement) if role == Role.COACH and placement.is_open else None,
            coordinates=is_coordinator(user, placement),
            may_change=placement.is_open and may_change_placement(user, placement),
            people=sorted(
                placement.voices(), key=lambda one: (TRIAD.index(one.role), one.is_deputy)
            ),
            counts=counts,
            ring=ring(counts),
            signing=found,
            turn=found and found.turn_of(user),
            story=story_of(placement),
            forecast=forecast_of(placement),
            goals=goals_beside(placement.dossier_id, user),
            **kwargs,
        )
