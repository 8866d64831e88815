from django.urls import path

from placements.views import documents

urlpatterns = [
    path("documents/", documents.DocumentPack.as_view(), name="document-pack"),
]
