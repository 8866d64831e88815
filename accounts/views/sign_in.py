"""The door: with a password, or with a link and code by mail or SMS."""

from typing import Any
from urllib.parse import urlencode

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

from accounts import phones
from accounts.actions import browsers, sign_in
from accounts.actions.limits import Asker
from accounts.enums import Channel, SignInMethod, SignInState
from accounts.forms import AskForm, PasswordForm
from accounts.models import User
from accounts.rules import may_renew, own_path
from accounts.secrets import fingerprint
from accounts.sessions import ENDED, begin, browser_name, browser_of, keep_browser
from config import sms
from config.web import network_of


def sign_in_page(request: HttpRequest, state: str = "", **context: Any) -> HttpResponse:
    """The page on which every way in starts, and on which links end that say nothing any more."""
    wanted = {"next": context.pop("next_url", own_path(request.GET.get("next", "")))}
    forms = {
        "ask_form": AskForm(initial=wanted, auto_id="ask_%s"),
        "password_form": PasswordForm(initial=wanted, auto_id="password_%s"),
    }
    told = {"state": state, "sms_offered": sms.is_offered()}
    return render(request, "accounts/sign_in.html", {**forms, **told, **context})


def dead_end(
    request: HttpRequest, state: SignInState, *, renew_url: str, next_url: str = ""
) -> HttpResponse:
    """Where a link ends that opens nothing any more: what happened, and one next step. Nothing
    of anybody: whoever opens a link may not be whom it was sent to."""
    if may_renew(state):
        return render(request, "accounts/link_over.html", {"state": state, "renew_url": renew_url})
    if state == SignInState.CLOSED:
        return render(request, "accounts/link_over.html", {"state": state})
    return sign_in_page(request, state, next_url=next_url)


def asker_of(request: HttpRequest, *, holder: str = "") -> Asker:
    """From where this request comes, as the limits at the door count it."""
    network = fingerprint("network", network_of(request))
    return Asker(browser=browser_of(request), network=network, holder=holder)


def channel_of(request: HttpRequest) -> Channel:
    """Which of the two buttons was pressed."""
    wants_sms = request.POST.get("channel") == Channel.SMS and sms.is_offered()
    return Channel.SMS if wants_sms else Channel.MAIL


def phone_end(user: User) -> str:
    """The end of the number to which an SMS to this person would go; "" where none can."""
    return phones.masked(user.mobile) if sms.is_offered() else ""


def to_code_page(
    request: HttpRequest, email: str, next_url: str, *, holder: tuple[str, str] = ("", "")
) -> HttpResponse:
    """Ask for a link and code and go to where the code can be typed; the same for every address.

    `holder`: what kind of link of ours says who it is ("invitation", "link"), and its token.
    """
    kind, token = holder
    asker = asker_of(request, holder=fingerprint(kind, token) if token else "")
    channel = channel_of(request)
    asked = sign_in.ask(email=email, asker=asker, next_url=next_url, channel=channel)
    if not asked.is_made:
        messages.info(
            request,
            _("Several messages left just now. Use the newest one, or wait ten minutes."),
        )
    page = reverse("accounts:sign-in-code", args=[asked.reference])
    # The page's words follow from what was asked, never from what was found.
    said = {kind: token} if token else {}
    if channel == Channel.SMS:
        said["channel"] = channel
    query = f"?{urlencode(said)}" if said else ""
    return keep_browser(redirect(f"{page}{query}"), asker.browser)


def inside(request: HttpRequest, user: User, method: SignInMethod, next_url: str) -> HttpResponse:
    """In, under a new session key; the browser is known from now on."""
    browser = browser_of(request)
    begin(request, user, method)
    browsers.remember(user=user, browser=browser, name=browser_name(request), method=method)
    answer = redirect(own_path(next_url) or reverse("home"))
    return keep_browser(answer, browser, known=True)


@method_decorator([login_not_required, sensitive_post_parameters("password")], "dispatch")
class SignIn(View):
    """GET: the door. POST: in with a password."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(own_path(request.GET.get("next", "")) or reverse("home"))
        return sign_in_page(request, "idle" if request.session.pop(ENDED, False) else "")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST, auto_id="password_%s", asker=asker_of(request))
        if not form.is_valid():
            return sign_in_page(request, password_form=form, with_password=True)
        return inside(request, form.user, SignInMethod.PASSWORD, form.cleaned_data["next"])


@method_decorator(login_not_required, "dispatch")
class SignInAsk(View):
    """Have a link and code sent. Never tells whether anybody has the address, or a phone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("accounts:sign-in")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AskForm(request.POST, auto_id="ask_%s")
        if not form.is_valid():
            return sign_in_page(request, ask_form=form)
        return to_code_page(request, form.cleaned_data["email"], form.cleaned_data["next"])


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
