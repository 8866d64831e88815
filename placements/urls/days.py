from django.urls import path

from placements.views import day_entries, shell
from placements.views import days as views

urlpatterns = [
    path("placements/<int:pk>/days/", views.DayList.as_view(), name="day-list"),
    path("placements/<int:pk>/days/log/", views.DayLog.as_view(), name="day-log"),
    path(
        "placements/<int:pk>/days/as-planned/", views.DayAsPlanned.as_view(), name="day-as-planned"
    ),
    path("placements/<int:pk>/days/sync/", day_entries.DaySync.as_view(), name="day-sync"),
    path("placements/<int:pk>/days/draft/", day_entries.DayDraftKeep.as_view(), name="day-draft"),
    path("days/<int:pk>/", views.DayShow.as_view(), name="day"),
    path("days/<int:pk>/change/", views.DayChange.as_view(), name="day-change"),
    path("days/<int:pk>/correct/", views.DayCorrect.as_view(), name="day-correct"),
    path("days/kit/", day_entries.DayKit.as_view(), name="day-kit"),
    path("days/drafts/<int:pk>/drop/", day_entries.DayDraftDrop.as_view(), name="day-draft-drop"),
    path("days/conflicts/<int:pk>/", day_entries.DaySettle.as_view(), name="day-settle"),
    # At the root, because a service worker has no say above its own address.
    path("offline/", day_entries.DayOffline.as_view(), name="day-offline"),
    path("sw.js", shell.ServiceWorker.as_view(), name="service-worker"),
    path("manifest.webmanifest", shell.Manifest.as_view(), name="manifest"),
]
