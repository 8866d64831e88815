from competences.urls import (
    assessments,
    editing,
    evidence,
    frameworks,
    goals,
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
    *prior_learning.urlpatterns,
    *statements.urlpatterns,
]
