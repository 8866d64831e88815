"""The frameworks of a coordinator's programmes: bring one in, look at it, publish it for good."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, ListView

from competences.actions import frameworks
from competences.forms.frameworks import FrameworkFileForm
from competences.importers.drafts import FrameworkDraft
from competences.models import Framework, FrameworkImport, FrameworkVersion, Programme
from competences.overviews.differences import before, difference
from competences.overviews.frameworks import draft_of, plan_of
from competences.overviews.moves import newer_versions, open_dossiers
from competences.views.coordinators import CoordinatorOnly
from competences.views.framework_files import EXPORTS, TEMPLATES
from config.refusal import Refusal


class FrameworkList(CoordinatorOnly, ListView):
    """Every framework of one's programmes with its versions, newest first."""

    template_name = "competences/framework_list.html"
    context_object_name = "frameworks"

    def get_queryset(self) -> QuerySet[Framework]:
        versions = FrameworkVersion.objects.visible_to(self.request.user)
        versions = versions.annotate(size=Count("competences")).order_by("-number")
        return (
            Framework.objects.visible_to(self.request.user)
            .select_related("programme")
            .prefetch_related(Prefetch("versions", queryset=versions))
        )


class FrameworkImportStart(CoordinatorOnly, View):
    """Choose a programme and a file; every fault of the file is shown with its path."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(FrameworkFileForm(programmes=self.programmes))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FrameworkFileForm(request.POST, request.FILES, programmes=self.programmes)
        if not form.is_valid():
            return self._page(form)
        file = form.cleaned_data["file"]
        try:
            kept = frameworks.choose(
                by=request.user,
                programme=form.cleaned_data["programme"],
                file_name=file.name,
                data=file.read(),
            )
        except Refusal as refusal:
            return self._page(form, refusal)
        return redirect("competences:framework-preview", kept.pk)

    def _page(self, form: FrameworkFileForm, refusal: Refusal | None = None) -> HttpResponse:
        faults = refusal.obstacles if refusal else ()
        context = {"form": form, "faults": faults, "templates": TEMPLATES}
        return render(self.request, "competences/framework_import.html", context)


class FrameworkPreview(View):
    """What a file holds, before it becomes a version; POST makes it one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = FrameworkImport.objects.visible_to(request.user).select_related("programme")
        self.kept = get_object_or_404(mine, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = self.kept.programme
        plan = plan_of(programme, self.draft)
        context = {
            "kept": self.kept,
            "plan": plan,
            "draft": self.draft,
            "faults": frameworks.import_obstacles(programme, self.draft, plan),
            "units": unit_names(programme),
        }
        return render(request, "competences/framework_preview.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            version = frameworks.import_draft(
                by=request.user, programme=self.kept.programme, draft=self.draft
            )
        except Refusal as refusal:
            messages.warning(request, refusal.message)
            return redirect("competences:framework-preview", pk)
        frameworks.forget(framework_import=self.kept)
        return redirect("competences:framework-version", version.pk)

    @cached_property
    def draft(self) -> FrameworkDraft:
        return frameworks.read(self.kept)


def unit_names(programme: Programme) -> dict[str, str]:
    """Course units of a programme: name by code, in their order."""
    return {unit.code: unit.name for unit in programme.course_units.all()}


class OfVersion:
    """A version of a framework that this person looks after; others do not exist."""

    context_object_name = "version"

    def get_queryset(self) -> QuerySet[FrameworkVersion]:
        visible = FrameworkVersion.objects.visible_to(self.request.user)
        return visible.select_related("framework__programme", "published_by")


class FrameworkVersionShow(OfVersion, DetailView):
    """All of a version: its scale, and every competence with knowledge, skills and targets."""

    template_name = "competences/framework_version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            draft=draft_of(self.object),
            units=unit_names(self.object.framework.programme),
            exports=EXPORTS,
            leaving=self._leaving(),
            **kwargs,
        )

    def _leaving(self) -> list[tuple[FrameworkVersion, int]]:
        """The versions whose placements can go on with a newer one, and how many: this one where
        there is a newer, else those before it that still have some."""
        if not self.object.is_published:
            return []
        if newer_versions(self.object):
            older = [self.object]
        else:
            published = self.object.framework.versions.filter(published_at__isnull=False)
            older = list(published.exclude(pk=self.object.pk))
        counts = open_dossiers(older)
        return [(one, counts[one.pk]) for one in older if counts[one.pk]]


class FrameworkPublish(OfVersion, DetailView):
    """The question whether this version may become what students are followed by."""

    template_name = "competences/framework_publish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        old = before(self.object)
        others = self.object.framework.versions.exclude(pk=self.object.pk)
        return super().get_context_data(
            obstacles=frameworks.obstacles_to_publish(self.object),
            old=old,
            difference=difference(old, self.object) if old else None,
            staying=sum(open_dossiers(others).values()),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self.get_object()
        try:
            frameworks.publish(by=request.user, version=version)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("Published. New placements take this version."))
        return redirect("competences:framework-version", pk)
