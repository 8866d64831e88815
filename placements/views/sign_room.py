"""In the room: a code on one screen, and the own phone of the one person it is for."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from accounts.models import User
from config.pictures.qr import qr_code
from config.refusal import Refusal
from placements.actions import signing_room as actions
from placements.actions.agreement_news import parties
from placements.forms.signing import SignForm
from placements.models import Agreement
from placements.overviews.signing import signing
from placements.rules.access import COACH_OR_COORDINATOR, may_change_placement
from placements.rules.signing_room import CODE_LASTS, OVER
from placements.views.acting import Acting
from placements.views.agreements import agreements_of
from placements.views.signing import AgreementSign


@method_decorator(never_cache, "dispatch")
class SignRoom(Acting, TemplateView):
    """GET says what the code does; POST makes one and shows it, the only time it can be seen."""

    template_name = "placements/sign_room.html"

    def load(self, user: User) -> None:
        self.agreement = get_object_or_404(agreements_of(self.request), pk=self.kwargs["pk"])
        self.placement = self.agreement.placement
        if not may_change_placement(user, self.placement):
            raise PermissionDenied(COACH_OR_COORDINATOR)
        people = {person.pk: person for person in parties(self.agreement)}
        if self.kwargs["person"] not in people:
            raise Http404
        self.person = people[self.kwargs["person"]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            token = actions.make_code(by=request.user, agreement=self.agreement, person=self.person)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("placements:agreement", self.agreement.pk)
        path = reverse("placements:sign-room-code", args=[token])
        address = f"{settings.SITE_URL}{path}"
        label = _("Code for %(name)s") % {"name": self.person.get_full_name()}
        code = qr_code(address, label=label)
        return self.render_to_response(self.get_context_data(address=address, code=code))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=self.agreement,
            placement=self.placement,
            signing=signing(self.agreement),
            minutes=int(CODE_LASTS.total_seconds() // 60),
            obstacles=actions.room_obstacles(
                by=self.request.user, agreement=self.agreement, person=self.person
            ),
            **(kwargs | {"person": self.person}),
        )


@method_decorator(never_cache, "dispatch")
class SignRoomCode(AgreementSign):
    """On the own phone, by the code on somebody's screen: the page to sign on, for the person the
    code is for and who proves to be that; for anybody else it opens nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = actions.ticket_of(kwargs["token"])
        if self.ticket is None:
            return render(request, "placements/sign_room_over.html", status=404)
        if self.ticket.person != request.user.pk:
            raise PermissionDenied(
                _("This code is for somebody else. Ask who showed it for a code of your own.")
            )
        return super().dispatch(request, *args, **kwargs)

    def load(self, request: HttpRequest) -> Agreement:
        """A mandate that ended since the code was shown is as good as no code."""
        found = agreements_of(request).filter(pk=self.ticket.agreement).first()
        if found is None:
            raise PermissionDenied(OVER)
        return found

    def sign(self, form: SignForm) -> None:
        actions.sign_by_code(token=self.kwargs["token"], **self.said(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        witness = User.objects.get(pk=self.ticket.witness)  # everybody may see who is with them
        return super().get_context_data(witness=witness, **kwargs)
