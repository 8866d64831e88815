from django.urls import path

from placements.views import agreements

urlpatterns = [
    path("agreements/open/", agreements.AgreementOpen.as_view(), name="agreement-open"),
    path("agreements/send/", agreements.AgreementSend.as_view(), name="agreement-send"),
    path("agreements/<int:pk>/", agreements.AgreementShow.as_view(), name="agreement"),
    path("agreements/<int:pk>/pdf/", agreements.AgreementPdf.as_view(), name="agreement-pdf"),
    path(
        "agreements/<int:pk>/pdf/shown/",
        agreements.AgreementPdfShown.as_view(),
        name="agreement-pdf-shown",
    ),
    path(
        "agreements/<int:pk>/withdraw/",
        agreements.AgreementWithdraw.as_view(),
        name="agreement-withdraw",
    ),
]
