"""A placement goes to a newer version of its framework, alone or with others; and how it was."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from competences.actions import moves
from competences.forms.moves import MoveForm
from competences.models import Dossier, FrameworkVersion
from competences.models import DossierMove as Move
from competences.overviews.differences import difference
from competences.overviews.moves import (
    Way,
    as_it_was,
    moves_of,
    newer_versions,
    open_dossiers,
    used_levels,
    way,
)
from competences.overviews.tracking import Tracking, tracking
from competences.rules.moves import together_obstacles
from competences.views.around_dossier import AroundDossier, FormAroundDossier
from competences.views.assessments import OfDossier
from competences.views.of_draft import seen_version
from config.refusal import Refusal


class DossierMove(FormAroundDossier):
    """What goes on as what, for the coach or a coordinator to confirm; the differences beside."""

    template_name = "competences/dossier_move.html"
    said = gettext_lazy("This placement goes on with the newer version. What was said went along.")

    def load(self) -> None:
        super().load()
        if not moves.may_move(self.request.user, self.dossier):
            raise PermissionDenied(
                _("Only the coach or a coordinator takes a placement to another version.")
            )

    @cached_property
    def newer(self) -> list[FrameworkVersion]:
        return newer_versions(self.dossier.version)

    @cached_property
    def way(self) -> Way | None:
        """To the version that the address names, else to the newest; None where there is none."""
        asked = self.request.GET.get("to", "")
        named = [one for one in self.newer if str(one.pk) == asked]
        to = next(iter(named + self.newer), None)
        return way(self.dossier.version, to) if to else None

    def form(self, data: Any = None, files: Any = None) -> MoveForm | None:
        if self.way is None:
            return None
        return MoveForm(data, way=self.way, used=used_levels(self.dossier))

    def act(self, form: MoveForm) -> None:
        moves.move_dossier(
            by=self.request.user,
            dossier=self.dossier,
            version=form.way.new,
            origins=form.origins,
            levels=form.levels,
            reason=form.cleaned_data["reason"],
            topic=self.surroundings.topic,
        )

    def done_url(self) -> str:
        return reverse("competences:dossier", args=[self.dossier.pk])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.way is None:  # it went to the newest version in the meantime
            messages.info(request, _("This placement is on the newest version."))
            return redirect(self.done_url())
        return super().post(request, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.way
        changes = difference(found.old, found.new) if found else None
        return super().get_context_data(
            way=found, newer=self.newer, difference=changes, old=self.dossier.version, **kwargs
        )


class DossierVersions(AroundDossier):
    """Which version a placement is followed by, and those it was followed by before."""

    template_name = "competences/dossier_move_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.dossier.version
        return super().get_context_data(
            version=version,
            moves=moves_of(self.dossier),
            newer=newer_versions(version),
            may_move=moves.may_move(self.request.user, self.dossier),
            **kwargs,
        )


class DossierBefore(OfDossier):
    """A placement as it stood on an older version, to read."""

    template_name = "competences/dossier_move_before.html"

    @cached_property
    def then(self) -> tuple[Dossier, Move]:
        found = as_it_was(super().dossier, self.kwargs["version"])
        if found is None:
            raise Http404
        return found

    @property
    def dossier(self) -> Dossier:
        return self.then[0]

    @cached_property
    def tracking(self) -> Tracking:
        return tracking(self.dossier, reader=self.request.user, history=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            (outcome, [self.strip(row) for row in rows])
            for outcome, rows in self.tracking.by_outcome
        ]
        return super().get_context_data(groups=groups, move=self.then[1], **kwargs)


class VersionMove(View):
    """All open placements of a version to the newest one, where the mapping needs no choices."""

    def load(self, pk: int) -> Way | None:
        version = seen_version(self.request.user, pk)
        to = next(iter(newer_versions(version)), None)
        return way(version, to) if to else None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.load(pk)
        context: dict[str, Any] = {"way": found, "version": seen_version(request.user, pk)}
        if found:
            context |= {
                "count": open_dossiers([found.old])[found.old.pk],
                "at_once": moves.AT_ONCE,
                "obstacles": list(together_obstacles(needs_choices=found.needs_choices)),
                "difference": difference(found.old, found.new),
            }
        return render(request, "competences/dossier_move_all.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.load(pk)
        try:
            if found:
                self.say(moves.move_together(by=request.user, way=found))
        except Refusal as refusal:
            messages.warning(request, refusal.message)
        return redirect("competences:version-move", pk)

    def say(self, moved: moves.Moved) -> None:
        said = ngettext(
            "%(count)s placement went over.", "%(count)s placements went over.", moved.count
        ) % {"count": moved.count}
        messages.success(self.request, said)
        for reason in moved.refused:
            messages.warning(self.request, reason)
