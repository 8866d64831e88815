"""An agreement text on paper while it is written: with an example, and within the standards."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from config import clock, pdf
from config.pdf import render_document
from placements.actions import texts
from placements.documents.text_example import example_document
from placements.models import AgreementTextVersion
from placements.rules.texts import fingerprint
from tests.config.test_pdf import broken_rules
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 14)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def draft(wim) -> AgreementTextVersion:
    programme = make_programme("accounting", coordinator=wim)
    return texts.start(by=wim, programme=programme, kind="workplace", language="nl")


@pytest.fixture
def client(wim) -> Client:
    client = Client()
    client.force_login(wim)
    return client


def words_on(paper: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    return " ".join(" ".join(pages).split())


def reword(version: AgreementTextVersion, by: User, key: str, blocks: list) -> AgreementTextVersion:
    old = next(one for one in version.content if one["key"] == key)
    return texts.save_article(
        by=by,
        version=version,
        key=key,
        article={**old, "blocks": blocks},
        seen=fingerprint(old),
    )


def test_the_preview_is_a_pdf_with_the_facts_of_the_newest_placement(client, wim, draft):
    make_placement(programme=draft.text.programme, student=make_user("Oudste", "Eerst"))
    make_placement(programme=draft.text.programme, student=make_user("Amina", "Bouzid"))
    make_placement()

    answer = client.get(reverse("placements:text-preview", args=[draft.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    said = words_on(answer.content)
    assert "Amina Bouzid" in said
    document = example_document(draft, wim)
    assert document.stamp.reference in said
    assert len(document.articles) == 11


def test_without_a_placement_the_preview_is_invented(client, wim, draft):
    document = example_document(draft, wim)

    assert document.student_name == "Ada Voorbeeld"
    assert client.get(reverse("placements:text-preview", args=[draft.pk])).status_code == 200


def test_a_text_that_is_still_wrong_can_be_looked_at(client, wim, draft):
    reword(draft, wim, "closing", [{"type": "clause", "text": "Dag {mentr}."}])

    answer = client.get(reverse("placements:text-preview", args=[draft.pk]))

    assert "Dag {mentr}." in words_on(answer.content)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_tables_and_lists_meet_the_standards_of_paper(language, wim, draft, tmp_path):
    """PDF/UA-1 and PDF/A-3a, with as much of each as somebody may write."""
    version = texts.start(by=wim, programme=draft.text.programme, kind="own_job", language=language)
    table = {"type": "table", "header": ["Wat"] * 6, "rows": [["{mentor}" + "x" * 80] * 6] * 20}
    heading = {"type": "heading", "text": "Wie " + "doet wat " * 30}
    points = {"type": "clause", "text": "y" * 500, "points": ["z " * 200] * 30}
    saved = reword(version, wim, "safety", [heading, table, points, table, heading, points])

    paper = render_document(example_document(saved, wim))

    assert broken_rules(paper, tmp_path) == []


def test_a_text_that_no_paper_can_hold_is_said_and_not_an_error(client, draft, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 1_000)

    answer = client.get(reverse("placements:text-preview", args=[draft.pk]))

    assert answer.url == reverse("placements:text", args=[draft.pk])
