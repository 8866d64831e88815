"""The pages of evidence, and files as a browser gets them."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from accounts.models import User
from competences.actions import evidence
from competences.actions.dossiers import hand_over
from competences.enums import EvidenceAudience
from competences.models import Competence, Evidence
from competences.uploads import accept
from config import clock
from placements.models import Placement
from tests.accounts.factories import at_once
from tests.competences.files import phone_photo, photo
from tests.factories import make_placement, make_user, person

FRIDAY = dt.date(2026, 11, 20)
COACH, TRIAD = EvidenceAudience.COACH, EvidenceAudience.TRIAD
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def visit(user: User, name: str, *args: int, method: str = "get", data=None) -> HttpResponse:
    client = Client()
    client.force_login(user)
    with clock.at(FRIDAY):
        return getattr(client, method)(reverse(f"competences:{name}", args=args), data or {})


def send(placement: Placement, content: bytes, name: str, **more: object) -> HttpResponse:
    given = {"file": SimpleUploadedFile(name, content), "audience": COACH, **more}
    student = person(placement, Role.STUDENT)
    return visit(student, "evidence-add", placement.dossier_id, method="post", data=given)


def add(placement: Placement, content: bytes = b"notes", name: str = "n.txt", **given) -> Evidence:
    with clock.at(FRIDAY):
        return evidence.add_file(
            by=person(placement, Role.STUDENT),
            dossier=placement.dossier,
            upload=accept(io.BytesIO(content), name),
            **{"audience": COACH, **given},
        )


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_a_photo_is_kept_under_its_own_name_with_one_form(placement):
    competence = Competence.objects.filter(version=placement.dossier.version_id)[1]

    response = send(placement, phone_photo(), "IMG_1.JPG", competences=[competence.pk])

    piece = Evidence.objects.get()
    assert response.headers["Location"] == f"/dossiers/{placement.dossier_id}/evidence/?saved=1"
    assert (piece.title, piece.file_name, piece.audience) == ("IMG_1", "IMG_1.jpg", "coach")
    assert list(piece.competences.all()) == [competence]


def test_a_link_is_kept_as_people_type_it(placement):
    student = person(placement, Role.STUDENT)
    data = {"url": "example.org/blog", "audience": TRIAD}

    visit(student, "evidence-add", placement.dossier_id, method="post", data=data)

    piece = Evidence.objects.get()
    assert (piece.kind, piece.url, piece.title) == (
        "link",
        "https://example.org/blog",
        "example.org/blog",
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "file"),
        ({"file": SimpleUploadedFile("a.txt", b"a"), "url": "https://example.org"}, "file"),
        ({"file": SimpleUploadedFile("a.jpg", b"")}, "file"),
        ({"file": SimpleUploadedFile("a.jpg", b"<svg onload='x'/>")}, "file"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
    ids=["nothing", "both", "empty", "drawing", "script"],
)
def test_what_cannot_be_kept_is_said_beside_the_field(placement, data, field, media):
    student = person(placement, Role.STUDENT)
    given = {"audience": COACH, "text": "Mijn woorden", **data}

    response = visit(student, "evidence-add", placement.dossier_id, method="post", data=given)

    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert "Mijn woorden" in response.content.decode()
    assert Evidence.objects.count() == 0


def test_a_picture_stands_in_the_page_and_holds_nothing_but_the_picture(placement):
    piece = add(placement, phone_photo(), "IMG.JPG")

    response = visit(person(placement, Role.COACH), "evidence-file", piece.pk)

    content = body(response)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == 'inline; filename="IMG.jpg"'
    assert b"mark-" not in content
    assert Image.open(io.BytesIO(content)).size == (20, 40)


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [
        (b"%PDF-1.7 x", "verslag.pdf", 'attachment; filename="verslag.pdf"'),
        (b"notes", "na\r\nX-Evil: 1.txt", 'attachment; filename="na X-Evil 1.txt"'),
        (b"notes", "é.txt", "attachment; filename*=utf-8''%C3%A9.txt"),
    ],
)
def test_everything_else_is_a_download_that_can_do_nothing(placement, content, name, disposition):
    piece = add(placement, content, name)

    response = visit(person(placement, Role.STUDENT), "evidence-file", piece.pk)

    assert body(response) == content
    assert {key: response.headers[key] for key in HEADERS} == HEADERS
    assert response.headers["Content-Disposition"] == disposition


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def test_no_address_leads_to_the_store_itself(placement):
    piece = add(placement)
    client = Client()
    client.force_login(person(placement, Role.STUDENT))

    found = [
        client.get(f"/{prefix}{piece.file.name}").status_code
        for prefix in ("", "media/", "static/", "static/../")
    ]

    assert found == [404, 404, 404, 404]


def test_who_may_see_a_file_is_asked_at_every_request(placement):
    piece = add(placement, audience=TRIAD)
    mentor = person(placement, Role.MENTOR)

    def answers() -> list[int]:
        found = [visit(mentor, name, piece.pk) for name in ("evidence", "evidence-file")]
        for response in found:
            if response.streaming:
                body(response)  # read to the end, it closes the file
        return [response.status_code for response in found]

    before = answers()
    Evidence.objects.update(audience=COACH)
    closed = answers()
    Evidence.objects.update(audience=TRIAD)
    with clock.at(FRIDAY):
        new = make_user("Nieuw")
        given = {"dossier": placement.dossier, "role": Role.MENTOR, "topic": placement.topic}
        hand_over(by=None, person=new, **given)

    assert before == [200, 200]
    assert closed == [404, 404]
    assert answers() == [404, 404]


def test_a_removed_file_and_a_lost_one_are_not_found(placement, media):
    lost, removed = add(placement, b"lost"), add(placement, b"removed")
    student = person(placement, Role.STUDENT)
    (media / lost.file.name).unlink()
    with clock.at(FRIDAY):
        evidence.remove(by=student, evidence=removed)

    found = [visit(student, "evidence-file", piece.pk).status_code for piece in (lost, removed)]

    assert found == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(placement, count, django_assert_num_queries):
    competences = list(Competence.objects.filter(version=placement.dossier.version_id))
    for number in range(count):
        add(placement, bytes([65 + number]), competences=competences[: number + 1])
    client = Client()
    client.force_login(person(placement, Role.STUDENT))

    with clock.at(FRIDAY), django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("competences:evidence-list", args=[placement.dossier_id]))


LIST_QUERIES = 18


def test_the_mentor_reads_competences_in_the_words_of_the_workplace(placement):
    mentor = person(placement, Role.MENTOR)

    response = visit(mentor, "evidence-feedback", placement.dossier_id)

    names = [str(label) for _value, label in response.context["form"]["competences"].field.choices]
    assert names[0] == "Doet taak 1"


def test_after_so_many_files_in_an_hour_no_more_are_looked_at(placement, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_IN_AN_HOUR", 2)

    answers = [send(placement, bytes([65 + number]), "a.txt") for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert list(errors(answers[2])) == ["file"]


@pytest.mark.django_db(transaction=True)
def test_one_photo_sent_ten_times_at_once_is_kept_once(media):
    placement = make_placement()
    content = photo()

    answers = at_once(lambda _: send(placement, content, "a.jpg").status_code, 10)

    assert answers == [302] * 10
    assert Evidence.objects.count() == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1
