import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from config import clock
from tests.demo.world import TODAY


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The cast and both lists, filled once for all tests of the demo; answers where files are."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(TODAY):
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
        call_command("demo_data", verbosity=0, stage="roster")
        yield settings.MEDIA_ROOT
        transaction.set_rollback(True)
