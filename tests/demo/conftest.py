import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from accounts.models import User
from competences.models import Programme
from config import clock
from demo import agreements, rest, signing
from demo.people import told
from tests.demo.world import TODAY


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The cast and both lists, filled once for all tests of the demo; answers where files are."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(TODAY):
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
        call_command("demo_data", verbosity=0, stage="roster")
        yield settings.MEDIA_ROOT
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def papers(world, django_db_blocker):
    """On top of that, the agreements of the list in all their states; answers who coordinates."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(TODAY):
        wim = User.objects.get(email=told()["staff"]["wim"]["email"])
        with translation.override("nl"):
            rest.open_some_agreements(by=wim)
            agreements.let_them_live(by=wim)
            agreements.change_a_contact(by=wim, today=TODAY)
            signing.sign_in_ways(Programme.objects.get(code="accounting"), by=wim)
        yield wim
        transaction.set_rollback(True)
