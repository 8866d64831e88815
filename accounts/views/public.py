"""Pages for whoever holds an address or a paper of ours; nobody signs in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View

# The address is the key: it is not kept by caches or search engines, nor told to other sites.
CLOSED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@method_decorator(login_not_required, "dispatch")
class PublicView(View):
    """The language can be chosen in the address, without a form or a cookie."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            response = self.answer(request, *args, **kwargs)
        for name, value in {**CLOSED, "Content-Language": language}.items():
            response.headers[name] = value
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)
