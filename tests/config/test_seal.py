"""A sealed paper is the same paper, and two programs that are not ours agree on its seal."""

import asyncio
import datetime as dt
import io
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config import clock, pdf, seal_key
from config.seal import NoTimestamp, Verdict, inspect, seal
from tests.config.paper_samples import SHAPES, paper
from tests.config.test_pdf import broken_rules
from tests.pdfsig import KNOWN, RANGE, SIGNED, pdfsig, trust
from tests.seal_keys import certificate, new_key, new_rsa_key, write_p12, write_pem

AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
SAYS = {"reason": "OVK-2026-0417-1", "location": "Gent", "name": "Hogeschool Leiekant"}


@cache
def base(shape: str = "usual", language: str = "nl") -> bytes:
    return pdf.render_document(paper("agreement", shape, language))


def sealed(content: bytes | None = None) -> bytes:
    return seal(content or base(), at=AT, **SAYS)


@pytest.fixture
def real_certificate(settings, tmp_path):
    """As an institution has it: one that a root vouches for, in PEM; answers the root."""
    root_key, key = new_key(), new_key()
    root = certificate(root_key, "Root of the test")
    own = certificate(key, "Hogeschool Leiekant", issuer=(root_key, root))
    key_file, certificate_file = write_pem(tmp_path, key, own, root)
    settings.SEAL_KEY_FILE, settings.SEAL_CERTIFICATE_FILE = str(key_file), str(certificate_file)
    settings.DEMO = settings.DEBUG = False
    return root


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sealed_paper_stays_archivable_and_accessible(shape, language, tmp_path):
    assert broken_rules(sealed(base(shape, language)), tmp_path) == []


def test_the_seal_is_added_behind_the_paper_and_changes_nothing_of_it():
    content = sealed()

    assert content.startswith(base())
    assert base() == pdf.render_document(paper("agreement"))


def test_a_seal_says_what_it_was_given():
    own = seal_key.fingerprint(seal_key.seal_key().certificate)

    assert inspect(sealed()) == Verdict(
        is_sealed=True,
        is_whole=True,
        certificate_sha256=own,
        sealed_at=AT,
        name=SAYS["name"],
        reason=SAYS["reason"],
    )
    assert inspect(base()) == Verdict()


def test_pyhanko_and_pdfsig_agree_on_the_seal(real_certificate, tmp_path):
    store = tmp_path / "nss"
    store.mkdir()
    trust(store, real_certificate)
    file = tmp_path / "sealed.pdf"

    verdicts = []
    for content in (sealed(), sealed().replace(b"/Location (Gent", b"/Location (Genk")):
        file.write_bytes(content)
        verdicts.append((of_pyhanko(content, real_certificate), pdfsig(file, trusting=store)))

    assert verdicts == [
        (
            {"intact": True, "trusted": True, "bottom line": True},
            {SIGNED: "Signature is Valid.", KNOWN: "Certificate is Trusted.", RANGE: True},
        ),
        (
            {"intact": False, "trusted": False, "bottom line": False},
            {SIGNED: "Digest Mismatch.", KNOWN: "", RANGE: True},
        ),
    ]


