"""The addresses of accounts that carry no prefix, or stand before somebody else's."""

from django.urls import path

from accounts.views.health import health, health_web
from accounts.views.sign_in import AdministrationDoor
from accounts.views.today import Today

urlpatterns = [
    path("", Today.as_view(), name="home"),
    path("health/", health, name="health"),
    path("health/web/", health_web, name="health-web"),
    path("admin/login/", AdministrationDoor.as_view(), name="administration-door"),
]
