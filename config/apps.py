from django.apps import AppConfig
from django.core import checks as django_checks

from config import checks


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        for check in (
            checks.told_where_it_is,
            checks.has_a_badge_key,
            checks.has_a_seal_key,
        ):
            django_checks.register(check, django_checks.Tags.security, deploy=True)
