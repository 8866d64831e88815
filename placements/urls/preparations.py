from django.urls import path

from placements.views import preparations as views

urlpatterns = [
    path("trialogues/<int:pk>/prepare/", views.PreparationShow.as_view(), name="preparation"),
    path(
        "trialogues/<int:pk>/prepare/write/",
        views.PreparationWrite.as_view(),
        name="preparation-write",
    ),
    path(
        "trialogues/<int:pk>/prepare/ready/",
        views.PreparationReady.as_view(),
        name="preparation-ready",
    ),
    path(
        "trialogues/<int:pk>/prepare/take-back/",
        views.PreparationTakeBack.as_view(),
        name="preparation-take-back",
    ),
    path("trialogues/<int:pk>/agenda/", views.AgendaAdd.as_view(), name="agenda-add"),
    path("trialogues/agenda/<int:pk>/remove/", views.AgendaRemove.as_view(), name="agenda-remove"),
]
