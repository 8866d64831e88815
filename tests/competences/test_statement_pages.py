"""The page behind a statement's link tells what was agreed; after revocation it tells nothing."""

import io
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts.enums import Role
from competences.enums import Shown
from competences.models import Statement
from config.logs import WithoutTokens, without_tokens
from placements.models import Placement
from tests.competences.statements import LATER, issue, open_placement, revoke, validate, words
from tests.factories import person

pytestmark = pytest.mark.django_db

COMMENT = "Zij boekte de facturen foutloos in."
PARTS = ("verify", "badge", "badge-content", "achievement")
PRIVATE = {
    "name": "Amina",
    "family name": "Bouzid",
    "mentor": "Griet",
    "coach": "Katrien",
    "coach's name": "Dhaeseleer",
    "addresses": "@example.org",
    "comment": "foutloos",
    "workplace": "Veldeman-Rys",
    "programme": "Graduaat",
    "course unit": "werkveldverkenning",
    "framework": "Kader",
    "period": "2024",
    "another competence": "Competentie 2",
    "its mentor's words": "Doet taak",
}
AGREED = {
    Shown.NAME: {"name", "family name"},
    Shown.UNIT: {"programme", "course unit", "framework"},
    Shown.WORKPLACE: {"workplace"},
    Shown.PERIOD: {"period"},
}


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


@pytest.fixture
def placement() -> Placement:
    placement = open_placement()
    validate(placement, "V", "A", comment=COMMENT)
    return placement


def get(statement: Statement, part: str = "verify", **more):
    return Client().get(reverse(f"competences:statement-{part}", args=[statement.token]), **more)


def everything(statement: Statement) -> str:
    """All that a stranger can read at all addresses of a statement."""
    return " ".join(get(statement, part).content.decode() for part in PARTS)


@pytest.mark.parametrize("shown", [[], *([which] for which in Shown.values), Shown.values], ids=str)
def test_a_stranger_reads_what_was_agreed_and_nothing_else(placement, shown):
    read = everything(issue(placement, 0, shown=shown, language="nl"))

    found = {what for what, mark in PRIVATE.items() if mark in read}
    assert found == set().union(*(AGREED[which] for which in shown))
    assert "Competentie 1" in read


