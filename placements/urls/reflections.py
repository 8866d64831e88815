from django.urls import path

from placements.views import reflections as views

urlpatterns = [
    path(
        "placements/<int:pk>/reflections/", views.ReflectionList.as_view(), name="reflection-list"
    ),
    path(
        "placements/<int:pk>/reflections/write/",
        views.ReflectionWrite.as_view(),
        name="reflection-write",
    ),
    path(
        "reflections/<int:pk>/change/", views.ReflectionChange.as_view(), name="reflection-change"
    ),
    path(
        "reflections/<int:pk>/remove/", views.ReflectionRemove.as_view(), name="reflection-remove"
    ),
]
