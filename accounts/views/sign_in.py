"""The door: with a password, or with a link and code by mail. Opening a link spends nothing."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.actions import invitations, sign_in
from accounts.enums import SignInMethod, SignInState
from accounts.forms import AskForm, CodeForm, PasswordForm
from accounts.models import SignInRequest, User
from accounts.rules import invitation_is_open, own_path, sign_in_state
from accounts.sessions import begin, browser_of, keep_browser
from config import clock


def sign_in_page(request: HttpRequest, state: str = "", **context: Any) -> HttpResponse:
    """The page on which every way in starts, and on which every link that fails ends."""
    wanted = {"next": context.pop("next_url", own_path(request.GET.get("next", "")))}
    forms = {
        "ask_form": AskForm(initial=wanted, auto_id="ask_%s"),
        "password_form": PasswordForm(initial=wanted, auto_id="password_%s"),
    }
    return render(request, "accounts/sign_in.html", {**forms, "state": state, **context})


def to_code_page(
    request: HttpRequest, email: str, next_url: str, *, invitation: str = ""
) -> HttpResponse:
    """Ask for a mail and go to where its code can be typed; the same for every address.

    `invitation`: the token of the invitation that names the address, when there is one.
    """
    browser = browser_of(request)
    reference = sign_in.ask(email=email, browser=browser, next_url=next_url)
    page = reverse("accounts:sign-in-code", args=[reference])
    query = f"?{urlencode({'invitation': invitation})}" if invitation else ""
    return keep_browser(redirect(f"{page}{query}"), browser)


def inside(request: HttpRequest, user: User, method: SignInMethod, next_url: str) -> HttpResponse:
    begin(request, user, method)
    return redirect(own_path(next_url) or reverse("home"))


@method_decorator([login_not_required, sensitive_post_parameters("password")], "dispatch")
class SignIn(View):
    """GET: the door. POST: in with a password."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(own_path(request.GET.get("next", "")) or reverse("home"))
        return sign_in_page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST, auto_id="password_%s")
        if not form.is_valid():
            return sign_in_page(request, password_form=form, with_password=True)
        return inside(request, form.user, SignInMethod.PASSWORD, form.cleaned_data["next"])


@method_decorator(login_not_required, "dispatch")
class SignInAsk(View):
    """Have a link and code mailed. Never tells whether anybody has the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("accounts:sign-in")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AskForm(request.POST, auto_id="ask_%s")
        if not form.is_valid():
            return sign_in_page(request, ask_form=form)
        return to_code_page(request, form.cleaned_data["email"], form.cleaned_data["next"])


class CodeView(FormView):
    """Typing the code of a request; `self.asked` is None when there is no such request."""

    form_class = CodeForm
    asked: SignInRequest | None

    def form_valid(self, form: CodeForm) -> HttpResponse:
        code = form.cleaned_data["code"]
        user = sign_in.spend_code(request=self.asked, code=code) if self.asked else None
        if user is not None:
            return inside(self.request, user, SignInMethod.CODE, self.asked.next_url)
        if self.asked:
            self.asked.refresh_from_db()
            state = sign_in_state(self.asked, clock.now())
            if state != SignInState.OPEN:
                return sign_in_page(self.request, state, next_url=self.asked.next_url)
        form.add_error("code", _("This is not the code from the newest mail. Have another look."))
        return self.form_invalid(form)


@method_decorator(login_not_required, "dispatch")
class SignInCode(CodeView):
    """After asking: "if we know the address, a mail is on its way", and room for its code.
    Whoever holds an invitation to that address reads that the mail is there, and may repeat it."""

    template_name = "accounts/sign_in_code.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reference: UUID = kwargs["reference"]
        asked = SignInRequest.objects.filter(reference=reference).first()  # everybody may see
        ours = asked and sign_in.is_asking_browser(asked, browser_of(request))
        self.asked = asked if ours else None

    @property
    def invitation(self) -> str:
        """The token of the open invitation by which this mail was asked for, or ""."""
        token = self.request.GET.get("invitation", "")
        found = invitations.by_token(token) if self.asked and token else None
        known = invitation_is_open(found, clock.now()) and found.user_id == self.asked.user_id
        return token if known else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitation=self.invitation, **kwargs)


@method_decorator(login_not_required, "dispatch")
class SignInLink(CodeView):
    """The link of the mail. In the browser that asked: one button. In any other: the code too,
    because mail scanners follow links and press buttons, but do not type over a code."""

    template_name = "accounts/sign_in_link.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asked = sign_in.by_token(kwargs["token"])
        state = sign_in_state(self.asked, clock.now())
        if state == SignInState.OPEN:
            return super().dispatch(request, *args, **kwargs)
        if self.asked and self.asked.user_id == request.user.pk:
            return redirect(own_path(self.asked.next_url) or reverse("home"))
        return sign_in_page(request, state, next_url=self.asked.next_url if self.asked else "")

    @property
    def same_browser(self) -> bool:
        return sign_in.is_asking_browser(self.asked, browser_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(same_browser=self.same_browser, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.same_browser:
            return super().post(request, *args, **kwargs)
        user = sign_in.spend_link(request=self.asked, browser=browser_of(request))
        if user is None:
            return sign_in_page(request, SignInState.USED, next_url=self.asked.next_url)
        return inside(request, user, SignInMethod.LINK, self.asked.next_url)


class AdministrationDoor(View):
    """The administration's own form would count no tries and keep no evidence: one door only."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied(_("Only those who arrange the portal open the administration."))
        return redirect(own_path(request.GET.get("next", "")) or reverse("admin:index"))


class SignOut(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect("accounts:sign-in")
