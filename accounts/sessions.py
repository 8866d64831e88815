"""The signed-in session: how somebody came in and when, and which browser asked for a link."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from accounts import secrets
from accounts.enums import SignInMethod
from accounts.models import User
from config import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"
BROWSER_COOKIE = "__Host-browser" if settings.SESSION_COOKIE_SECURE else "trialoog-browser"
BROWSER_COOKIE_SECONDS = 24 * 3600
EVIDENCE = "sign_in"
TOKEN_LENGTH = 43


def begin(request: HttpRequest, user: User, method: SignInMethod) -> None:
    """Sign in under a new session key and remember how, for the signatures of this session."""
    login(request, user, backend=BACKEND)
    request.session[EVIDENCE] = {"method": str(method), "at": clock.now().isoformat()}


def sign_in_evidence(request: HttpRequest) -> tuple[SignInMethod, dt.datetime] | None:
    """How and when the person of this request proved who they are; None where nobody did so
    in a session (an API token, for instance, is no ground for a signature)."""
    evidence = request.session.get(EVIDENCE) if hasattr(request, "session") else None
    if not evidence or not request.user.is_authenticated:
        return None
    return SignInMethod(evidence["method"]), dt.datetime.fromisoformat(evidence["at"])


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody proved who they are just now (settings.SIGNATURE_SIGN_IN_MINUTES)."""
    evidence = sign_in_evidence(request)
    longest = dt.timedelta(minutes=settings.SIGNATURE_SIGN_IN_MINUTES)
    return evidence is not None and clock.now() - evidence[1] <= longest


def browser_of(request: HttpRequest) -> str:
    """The browser's own secret from its cookie, or a new one to be given by `keep_browser`."""
    kept = request.COOKIES.get(BROWSER_COOKIE, "")
    return kept if len(kept) == TOKEN_LENGTH else secrets.new_token()


def keep_browser(response: HttpResponse, browser: str) -> HttpResponse:
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=BROWSER_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
