"""Frameworks as files: a version to take away, and the spreadsheet to fill in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View

from competences.exporters import case, moodle, spreadsheet, template
from competences.models import FrameworkVersion
from competences.overviews.frameworks import draft_of
from competences.views.coordinators import CoordinatorOnly
from config.file_names import safe

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"


@dataclass(frozen=True)
class Export:
    """One kind of file; `write` makes it of a version."""

    name: Promise
    about: Promise
    ending: str
    type: str
    write: Callable[[FrameworkVersion], bytes]


def _case(version: FrameworkVersion) -> bytes:
    return case.to_json(draft_of(version), changed=version.published_at or version.created_at)


EXPORTS = {
    "xlsx": Export(
        _("Excel"),
        _("our spreadsheet, to go on in and bring back"),
        ".xlsx",
        XLSX,
        lambda version: spreadsheet.to_xlsx(draft_of(version), language=_reader()),
    ),
    "csv": Export(
        _("CSV"),
        _("the same, for any other program"),
        ".csv",
        CSV,
        lambda version: spreadsheet.to_csv(draft_of(version), language=_reader()),
    ),
    "case": Export(_("CASE"), _("1EdTech CASE 1.1, for other systems"), "-case.json", JSON, _case),
    "moodle": Export(
        _("Moodle"),
        _("for “Import competency framework” in Moodle"),
        "-moodle.csv",
        CSV,
        lambda version: moodle.to_csv(draft_of(version)),
    ),
}
TEMPLATES = {"csv": (CSV, template.to_csv), "xlsx": (XLSX, template.to_xlsx)}


class FrameworkExport(View):
    """A version that one looks after, as a file."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        visible = FrameworkVersion.objects.visible_to(request.user)
        version = get_object_or_404(visible.select_related("framework"), pk=pk)
        export = EXPORTS.get(kind)
        if export is None:
            raise Http404
        name = f"{version.framework.code}-v{version.number}{export.ending}"
        return _file(export.write(version), export.type, name)


class FrameworkTemplate(CoordinatorOnly, View):
    """The spreadsheet to fill in, with the course units of one's programmes as columns."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in TEMPLATES:
            raise Http404
        content_type, write = TEMPLATES[kind]
        programmes = self.programmes.prefetch_related("course_units")
        units = [unit.code for one in programmes for unit in one.course_units.all()]
        codes = list(dict.fromkeys(units))
        return _file(write(codes, language=_reader()), content_type, f"trialoog.{kind}")


def _reader() -> str:
    return get_language() or "nl"


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{safe(name)}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
