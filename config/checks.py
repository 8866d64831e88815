"""What an installation must have been told; `manage.py check --deploy` names what is missing."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from config import badge_key

HERE = {"localhost", "127.0.0.1", "::1"}


def told_where_it_is(app_configs: Any, **kwargs: Any) -> list[checks.Warning]:
    """Settings whose defaults only fit one's own machine: mails would lead nowhere with them."""
    found = []
    if urlsplit(settings.SITE_URL).hostname in HERE:
        found.append(
            checks.Warning("SITE_URL is not set: links in mails would lead here.", id="trialoog.W1")
        )
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(checks.Warning("EMAIL_URL is not set: no mail would leave.", id="trialoog.W2"))
    if set(settings.ALLOWED_HOSTS) <= {*HERE, "[::1]"}:
        found.append(
            checks.Warning("ALLOWED_HOSTS is not set: no other machine gets in.", id="trialoog.W3")
        )
    return found


def has_a_badge_key(app_configs: Any, **kwargs: Any) -> list[checks.Warning]:
    """Without its own key an institution cannot issue competence statements."""
    try:
        badge_key.public_keys()
    except badge_key.NoBadgeKey as error:
        return [checks.Warning(f"No statements can be issued: {error}.", id="trialoog.W4")]
    return []
