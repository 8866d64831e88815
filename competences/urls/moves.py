from django.urls import path

from competences.views import moves as views

urlpatterns = [
    path("dossiers/<int:dossier>/move/", views.DossierMove.as_view(), name="dossier-move"),
    path(
        "dossiers/<int:dossier>/versions/", views.DossierVersions.as_view(), name="dossier-versions"
    ),
    path(
        "dossiers/<int:dossier>/versions/<int:version>/",
        views.DossierBefore.as_view(),
        name="dossier-before",
    ),
    path("frameworks/<int:pk>/move/", views.VersionMove.as_view(), name="version-move"),
]
