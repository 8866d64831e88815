from placements.urls import (
    agreements,
    days,
    imports,
    placements,
    portfolios,
    reflections,
    shortenings,
    trialogues,
)

app_name = "placements"
urlpatterns = [
    *placements.urlpatterns,
    *days.urlpatterns,
    *reflections.urlpatterns,
    *trialogues.urlpatterns,
    *shortenings.urlpatterns,
    *agreements.urlpatterns,
    *portfolios.urlpatterns,
    *imports.urlpatterns,
]
