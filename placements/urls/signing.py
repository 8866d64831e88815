from django.urls import path

from placements.views import scans, sign_many, sign_room, signing

urlpatterns = [
    path("agreements/<int:pk>/sign/", signing.AgreementSign.as_view(), name="agreement-sign"),
    path("agreements/<int:pk>/refuse/", signing.AgreementRefuse.as_view(), name="agreement-refuse"),
    path("agreements/sign/", sign_many.SignMany.as_view(), name="sign-many"),
    path(
        "agreements/<int:pk>/room/<int:person>/",
        sign_room.SignRoom.as_view(),
        name="sign-room",
    ),
    path("agreements/room/<str:token>/", sign_room.SignRoomCode.as_view(), name="sign-room-code"),
    path("agreements/<int:pk>/paper/<str:role>/", scans.ScanBring.as_view(), name="scan-bring"),
    path("agreements/scans/<int:pk>/", scans.ScanCheck.as_view(), name="scan-check"),
    path("agreements/scans/<int:pk>/file/", scans.ScanFile.as_view(), name="scan-file"),
]
