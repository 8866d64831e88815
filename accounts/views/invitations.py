from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.actions import invitations
from accounts.enums import SignInState
from accounts.rules import invitation_state, may_renew
from accounts.views.sign_in import dead_end, phone_end, to_code_page
from config import clock


@method_decorator([login_not_required, never_cache], "dispatch")
class Invitation(View):
    """The link of our mails: shows nothing of anybody, and sends a one-time way in to the address
    it was sent to, or to the phone of that person. Too old it still does the latter."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.invitation = invitations.by_token(kwargs["token"])
        self.state = invitation_state(self.invitation, clock.now())
        if not may_renew(self.state):
            return dead_end(request, self.state, renew_url="")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = self.invitation
        if request.user == found.user:
            return redirect(found.next_url)
        if self.state != SignInState.OPEN:
            return dead_end(request, self.state, renew_url=request.path)
        context = {
            "next_url": found.next_url,
            "phone_end": phone_end(found.user),
            "somebody_else": request.user.is_authenticated,
        }
        return render(request, "accounts/invitation.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = self.invitation
        return to_code_page(request, found.user.email, found.next_url, holder=("invitation", token))
