"""Evidence of signing, papers and reasons stay with those who see the agreement; no program gets
any of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.enums import SignInMethod
from config import clock
from placements.actions import scans, sightings, signing
from placements.actions.signing import Evidence
from tests.access import Row
from tests.cast import TODAY, Cast, make_cast
from tests.placements.signers import scanned
from tests.walk import ROWS, words_in

ADDRESS, BROWSER, WHY = "203.0.113.77", "MarkedBrowser/7", "mark-why-refused-5d1e"
PAPER = "mark-paper-9ac2"
MARKS = (ADDRESS, "203.0.113", BROWSER, WHY, PAPER)
STRANGERS = ("former_mentor", "teacher", "classmate", "other_student", "other_mentor")
PARTS = ("placements:agreement", "placements:scan", "placements:sign-", "accounts:job")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def there(settings, media) -> None:
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker, media) -> Iterator[Cast]:
    """The student has signed, the coach's paper was sent back, and the mentor refused."""
    files = override_settings(MEDIA_ROOT=media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        made = make_cast()
        with clock.at(TODAY):
            _sign(made)
        yield made
        transaction.set_rollback(True)


def _sign(cast: Cast) -> None:
    paper = cast.agreement
    sightings.shown(by=cast.student, agreement=paper)
    evidence = Evidence(SignInMethod.CODE, clock.now(), ADDRESS, BROWSER)
    said = {"sha256": paper.sha256, "typed_name": "Amina Bouzid", "language": "nl"}
    signing.sign(by=cast.student, agreement=paper, evidence=evidence, **said)
    day = TODAY.date()
    scan = scans.bring(
        by=cast.coach, agreement=paper, role="coach", upload=scanned(), signed_on=day
    )
    scans.reject(by=cast.coordinator, scan=scan, reason=PAPER)
    signing.refuse(by=cast.mentor, agreement=paper, reason=WHY)


def found(cast: Cast, actors: tuple[str, ...], rows: list[Row]) -> tuple[int, list[tuple]]:
    """(pages asked, those on which a mark stood), each in a savepoint."""
    asked, leaks = 0, []
    for actor in actors:
        client = Client()
        client.force_login(cast.actor(actor))
        for row in rows:
            point = transaction.savepoint()
            with clock.at(TODAY):
                address = reverse(row.name, args=row.args(cast))
                words = words_in(client.get(address))
            leaks += [(actor, str(row), mark) for mark in MARKS if mark in words]
            transaction.savepoint_rollback(point)
            asked += 1
    return asked, leaks


@pytest.mark.django_db
def test_no_stranger_reads_evidence_papers_or_reasons(cast, django_db_blocker):
    rows = [row for row in ROWS if row.method == "get" and row.name.startswith(PARTS)]
    with django_db_blocker.unblock():
        asked, leaks = found(cast, STRANGERS, rows)
        _asked, seen = found(cast, ("coach",), rows)

    assert leaks == []
    assert asked > 50
    assert {mark for _actor, _row, mark in seen} >= {WHY}  # the search finds what is shown


@pytest.mark.django_db
def test_no_program_gets_evidence_of_anybody(cast, django_db_blocker):
    rows = [row for row in ROWS if row.method == "get" and row.name.startswith("api-")]
    everybody = ("student", "mentor", "coach", "coordinator", *STRANGERS)
    with django_db_blocker.unblock():
        asked, leaks = found(cast, everybody, rows)

    assert leaks == []
    assert asked > 50
