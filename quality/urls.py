from django.urls import path

from quality.views import checklists, cycle_points, cycles, points, workplaces

app_name = "quality"
CYCLE = "quality/cycles/<int:pk>"
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
    path(
        "workplaces/<int:pk>/checklist/",
        workplaces.WorkplaceChecklist.as_view(),
        name="workplace-checklist",
    ),
    path("quality/cycles/", cycles.CycleList.as_view(), name="cycle-list"),
    path("quality/cycles/open/", cycles.CycleOpen.as_view(), name="cycle-open"),
    path(f"{CYCLE}/", cycles.CycleShow.as_view(), name="cycle"),
    path(f"{CYCLE}/invite/", cycles.CycleInvite.as_view(), name="cycle-invite"),
    path(f"{CYCLE}/answers/", cycle_points.CycleAnswer.as_view(), name="cycle-answer"),
    path(f"{CYCLE}/discuss/", cycles.CycleDiscuss.as_view(), name="cycle-discuss"),
    path(f"{CYCLE}/points/<int:item>/", cycle_points.CyclePoint.as_view(), name="cycle-point"),
    path(f"{CYCLE}/actions/add/", cycle_points.CycleActionAdd.as_view(), name="cycle-action-add"),
    path(
        "quality/actions/<int:pk>/done/",
        cycle_points.CycleActionFinish.as_view(),
        name="cycle-action-finish",
    ),
    path(f"{CYCLE}/conclude/", cycles.CycleConclude.as_view(), name="cycle-conclude"),
    path(f"{CYCLE}/compare/", cycles.CycleCompare.as_view(), name="cycle-compare"),
    path(f"{CYCLE}/checklist.pdf", cycles.CyclePdf.as_view(), name="cycle-pdf"),
    path("quality/points/<int:pk>/history/", points.PointHistory.as_view(), name="point-history"),
    path("quality/points/", points.PointList.as_view(), name="point-list"),
    path("quality/points/new/", points.PointAdd.as_view(), name="point-add"),
    path("quality/points/<int:pk>/", points.PointChange.as_view(), name="point-change"),
    path("quality/points/<int:pk>/retire/", points.PointRetire.as_view(), name="point-retire"),
]
