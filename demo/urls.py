from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.CastList.as_view(), name="cast-list"),
    path("demo/sign-in/", views.CastSignIn.as_view(), name="cast-sign-in"),
]
