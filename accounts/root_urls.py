"""The two addresses of accounts that carry no prefix."""

from django.urls import path

from accounts.views.health import health
from accounts.views.today import Today

urlpatterns = [
    path("", Today.as_view(), name="home"),
    path("health/", health, name="health"),
]
