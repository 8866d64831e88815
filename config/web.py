"""What every page knows, and how a choice of language is remembered."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

LANGUAGE_COOKIE = "trialoog-language"
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600


LONGEST_KEY = 18


def key_of(said: str) -> int | None:
    """The key of a row as somebody sent it; None for what no row can have, however long."""
    return int(said) if said.isdecimal() and len(said) <= LONGEST_KEY else None


def institution(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the institution for footers, and the languages the page is not in."""
    now = get_language() or settings.LANGUAGE_CODE
    return {
        "institution": settings.INSTITUTION,
        "other_languages": [code for code, _ in settings.LANGUAGES if code != now],
    }


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Keep a visitor's choice in a cookie; for whoever is not signed in, and for the next time."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=LANGUAGE_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
