"""Hostile text in every field of every paper: no request, no file but our own, nothing attached.

The control renders the same text raw with WeasyPrint's own fetcher: the text does bite.
"""

import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from pypdf import PdfReader

from config import pdf
from config.frozen import freeze
from tests.config.paper_samples import KINDS, everything, paper

SECRET = Path("/etc/passwd")
# Not words of people: the paper would not exist with another value, or settings guard them.
CHOSEN = {"language", "voice", "state", "answer", "logo", "verify_url", "code", "level", "start"}
CHOSEN |= {"target", "attained"}
# Our own folder, and the colour profile that WeasyPrint brings for PDF/A.
OWN = (str(pdf.FOLDER), str(Path(weasyprint.__file__).parent / "pdf" / "sRGB2014.icc"))
opened: list[str] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | bytes | Path):
        opened.append(str(arguments[0]))


sys.addaudithook(_hear)


class Listener(ThreadingHTTPServer):
    """Counts who calls on loopback; whoever calls gets an empty answer."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.paths.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments: Any) -> None:
                """Quiet."""

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def payload(address: str) -> str:
    """All ways at once by which a page names something to fetch."""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/svg-in-data'/></svg>"
    return f"""x"'></p></td></table>&lt;<img src={address}/img><link rel=stylesheet
    href="{address}/sheet"><link rel=attachment href="{SECRET.as_uri()}"><style>@import
    url({address}/import); body {{ background: url({address}/background) }}</style>
    <p style="list-style-image: url({address}/style)"><object data="{address}/object"></object>
    <svg><image href="{address}/svg"/></svg><img src="data:image/svg+xml,{svg}">
    <img src="{SECRET.as_uri()}"><base href="{address}/">{{{{ settings.SECRET_KEY }}}}"""


def poisoned(value: Any, text: str) -> Any:
    """The same values with the text in every field that holds somebody's words."""
    if isinstance(value, tuple):
        return tuple(poisoned(item, text) for item in value)
    if isinstance(value, str):
        return text
    if not is_dataclass(value):
        return value
    return replace(
        value,
        **{
            field.name: poisoned(getattr(value, field.name), text)
            for field in fields(value)
            if field.name not in CHOSEN
        },
    )


@contextmanager
def files_opened() -> Iterator[list[str]]:
    """Filled when the block ends."""
    seen: list[str] = []
    opened.clear()
    yield seen
    seen.extend(opened)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_in_every_field_is_only_printed(kind, listener):
    document = poisoned(everything(kind), payload(listener.address))
    pdf.render_document(paper(kind))  # opens what is opened once per process

    with files_opened() as files:
        content = pdf.render_document(document)

    reader = PdfReader(io.BytesIO(content))
    assert listener.paths == []
    assert [name for name in files if not name.startswith(OWN)] == []
    assert {
        name: [json.loads(one) for one in found] for name, found in reader.attachments.items()
    } == {"data.json": [freeze(document)]}
    assert "{{ settings.SECRET_KEY }}" in "".join(one.extract_text() for one in reader.pages)


def test_the_same_text_raw_does_bite(listener):
    raw = f"<html lang=en><body><p>{payload(listener.address)}"

    with files_opened() as files:
        weasyprint.HTML(string=raw).write_pdf()

    assert {"/img", "/sheet", "/import", "/background"} <= set(listener.paths)
    assert str(SECRET) in files


def test_even_as_markup_it_finds_nothing(listener):
    raw = f"<html lang=en><body><p>{payload(listener.address)}"

    with files_opened() as files:
        content = weasyprint.HTML(
            string=raw, base_url=pdf.BASE_URL, url_fetcher=pdf.OwnFiles()
        ).write_pdf()

    assert listener.paths == []
    assert [name for name in files if "weasyprint" not in name] == []
    assert dict(PdfReader(io.BytesIO(content)).attachments) == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://document.invalid/../../config/settings.py",
        "https://document.invalid/%2e%2e/%2e%2e/manage.py",
        "https://document.invalid/fonts/../../../manage.py",
        "https://document.invalid//etc/passwd",
        "https://document.invalid/document.css",
        "https://document.invalid/fonts/OFL-SourceSans3.txt",
        "https://document.invalid@127.0.0.1/art/voice-coach.svg",
        "https://document.invalid:443/art/voice-coach.svg",
        "http://document.invalid/art/voice-coach.svg",
        "file:///etc/passwd",
        "data:image/svg+xml,<svg/>",
        "ftp://document.invalid/art/voice-coach.svg",
    ],
)
def test_the_fetcher_refuses_what_is_not_ours(address):
    with files_opened() as files, pytest.raises(ValueError, match="refused"):
        pdf.OwnFiles().fetch(address)

    assert files == []


@pytest.mark.parametrize("text", ["x" * 20_000, "\n" * 20_000, "a\u0301" * 5_000, "&nbsp;" * 5_000])
def test_text_that_tires_the_layout_still_ends(text):
    (entry, *_rest) = paper("portfolio").reflections
    document = replace(
        paper("portfolio", "emptiest"), reflections=(replace(entry, text=text, prompt=text[:500]),)
    )

    content = pdf.render_document(document)

    assert len(PdfReader(io.BytesIO(content)).pages) > 2
