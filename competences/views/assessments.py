"""The competences of one dossier: what three voices say, the way there, and what shows it."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import Role
from competences import pictures
from competences.models import Assessment, Dossier, Evidence
from competences.overviews.evidence import by_competence, evidence_of
from competences.overviews.glance import LATELY, Glance, glance, seats
from competences.overviews.goals import goals_beside
from competences.overviews.tracking import CompetenceRow, Tracking, tracking
from competences.surroundings import Surroundings, around
from config import clock


class OfDossier(TemplateView):
    """A page about one dossier; who may not see it does not learn that it exists."""

    @cached_property
    def dossier(self) -> Dossier:
        found = Dossier.objects.visible_to(self.request.user).select_related("course_unit")
        return get_object_or_404(found, pk=self.kwargs["dossier"])

    @cached_property
    def role(self) -> str:
        """The role in which the reader speaks here; "" for who only looks."""
        voice = self.dossier.voices.current().filter(person=self.request.user)
        return voice.values_list("role", flat=True).first() or ""

    @cached_property
    def tracking(self) -> Tracking:
        return tracking(self.dossier, reader=self.request.user)

    @cached_property
    def surroundings(self) -> Surroundings:
        return around(self.dossier, self.request.user)

    @cached_property
    def row(self) -> CompetenceRow:
        try:
            return self.tracking.row(self.kwargs["pk"])
        except StopIteration:
            raise Http404 from None

    def name_of(self, row: CompetenceRow) -> str:
        """A mentor reads it in workplace words."""
        return row.competence.workplace_name if self.role == Role.MENTOR else row.competence.name

    def strip(self, row: CompetenceRow) -> dict[str, Any]:
        name = self.name_of(row)
        around, levels, pk = self.surroundings, self.tracking.levels, row.competence.pk
        last = sum(portion for _day, portion in around.worked)
        return {
            "row": row,
            "name": name,
            "work": around.behind.get(pk, ()),
            "evidence": self.evidence.get(pk, []),
            "mastery": pictures.mastery(row, levels, name),
            "way": pictures.way(row, levels, around.day_number, last, name),
        }

    @cached_property
    def pieces(self) -> list[Evidence]:
        """All evidence of the dossier that the reader may see."""
        return evidence_of(self.dossier, self.request.user)

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        return by_competence(self.dossier, self.request.user, self.pieces)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "dossier": self.dossier,  # instead of its number in the address
            "role": self.role,
            "is_mine": self.role == Role.STUDENT,
            "may_speak": bool(self.role) and self.dossier.closed_at is None,
            "may_open_voices": self.role == Role.COACH and self.dossier.is_blind,
            "around": self.surroundings,
            "levels": self.tracking.levels,
        }
        return super().get_context_data(**(kwargs | shared))


class DossierShow(OfDossier):
    """All competences by outcome, or those where something is to be looked at."""

    template_name = "competences/dossier_show.html"

    @cached_property
    def glance(self) -> Glance:
        return glance(self.tracking, since=self.since, proven=self.proven)

    @property
    def since(self) -> dt.date:
        """What moved is told since the last meeting, or over four weeks where none was."""
        return self.surroundings.met_on or clock.today() - LATELY

    @property
    def proven(self) -> set[int]:
        return {*self.surroundings.behind, *self.evidence}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("show", "")
        shown = self.glance.shown(chosen)
        return super().get_context_data(
            glance=self.glance,
            goals=goals_beside(self.dossier.pk, self.request.user),
            show=chosen,
            tabs=_tabs(self.glance, chosen),
            groups=[
                {
                    "outcome": outcome,
                    "path": [above.name for above in self.tracking.path(outcome)],
                    "rows": [self.strip(row) for row in rows if row.competence.pk in shown],
                }
                for outcome, rows in self.tracking.by_outcome
                if any(row.competence.pk in shown for row in rows)
            ],
            has_start=any(row.baseline for row in self.tracking.rows),
            **kwargs,
        )


def _tabs(found: Glance, chosen: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "apart": _("We look differently"),
        "moved": _("Moved"),
        "unseen": _("Did not come up yet"),
        "bare": _("No evidence yet"),
    }
    return [
        {
            "label": label,
            "url": f"?show={kind}" if kind else "?",
            "count": len(found.kinds[kind]),
            "current": kind == chosen,
        }
        for kind, label in labels.items()
    ]


class OfCompetence(OfDossier):
    """A page about one competence: it fetches what was said about that one, and no more."""

    @cached_property
    def tracking(self) -> Tracking:
        only = self.kwargs["pk"]
        return tracking(self.dossier, reader=self.request.user, only=only, history=True)

    def may_correct(self, event: Assessment) -> bool:
        """The last thing of one's own voice, or of what one entered for somebody."""
        mine = {event.voice.person_id, event.entered_by_id}
        spoken = self.row.voices[event.role]
        is_last = spoken is not None and spoken.event == event.pk
        return is_last and self.request.user.pk in mine


class CompetenceShow(OfCompetence):
    """One competence: what each voice says, how it came that far, and the work behind it."""

    template_name = "competences/competence_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        events = [(event, self.may_correct(event)) for event in reversed(row.history)]
        return super().get_context_data(
            strip=self.strip(row),
            competence=row.competence,
            path=[one.name for one in self.tracking.path(row.competence.outcome)],
            seats=seats(self.tracking, row, self.role),
            history=events,
            seen={piece.pk for piece in self.pieces},
            knowledge=row.competence.text("knowledge"),
            skills=row.competence.text("skills"),
            **kwargs,
        )
