"""Over every address of the matrix: a deputy gets the mentor's answers, and whoever's mandate has
ended those of a stranger, on the same day and in the session that was open before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal
from placements.actions import mandates, placements, signatories
from tests.access import FORBIDDEN, OK, Row
from tests.cast import ALL_MARKS, TODAY, Cast, make_cast
from tests.factories import make_user
from tests.walk import ROWS, session_of, words_in

# One's own: of the person rather than the mandate.
OWN = {
    "mentors:guide",
    "mentors:guide-read",
    "mentors:training",
    "mentors:training-add",
    "mentors:training-remove",
    "quality:mirror",
    "quality:mirror-list",
    "quality:mirror-make",
    "quality:mirror-share",
    "quality:mirror-take-back",
    "quality:mirror-throw-away",
}
# Words that Griet wrote herself: nobody else on the mentor's side changes them.
WRITTEN = {
    "competences:evidence-change",
    "competences:evidence-remove",
    "placements:agenda-remove",
    "placements:preparation-write",
}
# What only the mentor in person does: the contract, and saying "I am no longer the mentor".
IN_PERSON = {
    "placements:agreement-refuse",
    "placements:agreement-sign",
    "placements:fact-check",
    "placements:scan-bring",
    "placements:sign-room-code",
    "placements:deputy-add",
    "placements:deputy-end",
    "placements:hand-over",
    "placements:hand-over-ask",
    "placements:hand-over-close",
}
SUBJECT = ("placements:", "competences:", "mentors:", "quality:", "api:")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of this world are, as long as it lasts."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def there(settings, media) -> None:
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker, media) -> Iterator[Cast]:
    files = override_settings(MEDIA_ROOT=media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


def rows(*, but: set[str]) -> list[Row]:
    return [row for row in ROWS if row.name.startswith(SUBJECT) and row.name not in OWN | but]


def answers(person: User, cast: Cast, asked: list[Row], session: str) -> dict[str, int]:
    """What each address answers to this session; nothing that a POST does stays."""
    found = {}
    for row in asked:
        point = transaction.savepoint()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        try:
            address = reverse(row.name, args=row.args(cast))
        except Refusal:  # it is made for who has the mandate, and cannot be made any more
            transaction.savepoint_rollback(point)
            continue
        with clock.at(TODAY):
            response = getattr(client, row.method)(address, row.data(cast))
        found[str(row)] = response.status_code
        words = words_in(response)
        if marks := sorted(mark for mark in ALL_MARKS if mark in words):
            found[str(row)] = f"{response.status_code} with {marks}"
        transaction.savepoint_rollback(point)
    return found


@pytest.mark.django_db
def test_a_replaced_mentor_gets_a_strangers_answers_at_the_next_request(cast, django_db_blocker):
    asked = rows(but=set())
    promised = {str(row): row.expected("former_mentor") for row in asked}
    with django_db_blocker.unblock():
        point, session = transaction.savepoint(), session_of(cast.mentor)
        with clock.at(TODAY):
            nadia = make_user("Nadia", "Ozturk")
            placements.change_person(
                by=cast.coach, placement=cast.placement, role=Role.MENTOR, person=nadia
            )
        found = answers(cast.mentor, cast, asked, session)
        transaction.savepoint_rollback(point)

    assert {row: code for row, code in found.items() if code != promised[row]} == {}
    assert len(found) > 150


@pytest.mark.django_db
def test_a_deputy_gets_the_mentors_answers_and_none_once_it_is_ended(cast, django_db_blocker):
    asked = rows(but=IN_PERSON | WRITTEN)
    with django_db_blocker.unblock():
        point, bo = transaction.savepoint(), make_user("Bo", "Rys")
        session = session_of(bo)
        with clock.at(TODAY):
            voice = mandates.add_deputy(by=cast.mentor, placement=cast.placement, person=bo)
        found = statuses(answers(bo, cast, asked, session))
        with clock.at(TODAY):
            mandates.end_deputy(by=cast.coach, placement=cast.placement, voice=voice)
        after = answers(bo, cast, asked, session)
        transaction.savepoint_rollback(point)

    assert differing(found, asked, "mentor") == {}
    assert differing(after, asked, "former_mentor") == {}


@pytest.mark.django_db
def test_a_signatory_opens_agreements_and_nothing_else(cast, django_db_blocker):
    asked = rows(but=set())
    opens = {
        "get placements:agreement": OK,
        "get placements:agreement-pdf": OK,
        "get placements:agreement-pdf-shown": OK,
        "get placements:agreement-sign": OK,
        "post placements:agreement-sign": OK,
        "get placements:agreement-withdraw": FORBIDDEN,
        "post placements:agreement-withdraw": FORBIDDEN,
        "get placements:agreement-changes": OK,
        "get placements:agreement-copy": FORBIDDEN,
        "post placements:agreement-copy": FORBIDDEN,
        "post placements:agreement-remind": FORBIDDEN,
        "post placements:fact-check-ask": FORBIDDEN,
        "get placements:fact-check": FORBIDDEN,
        "post placements:fact-check": FORBIDDEN,
        "get placements:fact-check-answer": FORBIDDEN,
        "post placements:fact-check-answer": FORBIDDEN,
        "get placements:agreement-refuse": OK,
        "post placements:agreement-refuse": OK,
        "get placements:scan-bring": FORBIDDEN,
        "post placements:scan-bring": FORBIDDEN,
        "get placements:scan-check": FORBIDDEN,
        "post placements:scan-check": FORBIDDEN,
        "get placements:scan-file": OK,
        "get placements:sign-room": FORBIDDEN,
        "post placements:sign-room": FORBIDDEN,
        "get placements:signatory-agreements": OK,
    }
    with django_db_blocker.unblock():
        point, bea = transaction.savepoint(), make_user("Bea", "Rys")
        session = session_of(bea)
        with clock.at(TODAY):
            mandate = signatories.appoint(
                by=cast.coordinator, workplace=cast.placement.workplace, person=bea
            )
        found = answers(bea, cast, asked, session)
        with clock.at(TODAY):
            signatories.dismiss(by=cast.coordinator, signatory=mandate)
        after = answers(bea, cast, asked, session)
        transaction.savepoint_rollback(point)

    assert differing(found, asked, "former_mentor") == opens
    assert differing(after, asked, "former_mentor") == {}


def statuses(found: dict) -> dict[str, int]:
    """Without the marks: a deputy reads what the mentor reads."""
    return {row: int(str(code)[:3]) for row, code in found.items()}


def differing(found: dict, asked: list[Row], actor: str) -> dict:
    promised = {str(row): row.expected(actor) for row in asked}
    return {row: code for row, code in found.items() if code != promised[row]}
