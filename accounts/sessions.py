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
BROWSER_COOKIE_SECONDS = 24 * 3600  # of whoever only asked
KNOWN_BROWSER_SECONDS = 180 * 24 * 3600
EVIDENCE = "sign_in"
ENDED = "session_ended"  # in the empty session after one that was over
SEEN = "seen"
SEEN_EVERY = dt.timedelta(minutes=1)  # a page with ten parts is one sign of life
TOKEN_LENGTH = 43
# The first that fits, since browsers name their forebears too.
BROWSER_MARKS = (
    (
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ),
    (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ),
)


def begin(request: HttpRequest, user: User, method: SignInMethod) -> None:
    """Sign in under a new session key and remember how, for the signatures of this session."""
    login(request, user, backend=BACKEND)
    now = clock.now().isoformat()
    request.session.update({EVIDENCE: {"method": str(method), "at": now}, SEEN: now})


def sign_in_evidence(request: HttpRequest) -> tuple[SignInMethod, dt.datetime] | None:
    """How and when the person of this request proved who they are; None where nobody did so
    in a session (an API token, for instance, is no ground for a signature)."""
    evidence = request.session.get(EVIDENCE) if hasattr(request, "session") else None
    if not evidence or not request.user.is_authenticated:
        return None
    return SignInMethod(evidence["method"]), dt.datetime.fromisoformat(evidence["at"])


def session_mark(request: HttpRequest) -> str:
    """16 hex characters that tell one session from another and open none; "" outside a session."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    return secrets.fingerprint("session", key)[:16] if key else ""


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody proved who they are just now (settings.SIGNATURE_SIGN_IN_MINUTES)."""
    evidence = sign_in_evidence(request)
    longest = dt.timedelta(minutes=settings.SIGNATURE_SIGN_IN_MINUTES)
    return evidence is not None and clock.now() - evidence[1] <= longest


def is_over(request: HttpRequest) -> bool:
    """Whether this session was left alone for too long (settings.SESSION_IDLE_MINUTES), or began
    too long ago (settings.SESSION_COOKIE_AGE), however busy it is. In a demo or test where time
    stands still no session ends."""
    evidence = sign_in_evidence(request)
    if evidence is None or settings.CLOCK_AT is not None:
        return False
    now = clock.now()
    idle = now - dt.datetime.fromisoformat(request.session.get(SEEN, now.isoformat()))
    return (
        idle > dt.timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        or (now - evidence[1]).total_seconds() > settings.SESSION_COOKIE_AGE
    )


def see(request: HttpRequest) -> None:
    """Somebody is at work in this session, if it is one."""
    now = clock.now()
    seen = request.session.get(SEEN)
    if seen and now - dt.datetime.fromisoformat(seen) >= SEEN_EVERY:
        request.session[SEEN] = now.isoformat()


def browser_of(request: HttpRequest) -> str:
    """The browser's own secret from its cookie, or a new one to be given by `keep_browser`."""
    kept = request.COOKIES.get(BROWSER_COOKIE, "")
    return kept if len(kept) == TOKEN_LENGTH else secrets.new_token()


def browser_name(request: HttpRequest) -> str:
    """What a person would call this browser: "Firefox, Android"; "" where it does not say."""
    said = request.headers.get("User-Agent", "")
    names = (next((name for mark, name in marks if mark in said), "") for marks in BROWSER_MARKS)
    return ", ".join(name for name in names if name)


def keep_browser(response: HttpResponse, browser: str, *, known: bool = False) -> HttpResponse:
    """Give the browser its secret; for long once somebody came in with it (`known`)."""
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=KNOWN_BROWSER_SECONDS if known else BROWSER_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
