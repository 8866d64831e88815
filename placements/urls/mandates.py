from django.urls import path

from placements.views import mandates, signatories

urlpatterns = [
    path("placements/<int:pk>/people/", mandates.MandateList.as_view(), name="mandate-list"),
    path(
        "placements/<int:pk>/people/deputy/",
        mandates.DeputyAdd.as_view(),
        name="deputy-add",
    ),
    path(
        "placements/<int:pk>/people/deputy/<int:voice>/end/",
        mandates.DeputyEnd.as_view(),
        name="deputy-end",
    ),
    path(
        "placements/<int:pk>/people/hand-over/",
        mandates.HandOverAsk.as_view(),
        name="hand-over-ask",
    ),
    path(
        "placements/<int:pk>/people/hand-over/close/",
        mandates.HandOverClose.as_view(),
        name="hand-over-close",
    ),
    path("hand-over/", mandates.HandOver.as_view(), name="hand-over"),
    path("signatories/", signatories.SignatoryList.as_view(), name="signatory-list"),
    path(
        "workplaces/<int:pk>/signatory/",
        signatories.SignatoryAppoint.as_view(),
        name="signatory-appoint",
    ),
    path(
        "signatories/<int:pk>/end/",
        signatories.SignatoryEnd.as_view(),
        name="signatory-end",
    ),
    path("agreements/", signatories.SignatoryAgreements.as_view(), name="signatory-agreements"),
]
