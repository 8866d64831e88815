from django.urls import path

from placements.views import cohort, movement, route

urlpatterns = [
    path("route/", route.RouteShow.as_view(), name="route"),
    path("board/movement/", movement.MovementShow.as_view(), name="movement"),
    path("cohort/", cohort.CohortShow.as_view(), name="cohort"),
    path("cohort/cohort.xlsx", cohort.CohortExport.as_view(), name="cohort-export"),
    path("cohort/cohort.pdf", cohort.CohortPaper.as_view(), name="cohort-paper"),
]
