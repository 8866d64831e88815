"""Every address of the portal, by app; the paths below stand in each app's `urls.py`."""

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# (prefix, module): a new app or API adds its line here.
PAGES = [
    ("", "accounts.root_urls"),
    ("", "accounts.urls"),
    ("", "competences.urls"),
    ("", "placements.urls"),
    ("", "mentors.urls"),
    ("", "quality.urls"),
    # The page that signs in without a password is there only where its app is: in the demo.
    *([("", "demo.urls")] if apps.is_installed("demo") else []),
]
API = [
    ("", "accounts.api.urls"),
    ("", "placements.api.urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(module)) for prefix, module in PAGES),
    *(path(f"api/v1/{prefix}", include(module)) for prefix, module in API),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "api/v1/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema"),
        name="api-docs",
    ),
    path("admin/", admin.site.urls),
]

handler404 = "accounts.views.doors.not_found"
