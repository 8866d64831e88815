"""The language of the reader, no copies of personal pages in shared or disk caches, and a page
that says why where a paper would be too large."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.defaults import permission_denied

from config.pdf_guard import DocumentTooLarge
from config.web import LANGUAGE_COOKIE

GetResponse = Callable[[HttpRequest], HttpResponse]


def language_of(request: HttpRequest) -> str:
    """The person's own language, else the cookie's, else the browser's, else Dutch."""
    offered = dict(settings.LANGUAGES)
    for choice in (
        getattr(request.user, "language", ""),
        request.COOKIES.get(LANGUAGE_COOKIE, ""),
    ):
        if choice in offered:
            return choice
    return translation.get_language_from_request(request)


class LanguageMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """Answers to signed-in people are theirs alone: a shared computer must not keep them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class DocumentTooLargeMiddleware:
    """Whoever asked for a paper that cannot be made reads so, with what to do about it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DocumentTooLarge):
            return None
        reason = _("This is more text than one document can hold; put less in it.")
        return permission_denied(request, PermissionDenied(reason))
