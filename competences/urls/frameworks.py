from django.urls import path

from competences.views import framework_files as files
from competences.views import frameworks as views

urlpatterns = [
    path("frameworks/", views.FrameworkList.as_view(), name="framework-list"),
    path("frameworks/import/", views.FrameworkImportStart.as_view(), name="framework-import"),
    path("frameworks/import/<int:pk>/", views.FrameworkPreview.as_view(), name="framework-preview"),
    path(
        "frameworks/template/<str:kind>/",
        files.FrameworkTemplate.as_view(),
        name="framework-template",
    ),
    path(
        "frameworks/<int:pk>/export/<str:kind>/",
        files.FrameworkExport.as_view(),
        name="framework-export",
    ),
    path("frameworks/<int:pk>/", views.FrameworkVersionShow.as_view(), name="framework-version"),
    path(
        "frameworks/<int:pk>/publish/", views.FrameworkPublish.as_view(), name="framework-publish"
    ),
]
