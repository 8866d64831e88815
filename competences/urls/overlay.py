from django.urls import path

from competences.views import overlay

urlpatterns = [
    path(
        "dossiers/<int:dossier>/competences/picture/",
        overlay.DossierOverlay.as_view(),
        name="dossier-overlay",
    ),
]
