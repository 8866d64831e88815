"""The room while a meeting goes on: what a voice says anew, and what changed since one looked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from accounts.enums import TRIAD
from accounts.models import User
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import trialogue_voices
from placements.forms.trialogue_notes import SpokenForm
from placements.overviews.live import pulse
from placements.overviews.trialogue import Strip
from placements.rules.access import ONLY
from placements.rules.room import speaks_for
from placements.views.trialogue_notes import note_values
from placements.views.trialogues import OfTriad, TrialogueShow


class TrialogueSay(TrialogueShow):
    """A voice chooses anew, on the own device or as the coach hears it in the room."""

    http_method_names = ["post"]

    def load(self, user: User) -> None:
        super().load(user)
        if self.kwargs["voice"] not in TRIAD:
            raise Http404
        if self.kwargs["voice"] not in speaks_for(self.role):
            raise PermissionDenied(ONLY[self.kwargs["voice"]])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        strip = self.strip_of(self.kwargs["competence"])
        form = self.form_of(strip)
        if form is None:
            messages.error(request, _("What was said in this meeting stays as it is."))
        elif not (form.is_valid() and self.is_said(form)):
            return self.render_to_response(self.get_context_data(spoken_form=form))
        return redirect(f"{self.at(self.item.key)}#item")

    def strip_of(self, competence: int) -> Strip:
        if competence not in {row.competence.pk for row in self.table.now.rows}:
            raise Http404
        return self.table.strip(competence)

    def form_of(self, strip: Strip) -> SpokenForm | None:
        seats = [seat for seat, _spoken in strip.columns if seat.role == self.kwargs["voice"]]
        return self.spoken_form(strip, seats[0], self.request.POST) if seats else None

    def is_said(self, form: SpokenForm) -> bool:
        try:
            trialogue_voices.say(
                by=self.request.user,
                trialogue=self.meeting,
                voice=self.kwargs["voice"],
                competence=form.row.competence,
                level=form.level,
                comment=form.cleaned_data["comment"],
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            return False
        return True


class TrialogueLive(OfTriad):
    """What changed since this person looked (304: nothing); the words of one note with it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = pulse(self.meeting, request.GET.get("item", ""))
        if request.headers.get("If-None-Match", "").removeprefix("W/").strip('"') == now.token:
            response: HttpResponse = HttpResponseNotModified()
        else:
            note = note_values(now.note) if now.note else None
            response = JsonResponse({"token": now.token, "rest": now.rest, "note": note})
        patch_cache_control(response, private=True, no_store=True)
        return response
