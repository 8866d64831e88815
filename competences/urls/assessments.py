from django.urls import path

from competences.views import assessments as views

urlpatterns = [
    path("dossiers/<int:dossier>/competences/", views.DossierShow.as_view(), name="dossier"),
    path(
        "dossiers/<int:dossier>/competences/rate/",
        views.AssessmentSayAll.as_view(),
        name="assessment-say-all",
    ),
    path(
        "dossiers/<int:dossier>/competences/<int:pk>/",
        views.CompetenceShow.as_view(),
        name="competence",
    ),
    path(
        "dossiers/<int:dossier>/competences/<int:pk>/rate/",
        views.AssessmentSay.as_view(),
        name="assessment-say",
    ),
]
