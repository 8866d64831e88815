"""The scale of a draft and the levels to reach on it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.models import User
from competences.actions import scales
from competences.forms.editing import HeirForm, LevelForm, TargetTable
from competences.models import FrameworkVersion, MasteryLevel
from competences.overviews.outline import targets_of, targets_on
from competences.rules.editing import MOST_LEVELS, LevelWords
from competences.views.of_draft import DIRECTIONS, DraftForm, OfDraft, Rewording
from config.refusal import Refusal


class DraftScale(OfDraft, TemplateView):
    """The levels from the lowest to the highest."""

    template_name = "competences/draft_scale.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        levels = list(self.version.levels.order_by("position"))
        return super().get_context_data(
            version=self.version,
            levels=levels,
            is_full=len(levels) >= MOST_LEVELS,
            at=self.request.GET.get("at", ""),
            by=self.request.GET.get("by", ""),
            **kwargs,
        )


class OnScale(OfDraft):
    """A page about one level; afterwards the scale again."""

    level: MasteryLevel

    @property
    def about(self) -> str:
        return self.level.code

    def load(self, user: User) -> None:
        found = MasteryLevel.objects.filter(
            version__in=FrameworkVersion.objects.visible_to(user)
        ).select_related("version__framework__programme")
        self.level = get_object_or_404(found, pk=self.kwargs["pk"])
        self.version = self.level.version


def scale_url(version: FrameworkVersion, level: MasteryLevel | None = None, by: str = "") -> str:
    url = reverse("competences:draft-scale", args=[version.pk])
    return f"{url}?at={level.pk}&by={by}" if level else url


class LevelPage(DraftForm):
    def get_success_url(self) -> str:
        return scale_url(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=scale_url(self.version), **kwargs)


class DraftLevelAdd(LevelPage):
    form_class = LevelForm
    title = gettext_lazy("A new level")
    lead = gettext_lazy("It becomes the highest; you can move it down.")
    verb = gettext_lazy("Add the level")

    def act(self, form: LevelForm) -> None:
        scales.add_level(by=self.request.user, version=self.version, words=form.words)


class DraftLevelChange(OnScale, LevelPage, Rewording):
    form_class = LevelForm
    title = gettext_lazy("Change the level")

    def standing(self) -> tuple[LevelWords]:
        return (LevelWords.of(self.version.levels.get(pk=self.level.pk)),)

    def act(self, form: LevelForm) -> None:
        scales.change_level(
            by=self.request.user,
            level=self.level,
            words=form.words,
            seen=form.cleaned_data["seen"],
        )


class DraftLevelStep(OnScale):
    """One place lower or higher."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = "up" if "up" in request.POST else "down"
        try:
            scales.step_level(by=request.user, level=self.level, direction=DIRECTIONS[by])
        except Refusal as refusal:
            messages.warning(request, refusal.message)
        return redirect(scale_url(self.version, self.level, by))


class DraftLevelRemove(OnScale, LevelPage):
    form_class = HeirForm
    title = gettext_lazy("Remove this level?")
    verb = gettext_lazy("Remove the level")
    danger = True

    @property
    def lead(self) -> str:
        if not self.targets:
            return _("No target is set at it.")
        return ngettext(
            "%(count)s target is set at it.", "%(count)s targets are set at it.", self.targets
        ) % {"count": self.targets}

    @cached_property
    def targets(self) -> int:
        return targets_on(self.level)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"level": self.level, "targets": self.targets}

    def act(self, form: HeirForm) -> None:
        scales.remove_level(
            by=self.request.user, level=self.level, heir=form.cleaned_data.get("heir")
        )


class DraftTargets(OfDraft, TemplateView):
    """Every competence by every course unit, in one form."""

    template_name = "competences/draft_targets.html"

    def table(self, sent: Mapping[str, str] | None = None) -> TargetTable:
        return TargetTable(
            competences=list(self.version.competences.order_by("position", "pk")),
            units=list(self.version.framework.programme.course_units.all()),
            targets=targets_of(self.version),
            sent=sent or {},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("table", self.table())
        levels = list(self.version.levels.order_by("position"))
        return super().get_context_data(version=self.version, levels=levels, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        table = self.table(request.POST)
        try:
            count = scales.set_targets(
                by=request.user, version=self.version, seen=table.read("was-"), wanted=table.read()
            )
        except Refusal as refusal:
            context = self.get_context_data(table=table, obstacles=refusal.obstacles)
            return self.render_to_response(context)
        said = ngettext("%(count)s target saved.", "%(count)s targets saved.", count)
        messages.success(request, said % {"count": count})
        return redirect("competences:draft-targets", pk)
