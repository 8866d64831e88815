from django.urls import path

from competences.views import assessments, course_units, saying

urlpatterns = [
    path("dossiers/<int:dossier>/competences/", assessments.DossierShow.as_view(), name="dossier"),
    path(
        "dossiers/<int:dossier>/competences/rate/",
        saying.AssessmentSayAll.as_view(),
        name="assessment-say-all",
    ),
    path(
        "dossiers/<int:dossier>/competences/<int:pk>/",
        assessments.CompetenceShow.as_view(),
        name="competence",
    ),
    path(
        "dossiers/<int:dossier>/competences/<int:pk>/rate/",
        saying.AssessmentSay.as_view(),
        name="assessment-say",
    ),
    path(
        "dossiers/<int:dossier>/competences/<int:pk>/correct/<int:event>/",
        saying.AssessmentCorrect.as_view(),
        name="assessment-correct",
    ),
    path(
        "dossiers/<int:dossier>/competences/<int:pk>/enter/",
        saying.AssessmentEnter.as_view(),
        name="assessment-enter",
    ),
    path("dossiers/<int:dossier>/voices/open/", saying.VoicesOpen.as_view(), name="voices-open"),
    path(
        "course-units/<int:pk>/first-round/",
        course_units.FirstRoundSet.as_view(),
        name="first-round-set",
    ),
]
