from django.urls import path

from placements.views import trialogue_notes as views

urlpatterns = [
    path(
        "trialogues/<int:pk>/note/",
        views.TrialogueNoteWrite.as_view(),
        name="trialogue-note",
    ),
    path(
        "trialogues/<int:pk>/agree/",
        views.TrialogueAgree.as_view(),
        name="trialogue-agree",
    ),
    path(
        "trialogues/actions/<int:pk>/finish/",
        views.TrialogueActionFinish.as_view(),
        name="trialogue-action-finish",
    ),
]
