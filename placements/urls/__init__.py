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
    *shortenings.urlpatterns,
    *agreements.urlpatterns,
    *portfolios.urlpatterns,
    *imports.urlpatterns,
    *overviews.urlpatterns,
]
