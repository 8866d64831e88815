"""The wall around reflections: 1,000 random lives (`make wall`), a few of them in the suite."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from placements.models.reflection import ReflectionQuerySet
from tests.cast import Cast, make_cast
from tests.placements.wall import run

SEQUENCES = int(os.environ.get("WALL_SEQUENCES", "8"))
RED = min(SEQUENCES, 8)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker, media) -> Iterator[Cast]:
    """One world, made once; each sequence is rolled back."""
    files = override_settings(MEDIA_ROOT=media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_nobody_meets_a_mark_that_was_not_opened_to_them(cast, media, settings, django_db_blocker):
    settings.MEDIA_ROOT = media

    with django_db_blocker.unblock():
        figures = run(cast, range(SEQUENCES))

    print(f"\nReflection wall: {figures}")
    assert figures.leaks == []
    assert figures.sequences == SEQUENCES


@pytest.mark.django_db
def test_the_same_proof_finds_a_wall_that_is_open(
    cast, media, settings, django_db_blocker, monkeypatch
):
    """The red control: what is searched for can be found."""
    settings.MEDIA_ROOT = media
    monkeypatch.setattr(ReflectionQuerySet, "visible_to", lambda self, user: self.all())

    with django_db_blocker.unblock():
        figures = run(cast, range(RED))

    print(f"\nWith the wall open: {figures}")
    assert len(figures.leaks) > 0
