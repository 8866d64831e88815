"""Papers are rendered once for what they say, and nobody reaches one but by saying the same."""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.sites import site
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.actions import documents
from accounts.models import StoredDocument, User
from accounts.tasks import forget_documents
from config import clock, pdf
from config.files import names_under
from tests.config.paper_samples import paper

DAY = dt.date(2026, 11, 2)


def small(name: str = "Amina Haddad"):
    return replace(paper("competence_statement", "emptiest"), student_name=name)


@pytest.mark.django_db
def test_the_same_content_is_made_once():
    first = documents.render(small())
    written = default_storage.get_modified_time(first.file.name)

    again = documents.render(small())

    assert again == first
    assert list(names_under("documents")) == [first.file.name]
    assert default_storage.get_modified_time(first.file.name) == written
    assert documents.bytes_of(small()) == pdf.render_document(small())


@pytest.mark.django_db
def test_one_other_word_is_another_paper():
    kept = documents.render(small())

    other = documents.render(small("Amina El Haddad"))

    assert other.content_sha256 != kept.content_sha256
    assert "Amina El Haddad" in _words(documents.bytes_of(small("Amina El Haddad")))
    assert "Amina El Haddad" not in _words(documents.bytes_of(small()))


@pytest.mark.django_db
def test_another_renderer_makes_another_paper(monkeypatch):
    kept = documents.content_hash(small())

    monkeypatch.setattr(documents, "renderer", lambda: "the next one")

    assert documents.content_hash(small()) != kept


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_gone_or_changed_is_made_again(harm):
    kept = documents.render(small())
    file = Path(default_storage.path(kept.file.name))
    file.unlink() if harm == "gone" else file.write_bytes(file.read_bytes()[:-1] + b"?")

    content = documents.bytes_of(small())

    assert content == pdf.render_document(small())
    (row,) = StoredDocument.objects.all()
    assert (row.pk, documents.read(row)) == (kept.pk, content)


@pytest.mark.django_db(transaction=True)
def test_several_at_once_keep_one_row_and_one_file():
    def make(_number: int) -> tuple[int, bytes]:
        try:
            return documents.render(small()).pk, documents.bytes_of(small())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(make, range(3)))

    (row,) = StoredDocument.objects.all()
    assert {pk for pk, _content in made} == {row.pk}
    assert {content for _pk, content in made} == {documents.read(row)}
    assert list(names_under("documents")) == [row.file.name]


@pytest.mark.django_db(transaction=True)
def test_what_nobody_asks_for_any_more_is_thrown_away(settings):
    settings.DOCUMENTS_KEPT_DAYS = 7
    with clock.at(DAY):
        documents.render(small("Amina")), documents.render(small("Ben"))
    with clock.at(DAY + dt.timedelta(days=1)):
        used = documents.render(small("Ben"))

    with clock.at(DAY + dt.timedelta(days=8)):
        assert forget_documents() == 1

    assert list(StoredDocument.objects.all()) == [used]
    assert list(names_under("documents")) == [used.file.name]


@pytest.mark.django_db
def test_files_without_a_row_are_swept_out():
    kept = documents.render(small())
    default_storage.save("documents/2026/11/stray.pdf", ContentFile(b"%PDF"))
    now = clock.now()

    young = documents.forget(unused_since=DAY, strays_before=now - dt.timedelta(days=1))
    old = documents.forget(unused_since=DAY, strays_before=now + dt.timedelta(days=1))

    assert (young, old) == (0, 1)
    assert list(names_under("documents")) == [kept.file.name]


@pytest.mark.django_db(transaction=True)
def test_no_paper_keeps_the_name_of_somebody_who_was_erased(client: Client):
    admin = User.objects.create_superuser("a@example.org", "x", first_name="A", last_name="B")
    person = User.objects.create_user("amina@example.org", first_name="Amina", last_name="Haddad")
    documents.render(small("Amina Haddad"))
    client.force_login(admin)

    answer = client.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {"email": "e@example.org", "first_name": "–", "last_name": "–", "language": "nl"},
    )

    assert answer.status_code == 302
    assert not StoredDocument.objects.exists()
    assert list(names_under("documents")) == []


def test_no_page_hands_out_a_paper_by_its_number():
    """The shelf is known to the action that fills it, and to the zip that is made of it."""
    modules = [
        str(path.relative_to(settings.BASE_DIR))
        for app in ("accounts", "competences", "placements", "mentors", "quality", "config")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts and "StoredDocument" in path.read_text()
    ]

    assert [name for name in modules if "views" in name or "urls" in name] == []
    assert StoredDocument not in site._registry


def _words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
