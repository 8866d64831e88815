from django.urls import path

from placements.views import changes, placements

urlpatterns = [
    path("placements/", placements.PlacementList.as_view(), name="placement-list"),
    path("placements/export/", placements.PlacementExport.as_view(), name="placement-export"),
    path("placements/<int:pk>/", placements.PlacementShow.as_view(), name="placement"),
    path(
        "placements/<int:pk>/period/",
        changes.PlacementChangePlan.as_view(),
        name="placement-change-plan",
    ),
    path(
        "placements/<int:pk>/kind/",
        changes.PlacementChangeKind.as_view(),
        name="placement-change-kind",
    ),
    path(
        "placements/<int:pk>/people/<str:role>/",
        changes.PlacementChangePerson.as_view(),
        name="placement-change-person",
    ),
    path("placements/<int:pk>/end/", changes.PlacementEnd.as_view(), name="placement-end"),
]
