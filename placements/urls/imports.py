from django.urls import path

from placements.views import imports as views

urlpatterns = [
    path("placements/import/", views.RosterImportStart.as_view(), name="roster-import"),
    path(
        "placements/import/<int:pk>/columns/",
        views.RosterColumns.as_view(),
        name="roster-columns",
    ),
    path("placements/import/<int:pk>/", views.RosterPreview.as_view(), name="roster-preview"),
    path(
        "placements/import/<int:pk>/confirm/",
        views.RosterConfirm.as_view(),
        name="roster-confirm",
    ),
    path("placements/import/<int:pk>/faults/", views.RosterFaults.as_view(), name="roster-faults"),
]
