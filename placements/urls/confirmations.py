from django.urls import path

from placements.views import confirmations as views

urlpatterns = [
    path("days/<int:pk>/confirm/", views.DayConfirm.as_view(), name="day-confirm"),
    path("days/<int:pk>/return/", views.DayReturn.as_view(), name="day-return"),
]
