"""Whoever holds a paper learns whether it is ours, and nothing of the people on it."""

import datetime as dt
import hashlib
import io
import tempfile
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import verification
from accounts.actions import limits, seals
from accounts.enums import SealState
from accounts.models import SealedDocument
from accounts.verification import Outcome, examine
from config import clock, pdf, seal_apart, seal_key
from config.seal import seal
from tests.config.paper_samples import paper
from tests.seal_keys import certificate, new_key, write_pem

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
CODE = "7H2K9M4QX8RB3T6WZ0C5F1D8GV"
REFERENCE = "OVK-2026-0417-1"
FIXTURE = Path(__file__).parent.parent / "data" / "sealed"
VERIFY = "/verify/"


@pytest.fixture(scope="module")
def base() -> bytes:
    return pdf.render_document(paper("competence_statement"))


@pytest.fixture
def sealed(base) -> bytes:
    return sealed_by_us(base)


def sealed_by_us(content: bytes) -> bytes:
    return seal(content, reason=f"{REFERENCE}: getekend", location="Gent", name="HS", at=AT)


@pytest.fixture
def kept(sealed) -> SealedDocument:
    with clock.at(AT):
        return seals.keep(
            kind="agreement",
            subject="agreement:1",
            reference=REFERENCE,
            code=CODE,
            pdf=sealed,
            signatures=3,
        )


def upload(client: Client, content: bytes, **extra):
    file = SimpleUploadedFile("x.pdf", content, content_type="application/pdf")
    return client.post(VERIFY, {"file": file}, **extra)


def outcome_of(response) -> Outcome | None:
    finding = response.context["finding"]
    return finding.outcome if finding else None


# ---------- what is said


def test_the_exact_file_is_recognised_without_reading_it(client, kept, sealed, monkeypatch):
    monkeypatch.setattr(verification, "inspect_apart", None)  # calling it would fail

    response = upload(client, sealed)

    assert outcome_of(response) == Outcome.EXACT
    assert response.context["finding"].document == kept
    text = response.content.decode()
    assert REFERENCE in text
    assert "20 november 2026, 10:30" in text
    assert seal_key.holder(None) in text


def test_nothing_about_a_person_is_told(client, kept, sealed):
    name = paper("competence_statement").student_name
    text = upload(client, sealed).content.decode() + client.get(f"{VERIFY}{CODE}/").content.decode()

    assert name not in text


@pytest.mark.parametrize("state", [SealState.REPLACED, SealState.ENDED, SealState.WITHDRAWN])
def test_what_does_not_hold_any_more_says_so_with_its_day(client, kept, sealed, state):
    with clock.at(AT + dt.timedelta(days=30)):
        seals.set_state("agreement:1", state)

    response = upload(client, sealed)

    assert response.context["finding"].document.state == state
    assert "20 december 2026" in response.content.decode()
    assert "alert-success" not in response.content.decode()


def test_a_changed_file_is_told_from_a_strange_one(kept, sealed, base):
    at = sealed.index(b"/Location (Gent)")
    changed = sealed[:at] + sealed[at:].replace(b"(Gent)", b"(Genk)", 1)

    assert examine(changed).outcome == Outcome.CHANGED
    assert examine(sealed + b"\n").outcome == Outcome.CHANGED
    assert examine(sealed[:-200]).outcome == Outcome.CHANGED
    assert examine(base).outcome == Outcome.NOT_OURS
    assert examine(b"").outcome == Outcome.NOT_OURS


def test_another_institution_with_our_name_is_not_us(kept, base, settings, tmp_path):
    key = new_key()
    own = settings.SEAL_KEY_FILE
    key_file, certificate_file = write_pem(
        tmp_path, key, certificate(key, settings.INSTITUTION["name"])
    )
    settings.SEAL_KEY_FILE, settings.SEAL_CERTIFICATE_FILE = str(key_file), str(certificate_file)
    theirs = sealed_by_us(base)
    settings.SEAL_KEY_FILE, settings.SEAL_CERTIFICATE_FILE = own, ""

    assert examine(theirs).outcome == Outcome.NOT_OURS


