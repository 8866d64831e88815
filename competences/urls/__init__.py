from competences.urls import (
    assessments,
    editing,
    evidence,
    frameworks,
    goals,
    moves,
    overlay,
    prior_learning,
    statements,
)

app_name = "competences"
urlpatterns = [
    *assessments.urlpatterns,
    *editing.urlpatterns,
    *evidence.urlpatterns,
    *frameworks.urlpatterns,
    *goals.urlpatterns,
    *moves.urlpatterns,
    *prior_learning.urlpatterns,
    *overlay.urlpatterns,
    *statements.urlpatterns,
]
