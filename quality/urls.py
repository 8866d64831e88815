from django.urls import path

from quality.views import checklists, cycle_points, cycles, mirrors, points, scans, workplaces
from quality.visit_urls import urlpatterns as of_visits

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
    path("placements/<int:pk>/scans/", scans.ScanList.as_view(), name="scan-list"),
    path("placements/<int:pk>/scans/open/", scans.ScanOpen.as_view(), name="scan-open"),
    path("scans/<int:pk>/", scans.ScanShow.as_view(), name="scan"),
    path("scans/<int:pk>/view/", scans.ScanAnswer.as_view(), name="scan-answer"),
    path("scans/<int:pk>/close/", scans.ScanClose.as_view(), name="scan-close"),
    path("scans/<int:pk>/scan.pdf", scans.ScanPdf.as_view(), name="scan-pdf"),
    path("mirror/", mirrors.MirrorList.as_view(), name="mirror-list"),
    path("mirror/new/", mirrors.MirrorMake.as_view(), name="mirror-make"),
    path("mirror/<int:pk>/", mirrors.MirrorShow.as_view(), name="mirror"),
    path("mirror/<int:pk>/share/", mirrors.MirrorShare.as_view(), name="mirror-share"),
    path("mirror/<int:pk>/take-back/", mirrors.MirrorTakeBack.as_view(), name="mirror-take-back"),
    path(
        "mirror/<int:pk>/throw-away/",
        mirrors.MirrorThrowAway.as_view(),
        name="mirror-throw-away",
    ),
    *of_visits,
]