def test_the_preview_is_what_the_stranger_reads(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    address = reverse("competences:statement-issue", args=[placement.dossier_id])
    statement = issue(placement, 0, 1, shown=[Shown.NAME, Shown.PERIOD], language="nl")
    chosen = placement.dossier.version.competences.filter(position__lt=2)

    preview = client.get(
        address,
        {
            "competences": [one.pk for one in chosen],
            "shown": ["name", "period"],
            "language": "nl",
            "preview": 1,
        },
    )

    assert paper_of(preview.content) == paper_of(get(statement).content)
    assert Statement.objects.count() == 1


def paper_of(page: bytes) -> str:
    return words(page.partition(b"<article")[2].partition(b"</article>")[0].partition(b">")[2])


@pytest.mark.parametrize("part", PARTS)
def test_after_revocation_every_address_says_one_neutral_sentence(placement, part):
    statement = revoke(issue(placement, 0, shown=Shown.values, language="nl"))
    answer = get(statement, part)
    read = answer.content.decode()

    assert answer.status_code == 410
    assert {what for what, mark in PRIVATE.items() if mark in read} == set()
    assert [
        mark for mark in ("Competentie", statement.reference, "vergissing") if mark in read
    ] == []


def test_a_revoked_paper_is_not_handed_out_any_more(placement, client):
    statement = revoke(issue(placement, 0))
    client.force_login(person(placement, Role.STUDENT))

    answer = client.get(reverse("competences:statement-paper", args=[statement.pk]))

    assert answer.status_code == 410
    assert answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", ["valid", "revoked", "unknown"])
def test_no_answer_is_kept_found_or_told_on(placement, part, state):
    statement = issue(placement, 0)
    if state == "revoked":
        revoke(statement)
    if state == "unknown":
        statement.token = "b" * 26
    answer = get(statement, part)

    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_the_page_has_no_form_that_could_carry_its_address(placement):
    page = get(issue(placement, 0)).content

    assert (page.count(b"<form"), page.count(b'name="robots" content="noindex')) == (0, 1)


def test_the_language_is_chosen_in_the_address(placement):
    statement = issue(placement, 0)

    english, dutch = (get(statement, data={"language": code}) for code in ("en", "nl"))

    assert (english["Content-Language"], dutch["Content-Language"]) == ("en", "nl")
    assert b'<html lang="en">' in english.content


def test_an_unknown_address_has_a_way_out(placement):
    statement = issue(placement, 0)
    statement.token = "b" * 26
    answer = get(statement)

    assert answer.status_code == 404
    assert b"mailto:" in answer.content


def test_whoever_tries_addresses_has_to_wait(placement):
    statement = issue(placement, 0)
    answers = [get(statement).status_code for _again in range(61)]

    assert (answers[:60], answers[60]) == ([200] * 60, 429)
    assert get(statement, REMOTE_ADDR="10.0.0.7").status_code == 200


def test_a_newer_validation_is_told_without_saying_which(placement):
    statement = issue(placement, 0)
    before = get(statement, data={"language": "en"}).content
    validate(placement, "A", on=LATER)
    after = get(statement, data={"language": "en"}).content

    newer = "There is a newer validation."
    assert (newer in words(before), newer in words(after)) == (False, True)


def test_the_page_costs_the_same_however_long_its_history(placement, django_assert_num_queries):
    statement = issue(placement, 0, 1)
    with django_assert_num_queries(2):
        get(statement)

    for _again in range(5):
        validate(placement, "V", "A", on=LATER)
    with django_assert_num_queries(2):
        get(statement)


def test_the_list_costs_the_same_for_one_as_for_three(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    address = reverse("competences:statement-list", args=[placement.dossier_id])
    counts = []
    for number in (1, 2):
        for _again in range(number):
            issue(placement, 0)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_logs_do_not_hold_the_address(placement, caplog):
    statement = revoke(issue(placement, 0))
    caplog.handler.addFilter(WithoutTokens())

    with caplog.at_level(logging.WARNING, logger="django.request"):
        get(statement)

    assert [record.message for record in caplog.records] == ["Gone: /s/…/"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('"GET /s/abcdefghijkmnpqrstuvwxyz23/ HTTP/1.1" 200', '"GET /s/…/ HTTP/1.1" 200'),
        ("/s/abcdefghijkmnpqrstuvwxyz23/badge.jwt", "/s/…/badge.jwt"),
        (f"/invitation/{'ab_-12' * 8}/", "/invitation/…/"),
        ("/dossiers/12/statements/", "/dossiers/12/statements/"),
        ("/static/css/components.css", "/static/css/components.css"),
    ],
)
def test_the_secret_part_of_an_address_is_left_out(line, kept):
    assert without_tokens(line) == kept


def test_the_student_makes_one_from_the_page(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    address = reverse("competences:statement-issue", args=[placement.dossier_id])
    first = placement.dossier.version.competences.get(position=0)

    answer = client.post(
        address, {"competences": [first.pk], "shown": ["workplace"], "language": "nl"}
    )

    [statement] = Statement.objects.all()
    assert answer["Location"] == reverse("competences:statement-list", args=[placement.dossier_id])
    assert statement.shown == ["workplace"]
    assert get(statement).status_code == 200


def test_nothing_chosen_is_said_beside_the_choice(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    address = reverse("competences:statement-issue", args=[placement.dossier_id])

    answer = client.post(address, {"language": "nl"})

    assert list(answer.context["form"].errors) == ["competences"]
    assert Statement.objects.count() == 0


def test_the_paper_carries_the_address_and_only_what_was_agreed(placement, client):
    statement = issue(placement, 0, shown=[Shown.WORKPLACE], language="en")
    client.force_login(person(placement, Role.STUDENT))
    answer = client.get(reverse("competences:statement-paper", args=[statement.pk]))
    pages = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in pages.pages).split())

    shown = ("Amina Bouzid", "Katrien Dhaeseleer", "Veldeman-Rys", f"/s/{statement.token}")
    assert [mark for mark in shown if mark not in text] == []
    hidden = ("werkveldverkenning", "exploration", "Graduaat", "2024", "foutloos", "Not issued")
    assert [mark for mark in hidden if mark in text] == []
    data = json.loads(pages.attachments["data.json"][0])
    assert data["stamp"]["reference"] == statement.reference


@pytest.mark.parametrize("token", ["\x00", "a\x00b", "x" * 5000, "../issuer", "%s"])
def test_what_no_link_can_be_is_an_address_that_nobody_knows(client, token):
    asked = [f"/s/{quote(token, safe='')}/", f"/s/{quote(token, safe='')}/badge.jwt"]

    assert [client.get(address).status_code for address in asked] == [404, 404]