def test_our_certificate_pasted_into_a_file_proves_nothing(kept, base):
    der = seal_key.seal_key().certificate.public_bytes(Encoding.DER)

    assert examine(base + b"% " + der.hex().encode()).outcome == Outcome.CHANGED


def test_a_whole_seal_on_bytes_that_we_do_not_know_is_said_as_that(sealed):
    """As after a loss of the register: the seal speaks for itself."""
    finding = examine(sealed)

    assert (finding.outcome, finding.reason, finding.sealed_at) == (
        Outcome.NOT_KEPT,
        f"{REFERENCE}: getekend",
        AT,
    )


# ---------- long life


def test_a_paper_sealed_with_an_earlier_certificate_stays_ours(settings):
    """The file was sealed once, by a key that is gone; only its certificate is left."""
    content = (FIXTURE / "sealed-2026.pdf").read_bytes()
    assert examine(content).outcome == Outcome.NOT_OURS

    settings.SEAL_OLD_CERTIFICATES = [str(FIXTURE / "certificate-2026.pem")]

    finding = examine(content)
    assert (finding.outcome, finding.holder, finding.sealed_at, finding.reason) == (
        Outcome.NOT_KEPT,
        "Hogeschool Leiekant",
        AT,
        "OVK-2026-0417: door alle partijen ondertekend",
    )
    assert examine(content.replace(b"/Location (Gent)", b"/Location (Genk)")).outcome == (
        Outcome.CHANGED
    )


def test_a_new_certificate_leaves_what_the_register_knows_exact(kept, sealed, settings, tmp_path):
    key = new_key()
    key_file, certificate_file = write_pem(tmp_path, key, certificate(key, "Nieuw"))
    settings.SEAL_KEY_FILE, settings.SEAL_CERTIFICATE_FILE = str(key_file), str(certificate_file)

    assert examine(sealed).outcome == Outcome.EXACT


# ---------- by code


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), "7H2K 9M4Q X8RB 3T6W ZOC5 FID8 GV", f" {CODE}\n"]
)
def test_a_code_is_found_as_people_type_it(client, kept, typed):
    said = {"reference": " ovk-2026-0417-1 ", "code": typed}

    assert outcome_of(client.post(VERIFY, said)) == Outcome.EXACT


def test_a_wrong_code_and_a_wrong_reference_get_the_same_answer(client, kept):
    answers = [
        client.post(VERIFY, said)
        for said in (
            {"reference": REFERENCE, "code": "0" * 26},
            {"reference": "OVK-2026-0418-1", "code": CODE},
        )
    ]

    assert [outcome_of(one) for one in answers] == [None, None]
    assert [one.context["problem"] for one in answers] == ["unknown", "unknown"]


def test_the_square_on_the_paper_leads_to_its_answer(client, kept):
    response = client.get(f"/verify/{CODE}", follow=True)

    assert response.redirect_chain == [(f"/verify/{CODE}/", 301)]
    assert outcome_of(response) == Outcome.EXACT
    assert client.get(f"/verify/{'1' * 26}/").status_code == 404
    assert client.get("/verify/%00/").status_code == 404


# ---------- nothing kept, nothing told on


@pytest.mark.parametrize("address", [VERIFY, f"{VERIFY}{CODE}/", f"{VERIFY}unknown/"])
def test_pages_are_kept_by_nobody_and_start_no_session(client, kept, settings, address):
    response = client.get(address)

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "no-referrer"
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_a_stranger_without_cookies_may_ask(kept, sealed):
    assert outcome_of(upload(Client(enforce_csrf_checks=True), sealed)) == Outcome.EXACT


