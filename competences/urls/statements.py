from django.urls import path

from competences.views import statements as views

urlpatterns = [
    path("dossiers/<int:dossier>/statement.pdf", views.Statement.as_view(), name="statement"),
]
