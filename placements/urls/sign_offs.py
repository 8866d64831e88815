from django.urls import path

from placements.views import sign_offs as views

urlpatterns = [
    path(
        "trialogues/<int:pk>/sign-off/",
        views.TrialogueSignOff.as_view(),
        name="trialogue-sign-off",
    ),
    path(
        "trialogues/<int:pk>/report.pdf", views.TrialogueReport.as_view(), name="trialogue-report"
    ),
]
