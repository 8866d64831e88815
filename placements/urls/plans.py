from django.urls import path

from placements.views import closures, plans

urlpatterns = [
    path("placements/<int:pk>/plan/", plans.PlanShow.as_view(), name="plan"),
    path("placements/<int:pk>/plan/date/", plans.PlanDate.as_view(), name="plan-date"),
    path(
        "placements/<int:pk>/plan/date/clear/",
        plans.PlanDateClear.as_view(),
        name="plan-date-clear",
    ),
    path("placements/<int:pk>/plan/copy/", plans.PlanCopy.as_view(), name="plan-copy"),
    path("placements/<int:pk>/plan/week/", plans.WeekPropose.as_view(), name="week-propose"),
    path("weeks/<int:pk>/", plans.WeekAnswer.as_view(), name="week-answer"),
    path("weeks/<int:pk>/agree/", plans.WeekAgree.as_view(), name="week-agree"),
    path("weeks/<int:pk>/withdraw/", plans.WeekWithdraw.as_view(), name="week-withdraw"),
    path("placements/<int:pk>/plan/away/", plans.AwayReport.as_view(), name="away-report"),
    path("away/<int:pk>/change/", plans.AwayChange.as_view(), name="away-change"),
    path("away/<int:pk>/remove/", plans.AwayRemove.as_view(), name="away-remove"),
    path("closures/", closures.ClosureList.as_view(), name="closure-list"),
    path("closures/add/", closures.ClosureAdd.as_view(), name="closure-add"),
    path("closures/<int:pk>/change/", closures.ClosureChange.as_view(), name="closure-change"),
    path("closures/<int:pk>/remove/", closures.ClosureRemove.as_view(), name="closure-remove"),
]
