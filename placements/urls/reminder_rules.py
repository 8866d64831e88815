from django.urls import path

from placements.views import reminder_rules as views

RULE = "programmes/<int:pk>/reminders/<slug:rule>/<slug:audience>/"

urlpatterns = [
    path("reminders/", views.ProgrammeChoose.as_view(), name="reminders"),
    path(
        "programmes/<int:pk>/reminders/",
        views.ReminderRuleList.as_view(),
        name="reminder-rule-list",
    ),
    path(
        "programmes/<int:pk>/reminders/preview/",
        views.ReminderPreview.as_view(),
        name="reminder-preview",
    ),
    path(RULE, views.ReminderRuleChange.as_view(), name="reminder-rule-change"),
    path(f"{RULE}restore/", views.ReminderRuleRestore.as_view(), name="reminder-rule-restore"),
    path(
        "placements/<int:pk>/messages/",
        views.PlacementMessages.as_view(),
        name="placement-messages",
    ),
]
