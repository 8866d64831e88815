"""One-time links and the codes beside them. Opening a link spends nothing."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.actions import invitations, sign_in
from accounts.enums import Channel, SignInState
from accounts.forms import CodeForm
from accounts.models import SignInRequest, User
from accounts.rules import invitation_state, may_renew, own_path, sign_in_state, way_of
from accounts.sessions import browser_of
from accounts.views.sign_in import dead_end, inside, phone_end, sign_in_page, to_code_page
from config import clock, sms


class CodeView(FormView):
    """Typing the code of a request; `self.asked` is None when there is no such request."""

    form_class = CodeForm
    asked: SignInRequest | None
    elsewhere = False

    def form_valid(self, form: CodeForm) -> HttpResponse:
        asked, code = self.asked, form.cleaned_data["code"]
        elsewhere = self.elsewhere
        user = asked and sign_in.spend_code(request=asked, code=code, elsewhere=elsewhere)
        if user:
            return inside(self.request, user, way_of(asked, typed=True), asked.next_url)
        if asked:
            asked.refresh_from_db()
            state = sign_in_state(asked, clock.now(), elsewhere=elsewhere)
            if state != SignInState.OPEN:
                return self.over(state)
        form.add_error("code", _("This is not the code we sent last. Have another look."))
        return self.form_invalid(form)

    def over(self, state: SignInState) -> HttpResponse:
        """The request opens nothing any more."""
        return sign_in_page(self.request, state, next_url=self.asked.next_url)


@method_decorator([login_not_required, never_cache], "dispatch")
class SignInCode(CodeView):
    """After asking: "if we know the address, a message is on its way", and room for its code.
    Whoever came by a link of ours reads that it is there, and may have it sent again."""

    template_name = "accounts/sign_in_code.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reference: UUID = kwargs["reference"]
        asked = SignInRequest.objects.filter(reference=reference).first()  # everybody may see
        ours = asked and sign_in.is_asking_browser(asked, browser_of(request))
        self.asked = asked if ours else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        again_url, person = self._holder()
        told = {"again_url": again_url, "phone_end": phone_end(person) if person else ""}
        by_sms = self.request.GET.get("channel") == Channel.SMS
        return super().get_context_data(
            **told, by_sms=by_sms, sms_offered=sms.is_offered(), **kwargs
        )

    def _holder(self) -> tuple[str, User | None]:
        """Where the message can be asked for again, and whose it is, when a link of ours led here
        that is this person's; else nothing."""
        for kind, (view, find, state_of) in HOLDERS.items():
            token = self.request.GET.get(kind, "")
            found = find(token) if self.asked and token else None
            known = found and may_renew(state_of(found, clock.now()))
            if known and found.user_id == self.asked.user_id:
                return reverse(view, args=[token]), found.user
        return "", None


HOLDERS = {
    "invitation": ("accounts:invitation", invitations.by_token, invitation_state),
    "link": ("accounts:sign-in-again", sign_in.by_token, sign_in_state),
}


@method_decorator([login_not_required, never_cache], "dispatch")
class SignInLink(CodeView):
    """The link of the message. In the browser that asked: one button. In any other: the code too,
    because mail scanners follow links and press buttons, but do not type over a code."""

    template_name = "accounts/sign_in_link.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asked = sign_in.by_token(kwargs["token"])
        self.elsewhere = not (
            self.asked and sign_in.is_asking_browser(self.asked, browser_of(request))
        )
        state = sign_in_state(self.asked, clock.now(), elsewhere=self.elsewhere)
        if state == SignInState.OPEN:
            return super().dispatch(request, *args, **kwargs)
        if self.asked and self.asked.user_id == request.user.pk:
            return redirect(own_path(self.asked.next_url) or reverse("home"))
        return self.over(state)

    def over(self, state: SignInState) -> HttpResponse:
        renew_url = reverse("accounts:sign-in-again", args=[self.kwargs["token"]])
        next_url = self.asked.next_url if self.asked else ""
        return dead_end(self.request, state, renew_url=renew_url, next_url=next_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visitor = self.request.user
        return super().get_context_data(
            same_browser=not self.elsewhere,
            somebody_else=visitor.is_authenticated and visitor.pk != self.asked.user_id,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.elsewhere:
            return super().post(request, *args, **kwargs)
        user = sign_in.spend_link(request=self.asked, browser=browser_of(request))
        if user is None:
            return self.over(SignInState.USED)
        return inside(request, user, way_of(self.asked, typed=False), self.asked.next_url)


@method_decorator([login_not_required, never_cache], "dispatch")
class SignInAgain(View):
    """ "Send me a new one", on the page of a link that is over: to whom the link was sent."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return redirect("accounts:sign-in-link", token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        asked = sign_in.by_token(token)
        state = sign_in_state(asked, clock.now())
        if not may_renew(state):
            return dead_end(request, state, renew_url="")
        return to_code_page(request, asked.user.email, asked.next_url, holder=("link", token))
