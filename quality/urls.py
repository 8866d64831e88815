from django.urls import path

from quality.views import checklists, points

app_name = "quality"
urlpatterns = [
    path("placements/<int:pk>/checklist/", checklists.ChecklistShow.as_view(), name="checklist"),
    path(
        "placements/<int:pk>/checklist/answers/",
        checklists.ChecklistAnswer.as_view(),
        name="checklist-answer",
    ),
    path(
        "placements/<int:pk>/checklist.pdf", checklists.ChecklistPdf.as_view(), name="checklist-pdf"
    ),
    path("quality/points/", points.PointList.as_view(), name="point-list"),
    path("quality/points/new/", points.PointAdd.as_view(), name="point-add"),
    path("quality/points/<int:pk>/", points.PointChange.as_view(), name="point-change"),
    path("quality/points/<int:pk>/retire/", points.PointRetire.as_view(), name="point-retire"),
]
