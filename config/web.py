"""What every page knows, where a request comes from, and how a choice of language is remembered."""

from ipaddress import ip_address, ip_network
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


def client_address(request: HttpRequest) -> str | None:
    """The address of the device that asks: as the outermost of our own proxies saw it.

    Each proxy adds at the right of X-Forwarded-For whom it heard, so with n of them the n-th from
    the right is known and everything before it was typed by whoever asked. Without proxies of ours
    the header counts for nothing.
    """
    heard = request.headers.get("X-Forwarded-For", "").split(",")
    nth = settings.TRUSTED_PROXIES
    if 0 < nth <= len(heard) and (address := _address(heard[-nth])):
        return address
    return _address(request.META.get("REMOTE_ADDR", ""))


def _address(said: str) -> str | None:
    try:
        return str(ip_address(said.strip().partition("%")[0]))
    except ValueError:  # a unix socket has none, and a proxy may write "unknown"
        return None


IPV6_HOUSE = 64  # bits that one household or office has in common


def network_of(request: HttpRequest) -> str:
    """The network the request comes from: an IPv4 address, or the part of an IPv6 address that
    all devices of one place share."""
    address = client_address(request)
    if address is None:
        return ""
    return str(ip_network(f"{address}/{IPV6_HOUSE}", strict=False)) if ":" in address else address


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
