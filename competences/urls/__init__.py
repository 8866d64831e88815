from competences.urls import assessments, frameworks, statements

app_name = "competences"
urlpatterns = [
    *assessments.urlpatterns,
    *frameworks.urlpatterns,
    *statements.urlpatterns,
]
