from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # The two registers that apps above fill: what waits for a person, and background work.
        autodiscover_modules("todos", "jobs")
