from collections.abc import Iterator

import pytest

from accounts import reminders
from tests.delivery.servers import Moody


@pytest.fixture
def server(settings) -> Iterator[Moody]:
    """The portal's mail server, which takes everything until a test says otherwise."""
    with Moody() as moody:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = moody.address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1
        yield moody


@pytest.fixture(autouse=True)
def _rule(monkeypatch) -> None:
    """One rule, whose line names its subject."""
    monkeypatch.setattr(reminders, "_rules", dict(reminders._rules))
    reminders.register("test-delivery", render=lambda row: reminders.Line(f"Over {row.subject}"))
