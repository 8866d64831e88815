from django.urls import path

from competences.views import evidence as views

urlpatterns = [
    path("dossiers/<int:dossier>/evidence/", views.EvidenceList.as_view(), name="evidence-list"),
    path("dossiers/<int:dossier>/evidence/add/", views.EvidenceAdd.as_view(), name="evidence-add"),
    path(
        "dossiers/<int:dossier>/evidence/feedback/",
        views.EvidenceFeedback.as_view(),
        name="evidence-feedback",
    ),
    path("evidence/<int:pk>/", views.EvidenceShow.as_view(), name="evidence"),
    path("evidence/<int:pk>/file/", views.EvidenceFile.as_view(), name="evidence-file"),
    path("evidence/<int:pk>/change/", views.EvidenceChange.as_view(), name="evidence-change"),
    path("evidence/<int:pk>/remove/", views.EvidenceRemove.as_view(), name="evidence-remove"),
]
