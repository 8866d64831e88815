from django.apps import AppConfig
from django.core import checks as django_checks

from config import checks


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        django_checks.register(checks.told_where_it_is, django_checks.Tags.security, deploy=True)
