from placements.urls import (
    agreements,
    confirmations,
    days,
    imports,
    overviews,
    placements,
    plans,
    portfolios,
    reflections,
    shortenings,
    sign_offs,
    trialogue_notes,
    trialogues,
)

app_name = "placements"
urlpatterns = [
    *placements.urlpatterns,
    *plans.urlpatterns,
    *days.urlpatterns,
    *confirmations.urlpatterns,
    *reflections.urlpatterns,
    *trialogues.urlpatterns,
    *trialogue_notes.urlpatterns,
    *sign_offs.urlpatterns,
    *shortenings.urlpatterns,
    *agreements.urlpatterns,
    *portfolios.urlpatterns,
    *imports.urlpatterns,
    *overviews.urlpatterns,
]
