from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from accounts.actions import invitations
from accounts.rules import invitation_is_open
from accounts.views.sign_in import sign_in_page, to_code_page
from config import clock


@method_decorator(login_not_required, "dispatch")
class Invitation(View):
    """The link of our mails: shows nothing of anybody, and mails a one-time way in to the address
    it was sent to."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.invitation = invitations.by_token(kwargs["token"])
        if not invitation_is_open(self.invitation, clock.now()):
            return sign_in_page(request, "invitation_over")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if request.user == self.invitation.user:
            return redirect(self.invitation.next_url)
        context = {"next_url": self.invitation.next_url}
        return render(request, "accounts/invitation.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = self.invitation
        return to_code_page(request, found.user.email, found.next_url, invitation=token)
