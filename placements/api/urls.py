from rest_framework.routers import SimpleRouter

from placements.api.views import DayViewSet, PlacementViewSet

router = SimpleRouter()
router.register("placements", PlacementViewSet, basename="api-placement")
router.register("days", DayViewSet, basename="api-day")

urlpatterns = router.urls
