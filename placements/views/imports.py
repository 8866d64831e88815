"""A roster in four pages: choose the file, name its columns, look at what will happen, go."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from competences.models import Programme
from config.forms import add_refusal
from config.refusal import Refusal
from config.spreadsheets import write_csv
from config.tables import Table
from placements.actions import imports
from placements.forms.imports import RosterColumnsForm, RosterFileForm
from placements.importers import roster
from placements.models import RosterImport
from placements.overviews.imports import ImportPlan, plan_of
from placements.overviews.roster_words import lines_of

ROWS_PER_PAGE = 50
ABOUT_ROWS = ("faults", "notices")
SHOWN = ("faults", "change", "create", "same", "notices")


def steps(now: int) -> list[tuple[str, str, str]]:
    """The four pages for `{% passport %}`; `now` counts from 0."""
    names = (_("Choose the list"), _("Name the columns"), _("Look at it"), _("Import"))
    states = ["done"] * now + ["now"] + [""] * (len(names) - now - 1)
    return [(name, "", state) for name, state in zip(names, states, strict=True)]


def refuse_others(request: HttpRequest) -> None:
    if not Programme.objects.coordinated_by(request.user).exists():
        raise PermissionDenied(_("Only coordinators of a programme import lists of placements."))


class RosterImportStart(View):
    """Choose a file; it is kept for a day and changes nothing yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_others(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(RosterFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RosterFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        file = form.cleaned_data["file"]
        try:
            kept = imports.choose(by=request.user, file_name=file.name, data=file.read())
        except Refusal as refusal:
            form.add_error("file", refusal.message)
            return self._page(form)
        return redirect("placements:roster-columns", kept.pk)

    def _page(self, form: RosterFileForm) -> HttpResponse:
        context = {
            "form": form,
            "steps": steps(0),
            "earlier": RosterImport.objects.visible_to(self.request.user),
        }
        return render(self.request, "placements/roster_import.html", context)


class OfRosterImport(View):
    """One of one's own lists of the last day; anybody else's does not exist."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = RosterImport.objects.visible_to(request.user).select_related("by", "job")
        self.kept = get_object_or_404(mine, pk=kwargs["pk"])
        refuse_others(request)
        return super().dispatch(request, *args, **kwargs)


class RosterColumns(OfRosterImport):
    """Which column holds what; guessed from the headings, corrected by the person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(RosterColumnsForm(table=self.table, mapping=self.kept.mapping))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RosterColumnsForm(request.POST, table=self.table, mapping=self.kept.mapping)
        if not form.is_valid():
            return self._page(form)
        try:
            imports.map_columns(
                by=request.user,
                roster_import=self.kept,
                mapping=form.mapping,
                width=len(self.table.header),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form)
        return redirect("placements:roster-preview", pk)

    @cached_property
    def table(self) -> Table:
        with self.kept.file.open("rb") as file:
            return roster.read(file.read())

    def _page(self, form: RosterColumnsForm) -> HttpResponse:
        context = {"form": form, "kept": self.kept, "table": self.table, "steps": steps(1)}
        return render(self.request, "placements/roster_columns.html", context)


class RosterPreview(OfRosterImport):
    """What the import will do, and every fault that forbids it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            plan = plan_of(self.kept)
        except Refusal:
            return redirect("placements:roster-columns", pk)
        return render(request, "placements/roster_preview.html", self._context(plan))

    def _context(self, plan: ImportPlan) -> dict[str, Any]:
        shown = self._shown(plan)
        page = Paginator(counted(plan)[shown], ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        return {
            "kept": self.kept,
            "plan": plan,
            "shown": shown,
            "tabs": tabs(plan, shown),
            "page": page,
            "lines": [] if shown in ABOUT_ROWS else lines_of(plan, page.object_list),
            "steps": steps(2),
        }

    def _shown(self, plan: ImportPlan) -> str:
        """What is asked for, or else the first that holds something: faults before all."""
        asked = self.request.GET.get("show", "")
        if asked in SHOWN:
            return asked
        return next((name for name in SHOWN if counted(plan)[name]), "create")


class RosterConfirm(OfRosterImport):
    """Start the import that was shown."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        digest = request.POST.get("digest", "")
        try:
            job = imports.confirm(by=request.user, roster_import=self.kept, digest=digest)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
            return redirect("placements:roster-preview", pk)
        return redirect("accounts:job", job.pk)


class RosterFaults(OfRosterImport):
    """The faults as a list to work through beside one's own file."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            faults = plan_of(self.kept).faults
        except Refusal:
            return redirect("placements:roster-columns", pk)
        header = [_("Row"), _("Column"), _("What is wrong")]
        data = write_csv(header, [(fault.row, fault.column, fault.message) for fault in faults])
        response = HttpResponse(data, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="faults.csv"'
        return response


def counted(plan: ImportPlan) -> dict[str, Any]:
    return {
        "faults": plan.faults,
        "change": plan.change,
        "create": plan.create,
        "same": plan.same,
        "notices": plan.notices,
    }


def tabs(plan: ImportPlan, shown: str) -> list[dict[str, Any]]:
    labels = {
        "faults": _("Faults"),
        "change": _("Will change"),
        "create": _("Will be created"),
        "same": _("Stays as it is"),
        "notices": _("Worth a look"),
    }
    return [
        {
            "label": labels[name],
            "url": f"?show={name}",
            "count": len(rows),
            "current": name == shown,
        }
        for name, rows in counted(plan).items()
        if name == shown or (rows and (name in ABOUT_ROWS or not plan.faults))
    ]
