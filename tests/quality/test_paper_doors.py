"""Hostile words typed into real forms, to the PDF at the other end: printed, never obeyed."""

import datetime as dt
import io
from collections.abc import Iterator
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Job, StoredDocument
from config import clock, pdf, pdf_guard
from placements.models import Placement
from quality.actions import checklists
from tests.config.hostile import Listener, listening, payloads, watching
from tests.factories import make_placement, make_programme, make_user, person
from tests.lab import START, join, make_group
from tests.quality.test_checklist import point

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


@pytest.fixture
def hostile(listener: Listener) -> str:
    """Thirty of the payloads, one after the other; no form takes a NUL."""
    return "\n".join(payloads(listener.address)[::7]).replace("\x00", "")[:1900]


@pytest.fixture
def placement() -> Placement:
    checklists.load()
    return make_placement()


def only_printed(make, listener: Listener) -> str:
    """What `make` answers as text, having called nobody and read nothing of the machine."""
    with watching() as heard:
        content = make()
    reader = PdfReader(io.BytesIO(content))
    opened = [name for name in heard.files if "/etc/" in name]
    assert (listener.paths, opened, heard.calls) == ([], [], [])
    assert list(reader.attachments) == ["data.json"]
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_guard, "within", lambda work, **limits: work())


def sent(response: HttpResponse) -> None:
    context = getattr(response, "context_data", None) or {}
    assert response.status_code == 302, context.get("form") and context["form"].errors


def test_from_the_form_of_the_portfolio(
    placement, client, hostile, listener, django_capture_on_commit_callbacks
):
    client.force_login(person(placement, Role.STUDENT))
    with clock.at(FRIDAY), django_capture_on_commit_callbacks(execute=True):
        sent(
            client.post(
                reverse("placements:portfolio-make", args=[placement.pk]),
                {"introduction": hostile, "language": "nl"},
            )
        )
    job = Job.objects.get()
    assert job.problem == ""

    text = only_printed(lambda: _read(client, "accounts:job-file", job.pk), listener)

    assert "<imgsrc=" in text.replace(" ", "")
    assert StoredDocument.objects.get().kind == "portfolio"


def test_from_a_remark_on_the_checklist(placement, client, hostile, listener):
    client.force_login(person(placement, Role.STUDENT))
    key, said = point("travel").pk, hostile[:400]
    answers = {f"value-{key}": "no", f"remark-{key}": said}
    sent(client.post(reverse("quality:checklist-answer", args=[placement.pk]), answers))

    text = only_printed(lambda: _read(client, "quality:checklist-pdf", placement.pk), listener)

    assert "<img" in text


def test_from_the_pitch_and_the_address_of_a_product(client, hostile, listener):
    teacher, programme = make_user("Tine", "Verhaege"), make_programme("accounting")
    programme.teachers.add(teacher)
    with clock.at(START):
        placement = make_placement(programme=programme)
        (plan,) = join(make_group(programme, teacher), teacher, placement)
        client.force_login(plan.student)
        sent(client.post(reverse("competences:pitch-prepare", args=[plan.pk]), {"pitch": hostile}))
        product = {"product": hostile, "product_url": f"{listener.address}/asked?<img src=x>"}
        client.post(reverse("competences:product-show", args=[plan.pk]), product)

        text = only_printed(lambda: _read(client, "competences:plan-paper", plan.pk), listener)

    assert "<img" in text


def test_more_than_one_paper_may_take_says_so_on_a_page(placement, client, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 1000)
    client.force_login(person(placement, Role.COACH))

    response = client.get(reverse("quality:checklist-pdf", args=[placement.pk]))

    assert response.status_code == 403
    with translation.override("nl"):
        why = gettext("This is more text than one document can hold; put less in it.")
    assert why in unescape(response.content.decode())


def _read(client: Client, name: str, pk: int) -> bytes:
    return client.get(reverse(name, args=[pk])).getvalue()
