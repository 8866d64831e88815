from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

REGISTERS = ("todos", "news", "panels", "menu", "jobs", "emails", "doors")


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Apps above fill these registers; tasks are known by name from the web process too.
        autodiscover_modules(*REGISTERS, "tasks", "api.schema")
