from django.urls import path

from placements.views.unreached import Unreached

urlpatterns = [path("people/<int:pk>/mail/", Unreached.as_view(), name="unreached")]
