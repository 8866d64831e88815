from django.urls import path

from competences.views import frameworks as views

urlpatterns = [
    path("frameworks/", views.FrameworkList.as_view(), name="framework-list"),
    path("frameworks/import/", views.FrameworkImportStart.as_view(), name="framework-import"),
    path("frameworks/import/<int:pk>/", views.FrameworkPreview.as_view(), name="framework-preview"),
    path("frameworks/<int:pk>/", views.FrameworkVersionShow.as_view(), name="framework-version"),
    path(
        "frameworks/<int:pk>/publish/", views.FrameworkPublish.as_view(), name="framework-publish"
    ),
]
