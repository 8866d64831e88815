from django.urls import path

from placements.views import feeds
from placements.views import moments as views

urlpatterns = [
    path(
        "placements/<int:pk>/moments/propose/",
        views.MomentPropose.as_view(),
        name="moment-propose",
    ),
    path(
        "trialogues/<int:pk>/moments/propose/",
        views.MomentProposeAgain.as_view(),
        name="moment-propose-again",
    ),
    path("moments/<int:pk>/", views.MomentShow.as_view(), name="moment"),
    path("moments/<int:pk>/answer/", views.MomentAnswer.as_view(), name="moment-answer"),
    path("moments/<int:pk>/none/", views.MomentNone.as_view(), name="moment-none"),
    path("moments/<int:pk>/fix/", views.MomentFix.as_view(), name="moment-fix"),
    path("moments/<int:pk>/withdraw/", views.MomentWithdraw.as_view(), name="moment-withdraw"),
    path("profile/calendar/", feeds.Feed.as_view(), name="feed"),
    path("profile/calendar/revoke/", feeds.FeedRevoke.as_view(), name="feed-revoke"),
    path("c/<str:token>.ics", feeds.FeedRead.as_view(), name="feed-read"),
]
