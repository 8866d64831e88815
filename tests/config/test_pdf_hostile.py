"""Hostile text in every field of every paper: no request, no file but our own, nothing attached.

`make proof-paper` puts all two hundred payloads through every field; here each paper meets some of
them. The control renders the same text raw with WeasyPrint's own fetcher: the text does bite.
"""

import io
import json
import os
import warnings
from collections.abc import Iterator
from dataclasses import replace

import pytest
import weasyprint
from pypdf import PdfReader

from config import pdf, pdf_guard
from config.frozen import freeze
from config.pdf_guard import DocumentTooLarge
from tests.config.hostile import (
    SECRET,
    SPECIALS,
    Listener,
    listening,
    parts,
    payloads,
    poisoned,
    present,
    watching,
)
from tests.config.paper_samples import EVERY, everything, paper

EVERY_NTH = 1 if os.environ.get("PAPER_ALL") else 17
MOST_TOGETHER = 1200  # characters


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the watch can hear what is opened: a watch does not follow into a child."""
    monkeypatch.setattr(pdf_guard, "within", lambda work, **limits: work())


def attached(content: bytes) -> dict[str, list]:
    found = PdfReader(io.BytesIO(content)).attachments
    return {name: [json.loads(one) for one in several] for name, several in found.items()}


def batches(texts: list[str]) -> Iterator[str]:
    """Several at once, for as long as a paper with all of that in every field is not too large."""
    held: list[str] = []
    for text in texts:
        if held and len("\n".join([*held, text])) > MOST_TOGETHER:
            yield "\n".join(held)
            held = []
        held.append(text)
    yield "\n".join(held)


@pytest.mark.parametrize("kind", EVERY)
def test_hostile_text_in_every_field_is_only_printed(kind, listener, in_this_process):
    pdf.render_document(everything(kind))  # opens what is opened once per process

    for text in batches(payloads(listener.address)[::EVERY_NTH]):
        document = poisoned(everything(kind), text)
        with watching() as heard:
            content = pdf.render_document(document)
        assert (listener.paths, heard.strange) == ([], [])
        assert attached(content) == {"data.json": [freeze(document)]}


@pytest.mark.parametrize("kind", EVERY)
def test_what_looks_like_a_template_is_printed_as_it_is(kind):
    content = pdf.render_document(poisoned(everything(kind), SPECIALS[0]))

    pages = PdfReader(io.BytesIO(content)).pages
    assert SPECIALS[0] in " ".join("".join(one.extract_text() for one in pages).split())


@pytest.mark.parametrize("kind", EVERY)
def test_every_part_of_a_paper_is_among_the_poisoned(kind):
    document = everything(kind)

    assert parts(type(document)) - present(document) == set()


def test_inside_the_guard_nobody_is_called_either(listener):
    text = "\n".join(payloads(listener.address)[::29])

    pdf.render_document(poisoned(everything("lab_plan"), text))

    assert listener.paths == []


def raw(text: str) -> str:
    return f"<html lang=en><body><p>{text}"


def test_the_same_text_raw_does_bite(listener):
    """The red control: each payload alone, unescaped, with the fetcher that WeasyPrint brings."""
    bitten = files = attachments = 0
    for text in payloads(listener.address)[:: max(1, EVERY_NTH // 4)]:
        before = len(listener.paths)
        with watching() as heard, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page = weasyprint.HTML(string=raw(pdf.printable(text)), base_url=listener.address)
            content = page.write_pdf()
        stolen = sum(str(SECRET) == name for name in heard.files)
        more = sum(len(found) for found in PdfReader(io.BytesIO(content)).attachments.values())
        files, attachments = files + stolen, attachments + more
        bitten += bool(len(listener.paths) - before or stolen or more)
    requests = len(listener.paths)
    print(
        f"\nControl: {bitten} payloads bite raw: {requests} requests, {files} times a file of the"
    )
    print(f"machine, {attachments} attachments.")
    assert min(bitten, requests, files, attachments) > 0


def test_even_as_markup_it_finds_nothing(listener):
    for text in payloads(listener.address)[:: max(1, EVERY_NTH // 4)]:
        with watching() as heard:
            content = weasyprint.HTML(
                string=raw(pdf.printable(text)), base_url=pdf.BASE_URL, url_fetcher=pdf.OwnFiles()
            ).write_pdf()
        assert listener.paths == []
        assert [name for name in heard.strange if "weasyprint" not in name] == []
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
    with watching() as heard, pytest.raises(ValueError, match="refused"):
        pdf.OwnFiles().fetch(address)

    assert heard.files == []


@pytest.mark.parametrize("text", ["x" * 20_000, "\n" * 20_000, "a\u0301" * 5_000, "&nbsp;" * 5_000])
def test_text_that_tires_the_layout_still_ends(text):
    (entry, *_rest) = paper("portfolio").reflections
    document = replace(
        paper("portfolio", "emptiest"), reflections=(replace(entry, text=text, prompt=text[:500]),)
    )

    try:
        content = pdf.render_document(document)
    except DocumentTooLarge:  # a slow machine gives up on it in time, which is an end too
        return

    assert len(PdfReader(io.BytesIO(content)).pages) > 2
