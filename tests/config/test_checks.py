"""`check --deploy` says what an installation was not told."""

from django.core.management import call_command

from config.checks import told_where_it_is


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
