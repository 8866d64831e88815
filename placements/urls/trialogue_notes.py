from django.urls import path

from placements.views import trialogue_notes as notes
from placements.views import trialogue_voices as voices

urlpatterns = [
    path("trialogues/<int:pk>/live/", voices.TrialogueLive.as_view(), name="trialogue-live"),
    path("trialogues/<int:pk>/note/", notes.TrialogueNoteWrite.as_view(), name="trialogue-note"),
    path(
        "trialogues/<int:pk>/notes/<slug:item>/history/",
        notes.TrialogueNoteHistory.as_view(),
        name="trialogue-note-history",
    ),
    path(
        "trialogues/<int:pk>/voices/<slug:voice>/<int:competence>/",
        voices.TrialogueSay.as_view(),
        name="trialogue-say",
    ),
    path("trialogues/<int:pk>/agree/", notes.TrialogueAgree.as_view(), name="trialogue-agree"),
    path(
        "trialogues/actions/<int:pk>/change/",
        notes.TrialogueActionChange.as_view(),
        name="trialogue-action-change",
    ),
    path(
        "trialogues/actions/<int:pk>/remove/",
        notes.TrialogueActionRemove.as_view(),
        name="trialogue-action-remove",
    ),
    path(
        "trialogues/actions/<int:pk>/finish/",
        notes.TrialogueActionFinish.as_view(),
        name="trialogue-action-finish",
    ),
]
