"""What an installation must have been told; `manage.py check --deploy` names what is missing."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from config import badge_key, clock, seal_key

SOON = dt.timedelta(days=60)
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


def has_a_seal_key(app_configs: Any, **kwargs: Any) -> list[checks.Warning]:
    """Without a certificate the papers that all have signed wait for their seal."""
    try:
        certificate = seal_key.seal_key().certificate
        seal_key.own_certificates()
    except seal_key.NoSealKey as error:
        return [checks.Warning(f"No paper can be sealed: {error}.", id="trialoog.W5")]
    if certificate.not_valid_after_utc - clock.now() < SOON:
        day = seal_key.expires_on(certificate)
        message = f"The certificate that seals papers expires on {day}."
        return [checks.Warning(message, id="trialoog.W6")]
    return []
