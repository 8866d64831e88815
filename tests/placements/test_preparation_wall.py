"""The wall around what is prepared: until the coach opens the meeting, whatever one of the three
writes changes nothing of what anybody else gets, from any page, API, paper, calendar or mail."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import delivery
from accounts.actions import notifications
from accounts.models import HistoryEntry
from config import clock
from placements.actions import preparations, trialogues
from placements.models import Preparation
from placements.models.preparation import PreparationQuerySet
from placements.preparation_guides import questions_for
from tests.access import OK, SENT_ON, Row
from tests.cast import TODAY, Cast, make_cast
from tests.cast_prepare import OPENED, PRIVATE
from tests.placements.wall import Wall
from tests.walk import ROWS, words_in

NEAR = ("placements:", "accounts:", "mentors:desk", "home", "api")
PLANNED = Row(
    "placements:trialogue",
    args=lambda cast: [cast.planned.pk],
    expect=dict.fromkeys(PRIVATE, OK),
)
# Public pages say the same to everybody, whoever asks.
LOOKED_AT = [
    *[
        row
        for row in ROWS
        if row.method == "get" and row.name.startswith(NEAR) and row.anonymous == SENT_ON
    ],
    PLANNED,
]
TABLE = Preparation._meta.db_table
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


def open_to(actor: str) -> list[Row]:
    """Who is refused meets the same refusal whatever stands behind it: tests/test_access.py."""
    return [row for row in LOOKED_AT if row.expected(actor) == OK]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, media) -> Iterator[Cast]:
    files = override_settings(MEDIA_ROOT=media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(world, media, settings, django_db_blocker) -> Iterator[Cast]:
    """The same world for each test, taken back after it."""
    settings.MEDIA_ROOT = media
    with django_db_blocker.unblock(), clock.at(TODAY):
        point = transaction.savepoint()
        yield world
        transaction.savepoint_rollback(point)


def ask(cast: Cast, actor: str, row: Row, query: str = "") -> tuple[int, str]:
    """The answer with all words in it, those of a paper too."""
    client, point = Client(), transaction.savepoint()
    client.force_login(cast.actor(actor))
    address = reverse(row.name, args=row.args(cast))
    response = client.get(address, {**row.data(cast), "q": query} if query else row.data(cast))
    said = response.status_code, words_in(response)
    transaction.savepoint_rollback(point)
    return said


def ask_still(cast: Cast, actor: str, row: Row) -> tuple[int, str]:
    """The answer without what differs between two answers to the same question."""
    status, words = ask(cast, actor, row)
    return status, Wall.still(words)


def rewrite(cast: Cast) -> None:
    """The student writes pages where there were two words."""
    asked = questions_for(cast.planned.kind, "student")
    mine = Preparation.objects.get(trialogue=cast.planned, person=cast.student)
    preparations.write(
        by=cast.student,
        trialogue=cast.planned,
        answers={one.key: "Een heel verhaal. " * 150 for one in asked},
        seen_version=mine.version,
    )


def changed(cast: Cast, actor: str) -> list[str]:
    """Addresses that answer this person otherwise once the student wrote much more. An answer for
    which the one table that changed was never asked is the same in both worlds."""
    before = []
    for row in open_to(actor):
        with CaptureQueriesContext(connection) as asked:
            said = ask_still(cast, actor, row)
        if any(TABLE in query["sql"] for query in asked):
            before.append((row, said))
    point = transaction.savepoint()
    rewrite(cast)
    other = [(row, said) for row, said in before if ask_still(cast, actor, row) != said]
    transaction.savepoint_rollback(point)
    # What never answers twice the same in one world says nothing about the two worlds.
    return [str(row) for row, said in other if ask_still(cast, actor, row) == said]


@pytest.mark.django_db
def test_what_somebody_writes_stands_in_one_table(cast):
    with CaptureQueriesContext(connection) as asked:
        rewrite(cast)

    assert {table for query in asked for table in WRITES.findall(query["sql"])} == {TABLE}


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["mentor", "coach"])
def test_how_much_somebody_writes_changes_no_answer_to_the_others(cast, actor):
    assert len(open_to(actor)) > 40
    assert changed(cast, actor) == []


@pytest.mark.django_db
def test_the_same_proof_sees_a_change_where_one_is(cast, monkeypatch):
    """The red control: the student's own page does change."""
    about = [row for row in LOOKED_AT if "preparation" in row.name]
    monkeypatch.setattr(f"{__name__}.LOOKED_AT", about)

    assert changed(cast, "student") == ["get placements:preparation"]


def found(cast: Cast, actor: str) -> set[str]:
    """The private marks that this person comes across, searching for them too."""
    marks = set(PRIVATE.values()) - {PRIVATE[actor]}
    words = "".join(
        ask(cast, actor, row, query)[1]
        for row in open_to(actor)
        if "trialogue" in row.name or "preparation" in row.name or "list" in row.name
        # A field says again what was searched for: no whole mark.
        for query in ("", PRIVATE["student"][:9])[: 2 if "list" in row.name else 1]
    )
    return {mark for mark in marks if mark in words}


@pytest.mark.django_db
def test_an_open_wall_is_found_by_the_same_search(cast, monkeypatch):
    """The red control: once `visible_to` lets everything through, the pages hold the marks."""
    behind = found(cast, "mentor")
    monkeypatch.setattr(PreparationQuerySet, "visible_to", lambda self, user: self.all())
    state = "placements.overviews.preparations.OPENED"
    monkeypatch.setattr(state, {"planned", "held", "signed"})

    assert behind == set()
    assert found(cast, "mentor") == {PRIVATE["student"], PRIVATE["coach"]}


@pytest.mark.django_db
def test_no_mail_and_no_history_has_a_word_of_it(cast):
    mail.outbox.clear()
    with clock.at(TODAY.replace(day=30)):
        notifications.gather(clock.now())
        delivery.send_due(clock.now())
    told = " ".join(
        f"{sent.subject} {sent.body} {sent.alternatives} {sent.attachments}" for sent in mail.outbox
    )
    told += " ".join(str(data) for data in HistoryEntry.objects.values_list("data", flat=True))

    assert len(mail.outbox) > 0
    assert [mark for mark in {*PRIVATE.values(), *OPENED.values()} if mark in told] == []


@pytest.mark.django_db
def test_what_was_opened_lies_on_the_meetings_page_for_all_three(cast):
    held = Row("placements:trialogue", args=lambda cast: [cast.held.pk])

    for actor in OPENED:
        status, words = ask(cast, actor, held)
        assert (status, {mark for mark in OPENED.values() if mark in words}) == (
            200,
            set(OPENED.values()),
        )


@pytest.mark.django_db
def test_after_a_cancelled_meeting_nothing_is_found_either(cast):
    trialogues.cancel(by=cast.coach, trialogue=cast.planned, reason="Griet is ziek.")

    assert {actor: found(cast, actor) for actor in ("mentor", "coach")} == {
        "mentor": set(),
        "coach": set(),
    }
