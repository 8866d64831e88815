"""The cohort for its coordinator: counts without names, on the screen and to publish."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions.documents import bytes_of
from competences.models import Programme
from competences.rules.suppression import SMALLEST
from config import clock
from config.spreadsheets import write_xlsx
from placements.documents import cohort as documents
from placements.forms.overviews import CohortForm
from placements.overviews.cohort import Cohort, cohort
from placements.views.placements import XLSX

CUTS = ("", "unit", "workplace")


class OfCohort(View):
    """For coordinators, each of their own programmes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not Programme.objects.coordinated_by(request.user).exists():
            raise PermissionDenied(_("This overview is for coordinators of a programme."))
        self.form = CohortForm(request.GET, user=request.user)
        return super().dispatch(request, *args, **kwargs)

    @property
    def cohort(self) -> Cohort | None:
        """None where the programme has no framework or no students yet."""
        chosen = self.form.chosen
        if not chosen["framework"] or not chosen["year"]:
            return None
        return cohort(self.request.user, chosen["framework"], chosen["year"])

    def file(self, body: bytes, kind: str, name: str) -> HttpResponse:
        name = f'attachment; filename="{name}"'
        return HttpResponse(body, headers={"Content-Type": kind, "Content-Disposition": name})


class CohortShow(OfCohort):
    def get(self, request: HttpRequest) -> HttpResponse:
        found, cut = self.cohort, request.GET.get("cut", "")
        groups = found.cut(cut) if found else []
        chart = found and documents.lagging(found)
        context = {
            "form": self.form,
            "cohort": found,
            "chart": chart and documents.picture_of(chart),
            "outcomes": documents.outcomes(found, groups) if found and found.total else [],
            "tabs": _tabs(self.form, cut),
            "cut": cut if cut in CUTS else "",
            "smallest": SMALLEST,
            "only_everybody": cut in CUTS[1:] and len(groups) == 1,
        }
        return render(request, "placements/cohort.html", context)


class CohortExport(OfCohort):
    """All counts that may be shown, as a workbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = self.cohort
        header, rows = (documents.header(found), documents.rows(found)) if found else ([], [])
        book = write_xlsx(header, rows, title=_("Cohort"))
        return self.file(book, XLSX, f"{_('cohort')}-{clock.today():%Y-%m-%d}.xlsx")


class CohortPaper(OfCohort):
    """The same by course unit, on paper."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = self.cohort
        if found is None:
            raise PermissionDenied(_("There are no students to count yet."))
        paper = documents.paper(found, get_language() or "nl", clock.morning())
        body = bytes_of(paper)
        return self.file(body, "application/pdf", f"{paper.stamp.reference}.pdf")


def _tabs(form: CohortForm, chosen: str) -> list[dict[str, Any]]:
    labels = {"": _("Everybody"), "unit": _("By course unit"), "workplace": _("By workplace")}
    asked = "&".join(f"{name}={one.pk}" for name, one in form.chosen.items() if one)
    return [
        {
            "label": label,
            "url": f"?{asked}&cut={cut}",
            "count": None,
            "current": cut == (chosen if chosen in CUTS else ""),
        }
        for cut, label in labels.items()
    ]