def test_nothing_of_an_upload_reaches_a_disk(client, sealed, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10

    assert outcome_of(upload(client, sealed)) == Outcome.NOT_KEPT

    assert list(tmp_path.rglob("*")) == []
    assert not SealedDocument.objects.exists()


def test_too_large_a_file_is_refused_and_not_held(client, settings):
    settings.VERIFY_MAX_BYTES = 1000

    response = upload(client, b"x" * 5000)

    assert outcome_of(response) is None
    assert response.context["file_form"].errors.as_data()["file"][0].code == "too_large"


def test_both_languages_answer_by_address(client, kept):
    dutch = client.get(f"{VERIFY}{CODE}/?language=nl")
    english = client.get(f"{VERIFY}{CODE}/?language=en")

    assert (dutch["Content-Language"], english["Content-Language"]) == ("nl", "en")
    assert b"We sealed a paper with this code." in english.content


def test_the_language_that_was_chosen_goes_along_with_the_file(client):
    page = client.get(f"{VERIFY}?language=en").content.decode()

    assert page.count(f'action="{VERIFY}?language=en"') == 2


def test_one_network_is_asked_to_wait_after_so_many(client, monkeypatch):
    monkeypatch.setattr(limits, "VERIFICATIONS", 2)
    said = {"reference": REFERENCE, "code": CODE}

    with clock.at(AT):
        answers = [client.post(VERIFY, said).status_code for _ in range(3)]
        other = client.post(VERIFY, said, REMOTE_ADDR="192.0.2.9").status_code

    assert (answers, other) == ([200, 200, 429], 200)


# ---------- files that are made to hurt


def hostile(kind: str) -> bytes:
    key = seal_key.seal_key().certificate.public_bytes(Encoding.DER).hex().upper().encode()
    lure = b"% " + key + b"\n"  # so that it is read at all
    if kind == "bomb":
        bomb = zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
        return document(
            lure, b"<</Type/XRef/W[1 8 2]/Size 9/Filter[/FlateDecode/FlateDecode]>>", bomb
        )
    if kind == "depth":
        return b"%PDF-1.7\n" + lure + b"1 0 obj\n" + b"[" * 2_000_000 + b"\nendobj\n" + TAIL
    if kind == "loop":
        xref = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev %d>>\n"
        start = len(b"%PDF-1.7\n" + lure)
        return b"%PDF-1.7\n" + lure + xref % start + b"startxref\n%d\n%%%%EOF" % start
    return lure + b"\xff\xfe" * 5_000_000


TAIL = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF"


def document(lure: bytes, dictionary: bytes, stream: bytes) -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n" + lure)
    start = out.seek(0, io.SEEK_END)
    head = dictionary[:-2] + b"/Length %d>>" % len(stream)
    out.write(b"1 0 obj\n" + head + b"\nstream\n" + stream + b"\nendstream\nendobj\n")
    out.write(b"startxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["bomb", "depth", "loop", "noise"])
def test_a_file_that_is_made_to_hurt_gets_a_plain_sentence(client, kind):
    response = upload(client, hostile(kind))

    assert (response.status_code, outcome_of(response)) == (200, Outcome.CHANGED)


def test_while_one_is_read_others_are_asked_to_come_back(client, sealed, monkeypatch):
    monkeypatch.setattr(seal_apart, "WAIT_SECONDS", 0.01)
    seal_apart._one_at_a_time.acquire()
    try:
        response = upload(client, sealed)
    finally:
        seal_apart._one_at_a_time.release()

    assert (response.status_code, response.context["problem"]) == (503, "busy")


def test_codes_cannot_be_guessed_and_are_read_one_way():
    codes = {seals.new_code() for _ in range(100)}

    assert len(codes) == 100
    assert all(seals.read_code(code) == code for code in codes)
    assert len(seals.LETTERS) ** seals.CODE_LENGTH > 2**128
    assert not set("OIL") & set(seals.LETTERS)


def test_addresses_on_paper_are_those_of_the_page():
    assert seals.verify_url() + "/" == f"http://localhost:8000{reverse('accounts:verify')}"
    assert hashlib.sha256((FIXTURE / "sealed-2026.pdf").read_bytes()).hexdigest() == (
        (FIXTURE / "sealed-2026.sha256").read_text().strip()
    )
