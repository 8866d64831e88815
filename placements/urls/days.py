from django.urls import path

from placements.views import days as views

urlpatterns = [
    path("placements/<int:pk>/days/", views.DayList.as_view(), name="day-list"),
    path("placements/<int:pk>/days/log/", views.DayLog.as_view(), name="day-log"),
    path(
        "placements/<int:pk>/days/as-planned/", views.DayAsPlanned.as_view(), name="day-as-planned"
    ),
    path("days/<int:pk>/", views.DayShow.as_view(), name="day"),
    path("days/<int:pk>/change/", views.DayChange.as_view(), name="day-change"),
    path("days/<int:pk>/correct/", views.DayCorrect.as_view(), name="day-correct"),
]
