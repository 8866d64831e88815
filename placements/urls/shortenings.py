from django.urls import path

from placements.views import shortenings as views

urlpatterns = [
    path(
        "placements/<int:pk>/shortenings/",
        views.ShorteningList.as_view(),
        name="shortening-list",
    ),
    path(
        "placements/<int:pk>/shortenings/propose/",
        views.ShorteningPropose.as_view(),
        name="shortening-propose",
    ),
    path(
        "placements/<int:pk>/shortenings/check/",
        views.ShorteningCheck.as_view(),
        name="shortening-check",
    ),
    path(
        "shortenings/<int:pk>/advise/", views.ShorteningAdvise.as_view(), name="shortening-advise"
    ),
    path(
        "shortenings/<int:pk>/decide/", views.ShorteningDecide.as_view(), name="shortening-decide"
    ),
    path(
        "shortenings/<int:pk>/revoke/", views.ShorteningRevoke.as_view(), name="shortening-revoke"
    ),
]
