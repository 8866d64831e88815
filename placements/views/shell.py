"""The portal as something to install: its manifest, and the script that serves its shell when
there is no connection. Nothing here is anybody's."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

FONTS = [
    f"fonts/source-{face}-latin-{weight}.woff2"
    for face in ("sans-3", "serif-4")
    for weight in ("400-normal", "600-normal")
]
# What the page without a connection needs; templates/base.html names the same styles and scripts.
SHELL = [
    "vendor/bootstrap-5.3.8/bootstrap.min.css",
    "css/tokens.css",
    "css/frame.css",
    "css/components.css",
    "js/day-queue.js",
    "js/offline.js",
    "js/forms.js",
    "js/drafts.js",
    "js/day-offline.js",
    "django_htmx/htmx-2.min.js",
    "img/logo.svg",
    "img/icons.svg",
    *FONTS,
]
WORKER = ["js/day-queue.js", "js/worker.js"]
PAPER, INK = "#FBFAF6", "#16242C"


@method_decorator(login_not_required, "dispatch")
class Manifest(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(_described(), content_type="application/manifest+json")


def _described() -> dict[str, Any]:
    return {
        "name": "Trialoog",
        "short_name": "Trialoog",
        "description": _("Workplace learning, talked over by three."),
        "lang": get_language(),
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            _icon("img/icon-192.png", 192, "any"),
            _icon("img/icon-512.png", 512, "any"),
            _icon("img/icon-maskable-512.png", 512, "maskable"),
        ],
    }


def _icon(path: str, side: int, purpose: str) -> dict[str, str]:
    return {
        "src": static(path),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }


@method_decorator(login_not_required, "dispatch")
class ServiceWorker(View):
    """Short on purpose: which files, then the scripts that do the work."""

    def get(self, request: HttpRequest) -> HttpResponse:
        scripts = ", ".join(json.dumps(static(path)) for path in WORKER)
        script = f"self.SHELL = {json.dumps(_shell())};\nimportScripts({scripts});\n"
        response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
        response["Service-Worker-Allowed"] = "/"
        response["Cache-Control"] = "no-cache"
        return response


def _shell() -> dict[str, Any]:
    return {
        "version": _version() if settings.DEBUG else _lasting_version(),
        "page": reverse("placements:day-offline"),
        "languages": [code for code, _name in settings.LANGUAGES],
        "files": [static(path) for path in SHELL],
    }


def _version() -> str:
    """Changes with any of the files or of the pages' words: then devices fetch the shell anew."""
    digest = hashlib.sha256()
    for path in [*SHELL, *WORKER]:
        digest.update(Path(finders.find(path)).read_bytes())
    for path in _page_sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _page_sources() -> list[Path]:
    templates = settings.BASE_DIR / "templates"
    names = ["base.html", "placements/day_offline.html", "components/day_queue.html"]
    locales = sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.po"))
    return [*(templates / name for name in names), *locales]


_lasting_version = lru_cache(maxsize=1)(_version)
