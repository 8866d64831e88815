from django.urls import path

from mentors.views import desk

app_name = "mentors"
urlpatterns = [
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/seen/", desk.DeskSeen.as_view(), name="desk-seen"),
]
