from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlacementsConfig(AppConfig):
    name = "placements"

    def ready(self) -> None:
        autodiscover_modules("papers")
