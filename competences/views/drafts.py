"""Drafts of a framework: begin one, see it as an outline, put things in order, discard it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRedirect

from competences.actions import drafts, editing
from competences.models import Competence, Outcome
from competences.overviews.differences import before, difference
from competences.overviews.outline import drawn, place_in_words
from competences.rules.editing import GONE
from competences.rules.outlines import Place
from competences.views.of_draft import DIRECTIONS, OfDraft, outline_url, seen_version
from config.refusal import Refusal
from config.web import key_of


class DraftStart(View):
    """One button on a published version."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = seen_version(request.user, pk)
        try:
            draft = drafts.start_draft(by=request.user, version=version)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
            return redirect("competences:framework-version", pk)
        return redirect(outline_url(draft))


class DraftEdit(OfDraft, TemplateView):
    """All of a draft as one outline; each line offers what can be done with it."""

    template_name = "competences/draft_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = self.request.GET.get("at", "")
        branches = drawn(self.version)
        return super().get_context_data(
            version=self.version,
            branches=branches,
            levels=self.version.levels.order_by("position"),
            at=at,
            by=self.request.GET.get("by", ""),
            said=place_in_words(branches, at),
            **kwargs,
        )


class DraftDiscard(OfDraft):
    """Throw the draft away, after a question."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {
            "version": self.version,
            "title": _("Discard this draft?"),
            "text": _("Everything you changed in it goes. The published versions stay."),
            "verb": _("Discard the draft"),
            "danger": True,
            "back_url": outline_url(self.version),
        }
        return render(request, "components/confirm.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            drafts.discard_draft(by=request.user, version=self.version)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The draft is gone."))
        return redirect("competences:framework-list")


class DraftOrder(OfDraft):
    """One line of the outline to another place: a step with a button, or anywhere by dragging.

    Sent are `up` or `down` with the line ("competence-12"), or `line` with the heading it goes
    `under` and the neighbour it goes `before`, both by number and possibly empty.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = next((name for name in DIRECTIONS if request.POST.get(name)), "")
        line = request.POST.get(by or "line", "")
        try:
            self.move(line, by)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
            back = outline_url(self.version)
            return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
        return redirect(outline_url(self.version, line, by))

    def move(self, line: str, by: str) -> None:
        item = self.item(line)
        if by:
            editing.step(by=self.request.user, item=item, direction=DIRECTIONS[by])
        elif isinstance(item, Outcome):
            editing.place_heading(by=self.request.user, heading=item, place=self.place)
        else:
            editing.place_competence(by=self.request.user, competence=item, place=self.place)

    def item(self, line: str) -> Outcome | Competence:
        kind, _dash, number = line.partition("-")
        model = {"heading": Outcome, "competence": Competence}.get(kind)
        pk = key_of(number)
        if model is None or pk is None:
            raise Refusal(obstacles=[GONE])
        return editing.held(model, self.version, pk)

    @property
    def place(self) -> Place:
        sent = [self.request.POST.get(name, "") for name in ("under", "before")]
        under, before = (key_of(one) for one in sent)
        return under, before


class VersionDifference(TemplateView):
    """What changed from one version to another: by default from the one it was based on."""

    template_name = "competences/version_difference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = seen_version(self.request.user, self.kwargs["pk"])
        others = list(version.framework.versions.exclude(pk=version.pk).order_by("-number"))
        asked = self.request.GET.get("from", "")
        named = [one for one in others if str(one.pk) == asked]
        old = named[0] if named else before(version)
        return super().get_context_data(
            version=version,
            others=others,
            old=old,
            difference=difference(old, version) if old else None,
            **kwargs,
        )
