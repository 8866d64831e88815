from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CompetencesConfig(AppConfig):
    name = "competences"

    def ready(self) -> None:
        # The app above tells what it knows around a dossier: see competences/surroundings.py.
        autodiscover_modules("surroundings")
