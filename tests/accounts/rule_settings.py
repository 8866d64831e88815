"""The settings of the portal with one app more, for the workers of a test."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.accounts.rule_app"]
