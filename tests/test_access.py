"""Every address of the URLconf x everybody of the cast: the answer that the rows promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config import clock
from tests.access import ACTORS, FORBIDDEN, SENT_ON, Row
from tests.cast import ALL_MARKS, TODAY, Cast, make_cast
from tests.walk import ROWS, session_of, words_in


def names_in(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if pattern.namespace != "admin":
                yield from names_in(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else str(pattern.pattern)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of this world are, as long as it lasts."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker, media) -> Iterator[Cast]:
    """One world for all rows, made once and rolled back at the end."""
    files = override_settings(MEDIA_ROOT=media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(cast, django_db_blocker) -> dict[str, str]:
    """Everybody signed in once; what a request does to a session is taken back with the rest."""
    with django_db_blocker.unblock():
        return {actor: session_of(user) for actor in ACTORS if (user := cast.actor(actor))}


def ask(row: Row, session: str | None, cast: Cast, address: str | None = None) -> HttpResponseBase:
    """What this session, or nobody's, is answered; `address` if it was made before."""
    client = Client()
    if session is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    address = address or reverse(row.name, args=row.args(cast))
    with clock.at(TODAY):
        return getattr(client, row.method)(address, row.data(cast))


@pytest.mark.django_db  # or pytest-django prepares no database when only these tests run
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_the_answer_that_is_promised(
    row, cast, sessions, media, settings, django_db_blocker
):
    settings.MEDIA_ROOT = media
    found, promised, leaks = {}, {actor: row.expected(actor) for actor in ACTORS}, []

    with django_db_blocker.unblock():
        before = transaction.savepoint()
        address = reverse(row.name, args=row.args(cast))
        for actor in ACTORS:
            point = transaction.savepoint()
            response = ask(row, sessions.get(actor), cast, address)
            found[actor] = response.status_code
            words = words_in(response)
            leaks += [(actor, mark) for mark in forbidden(actor, cast) if mark in words]
            transaction.savepoint_rollback(point)
        transaction.savepoint_rollback(before)

    assert found == promised
    assert leaks == []


def forbidden(actor: str, cast: Cast) -> set[str]:
    return ALL_MARKS - cast.may_read(actor)


def test_every_address_has_a_row():
    unlisted = set(names_in(get_resolver())) - {row.name for row in ROWS}

    assert unlisted == set()


def test_every_row_has_an_address():
    gone = {row.name for row in ROWS} - set(names_in(get_resolver()))

    assert gone == set()


@pytest.mark.django_db  # the database is made for this module's world
def test_the_administration_is_closed_to_the_whole_cast(cast, django_db_blocker):
    """Its own addresses stand in no row: nobody of the cast gets any of them."""
    pages = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    opened = []

    with django_db_blocker.unblock():
        for actor in ACTORS:
            client = Client()
            if (user := cast.actor(actor)) is not None:
                client.force_login(user)
            answers = [client.get(page) for page in [reverse("admin:index"), *pages]]
            opened += [
                (actor, answer.wsgi_request.path)
                for answer in answers
                if answer.status_code not in {SENT_ON, FORBIDDEN}
            ]

    assert len(pages) > 10
    assert opened == []