def apart(work):
    """In a thread of its own: a browser's loop of events may run in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


def of_pyhanko(content: bytes, root) -> dict[str, bool]:
    known = asn1_x509.Certificate.load(root.public_bytes(serialization.Encoding.DER))
    signature = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[0]
    trust_in = ValidationContext(trust_roots=[known], allow_fetching=False)
    status = apart(lambda: validate_pdf_signature(signature, signer_validation_context=trust_in))
    return {
        "intact": status.intact,
        "trusted": status.trusted,
        "bottom line": status.bottom_line,
    }


def test_pdfsig_does_not_trust_a_seal_that_nobody_vouches_for(tmp_path):
    file, store = tmp_path / "sealed.pdf", tmp_path / "nss"
    file.write_bytes(sealed())
    store.mkdir()
    trust(store, certificate(new_key(), "Somebody else"))

    assert pdfsig(file, trusting=store) == {
        SIGNED: "Signature is Valid.",
        KNOWN: "Certificate issuer isn't Trusted.",
        RANGE: True,
    }


def test_what_is_added_after_the_seal_is_seen():
    content = sealed()

    assert not inspect(content + b"\n% more\n").is_whole


def test_something_hidden_in_the_room_behind_the_signature_is_seen():
    content = bytearray(sealed())
    end = content.index(b">", content.index(b"/Contents <"))
    content[end - 1] = ord("1")

    assert not inspect(bytes(content)).is_whole


def test_no_address_is_asked_for_a_seal(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("something asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert inspect(sealed()).is_whole


def test_a_seal_can_be_made_where_a_loop_of_events_runs_already():
    async def inside() -> bytes:
        return sealed()

    assert inspect(apart(lambda: asyncio.run(inside()))).is_whole


@contextmanager
def timestamp_server(answer):
    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            content = answer(asked)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            return

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def stamped(asked: bytes) -> bytes:
    key = new_rsa_key()
    own = certificate(key, "Time of the test")
    der = serialization.Encoding.DER
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(own.public_bytes(der)),
        asn1_keys.PrivateKeyInfo.load(private),
    )
    return asyncio.run(stamper.async_request_tsa_response(tsp.TimeStampReq.load(asked))).dump()


def test_a_timestamp_is_asked_where_the_settings_name_a_server(settings, tmp_path):
    with timestamp_server(stamped) as settings.SEAL_TIMESTAMP_URL:
        content = sealed()

    info = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[0].signer_info
    assert "signature_time_stamp_token" in [one["type"].native for one in info["unsigned_attrs"]]
    assert inspect(content).is_whole
    assert broken_rules(content, tmp_path) == []


@pytest.mark.parametrize("kind", ["nonsense", "silence"])
def test_without_the_timestamp_that_was_asked_nothing_is_sealed(settings, kind):
    if kind == "silence":
        settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"
        with pytest.raises(NoTimestamp):
            sealed()
        return
    with (
        timestamp_server(lambda asked: b"hello") as settings.SEAL_TIMESTAMP_URL,
        pytest.raises(NoTimestamp),
    ):
        sealed()


# ---------- the key


def test_a_key_in_pkcs12_brings_its_chain(settings, tmp_path):
    root_key, key = new_key(), new_key()
    root = certificate(root_key, "Root of the test")
    own = certificate(key, "Hogeschool Leiekant", issuer=(root_key, root))
    settings.SEAL_KEY_FILE = str(write_p12(tmp_path, key, own, root, passphrase="geheim"))
    settings.SEAL_KEY_PASSPHRASE, settings.DEMO = "geheim", False

    found = seal_key.seal_key()

    assert (found.certificate, found.chain) == (own, (root,))
    signature = PdfFileReader(io.BytesIO(sealed())).embedded_regular_signatures[0]
    assert [one.subject.native["common_name"] for one in signature.other_embedded_certs] == [
        "Root of the test"
    ]


def test_the_demo_makes_a_key_once(settings, tmp_path):
    settings.SEAL_KEY_FILE = str(tmp_path / "made" / "seal-key.pem")

    made = seal_key.seal_key()

    assert seal_key.seal_key().certificate == made.certificate
    assert (tmp_path / "made" / "seal-key.pem").stat().st_mode & 0o077 == 0
    assert seal_key.holder(made.certificate) == settings.INSTITUTION["name"]


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ("not set", "SEAL_KEY_FILE is not set"),
        ("missing", "cannot be read"),
        ("not a key", "cannot be opened"),
        ("passphrase", "cannot be opened"),
        ("of another key", "no certificate belongs to the key"),
        ("expired", "the certificate is valid from 2020-01-01 until 2021-01-01 only"),
    ],
)
def test_a_key_that_cannot_seal_is_named(settings, tmp_path, wrong, because):
    key = new_key()
    until = dt.datetime(2021, 1, 1, tzinfo=dt.UTC) if wrong == "expired" else AT + dt.timedelta(900)
    of = new_key() if wrong == "of another key" else key
    key_file, certificate_file = write_pem(
        tmp_path,
        key,
        certificate(of, "Hogeschool Leiekant", until=until),
        passphrase="geheim" if wrong == "passphrase" else "",
    )
    if wrong == "not a key":
        key_file.write_text("hello")
    if wrong == "missing":
        key_file.unlink()
    settings.SEAL_KEY_FILE = "" if wrong == "not set" else str(key_file)
    settings.SEAL_CERTIFICATE_FILE = str(certificate_file)
    settings.DEMO = settings.DEBUG = False

    with clock.at(AT), pytest.raises(seal_key.NoSealKey, match=because):
        sealed()
