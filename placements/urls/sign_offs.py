from django.urls import path

from placements.views import agreed
from placements.views import sign_off_room as room
from placements.views import sign_offs as views

urlpatterns = [
    path(
        "trialogues/<int:pk>/sign-off/",
        views.TrialogueSignOff.as_view(),
        name="trialogue-sign-off",
    ),
    path(
        "trialogues/<int:pk>/sign-off/state/",
        views.SignOffState.as_view(),
        name="sign-off-state",
    ),
    path("trialogues/<int:pk>/close/", views.TrialogueClose.as_view(), name="trialogue-close"),
    path(
        "trialogues/<int:pk>/sign-off/<int:person>/here/",
        room.SignOffHere.as_view(),
        name="sign-off-here",
    ),
    path(
        "trialogues/<int:pk>/sign-off/<int:person>/code/",
        room.SignOffCode.as_view(),
        name="sign-off-code",
    ),
    path("sign-off/", room.SignOffPassed.as_view(), name="sign-off-passed"),
    path("sign-off/back/", room.SignOffReturn.as_view(), name="sign-off-return"),
    path("t/thanks/", room.SignOffThanks.as_view(), name="sign-off-thanks"),
    path("t/<str:token>/", room.SignOffTicketPage.as_view(), name="sign-off-ticket"),
    path("trialogues/actions/<int:pk>/", agreed.AgreedShow.as_view(), name="agreed"),
    path("trialogues/<int:pk>/correct/", views.ReportCorrect.as_view(), name="report-correct"),
    path(
        "trialogues/<int:pk>/report.pdf", views.TrialogueReport.as_view(), name="trialogue-report"
    ),
    path(
        "trialogues/<int:pk>/report/<int:version>/",
        views.ReportEarlier.as_view(),
        name="report-earlier",
    ),
    path(
        "trialogues/<int:pk>/report/<int:version>.pdf",
        views.ReportEarlierPaper.as_view(),
        name="report-earlier-paper",
    ),
]
