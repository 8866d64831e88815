"""`check --deploy` says what an installation was not told."""

import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import call_command

from config import badge_key, clock
from config.checks import has_a_badge_key, has_a_seal_key, told_where_it_is
from tests.seal_keys import certificate, new_key, write_pem


def test_defaults_of_ones_own_machine_are_named(settings):
    settings.SITE_URL = "http://localhost:8000"
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

    assert [found.id for found in told_where_it_is(None)] == [
        "trialoog.W1",
        "trialoog.W2",
        "trialoog.W3",
    ]


def test_an_installation_that_was_told_passes(settings):
    settings.SITE_URL = "https://trialoog.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ALLOWED_HOSTS = ["trialoog.example.org"]

    assert told_where_it_is(None) == []


def test_the_check_belongs_to_deployment_only(capsys):
    call_command("check")

    assert "trialoog.W" not in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["none", "missing", "small", "not a key"])
def test_a_key_that_cannot_sign_badges_is_named(settings, tmp_path, kind):
    path = tmp_path / "key.pem"
    settings.DEMO = settings.DEBUG = False
    settings.BADGE_KEY_FILE = "" if kind == "none" else str(path)
    if kind == "not a key":
        path.write_text("hello")
    if kind == "small":
        key = rsa.generate_private_key(65537, 1024)  # noqa: S505 (too small on purpose)
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        )

    assert [found.id for found in has_a_badge_key(None)] == ["trialoog.W4"]


def test_a_key_that_was_given_passes(settings):
    assert Path(settings.BADGE_KEY_FILE).name == "badge-key.pem"
    badge_key.signing_key()
    settings.DEMO = settings.DEBUG = False

    assert has_a_badge_key(None) == []


@pytest.mark.parametrize(
    ("days", "found"), [(-1, ["trialoog.W5"]), (59, ["trialoog.W6"]), (99, [])]
)
def test_a_certificate_that_ends_is_named_in_time(settings, tmp_path, days, found):
    key = new_key()
    until = clock.now() + dt.timedelta(days=days)
    key_file, file = write_pem(tmp_path, key, certificate(key, "Leiekant", until=until))
    settings.SEAL_KEY_FILE, settings.SEAL_CERTIFICATE_FILE = str(key_file), str(file)
    settings.DEMO = settings.DEBUG = False

    assert [one.id for one in has_a_seal_key(None)] == found


def test_an_installation_without_a_certificate_is_told(settings):
    settings.SEAL_KEY_FILE, settings.DEMO, settings.DEBUG = "", False, False

    assert [one.id for one in has_a_seal_key(None)] == ["trialoog.W5"]


def test_an_old_certificate_that_cannot_be_read_is_named(settings, tmp_path):
    settings.SEAL_OLD_CERTIFICATES = [str(tmp_path / "gone.pem")]

    assert [one.id for one in has_a_seal_key(None)] == ["trialoog.W5"]
