from django.urls import path

from placements.views import finalising, trialogue_plans
from placements.views import trialogues as views

urlpatterns = [
    path("trialogues/", views.TrialogueList.as_view(), name="trialogue-list"),
    path("placements/<int:pk>/trialogues/", views.TrialogueList.as_view(), name="trialogue-list"),
    path(
        "placements/<int:pk>/trialogues/plan/",
        trialogue_plans.TrialoguePlan.as_view(),
        name="trialogue-plan",
    ),
    path("placements/<int:pk>/finalise/", finalising.Finalise.as_view(), name="finalise"),
    path("trialogues/<int:pk>/", views.TrialogueShow.as_view(), name="trialogue"),
    path(
        "trialogues/<int:pk>/move/",
        trialogue_plans.TrialogueMove.as_view(),
        name="trialogue-move",
    ),
    path(
        "trialogues/<int:pk>/cancel/",
        trialogue_plans.TrialogueCancel.as_view(),
        name="trialogue-cancel",
    ),
    path(
        "trialogues/<int:pk>/calendar.ics",
        trialogue_plans.TrialogueCalendar.as_view(),
        name="trialogue-calendar",
    ),
    path("trialogues/<int:pk>/hold/", views.TrialogueHold.as_view(), name="trialogue-hold"),
]
