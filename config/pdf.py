"""Paper: the only module that imports WeasyPrint.

WeasyPrint's own fetcher reads any file and any address that a page names. Ours knows one host that
cannot exist, and on it only the files of `static/pdf` and the drawings made for this one document.
Each file is PDF/A-3a and PDF/UA-1, and the same values give the same bytes.

Measured on two cores: an agreement 0.9 s, a portfolio of 12 pages 1 s, the longest plausible one
(48 pages, 285 000 characters of HTML) 3 to 5 s and 166 MB, a million characters 16 s and 326 MB.
Length alone makes a page slow, hence `MAX_CHARACTERS`; what is slow or large for another reason is
ended by `config.pdf_guard` (`settings.PDF_SECONDS`, `PDF_MEGABYTES`).
"""

import datetime as dt
import hashlib
import io
import json
import logging
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol
from urllib.parse import urlsplit

import segno
import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from config import pdf_guard
from config.frozen import freeze
from config.pdf_guard import DocumentTooLarge
from config.pdf_values import Letterhead, Stamp

FOLDER = settings.BASE_DIR / "static" / "pdf"
HOST = "document.invalid"  # RFC 2606: no page can name a real host
BASE_URL = f"https://{HOST}/"
TYPES = {".svg": "image/svg+xml", ".ttf": "font/ttf", ".png": "image/png"}
LOCALES = {"nl": "nl-BE", "en": "en-GB"}
MAX_CHARACTERS = 600_000
LIBRARIES = ("weasyprint", "pydyf", "fonttools", "pyphen", "tinycss2", "tinyhtml5", "segno")
SOURCES = (
    *("templates/pdf/**/*.*", "static/pdf/**/*.*", "locale/*/LC_MESSAGES/django.mo"),
    *("config/pdf*", "config/templatetags/pdf*.py"),
)
# What no font can draw and what may change the order of the letters around it.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff0-\ufffb"
    "\ufe00-\ufe0f\U000e0000-\U000e0fff\U0001f3fb-\U0001f3ff\ud800-\udfff]"
)
LINE_ENDS = re.compile("[\u2028\u2029\x85]")
PICTOGRAM = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
# A bit of everything that costs time at its first use, and is thrown away.
FIRST_PAGE = """<!doctype html><html lang="nl-BE"><head><title>x</title></head><body><h1>x</h1>
<img src="made/logo.svg" alt="x"><p>werkplekleren <b>x</b> <i>x</i> <a href="#x">x</a></p>
<p id="x" lang="en-GB">responsibility</p><ul><li>x</li></ul><table><tr><th>x</th><td>x</td></tr>
</table></body></html>"""
FIRST_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/>
<text x="1" y="8" font-family="Source Serif 4">x</text></svg>"""
UA_IDENTIFIER = (settings.BASE_DIR / "config" / "pdf_ua.xml").read_bytes()

for chatty in ("weasyprint.progress", "fontTools"):  # seven lines a document otherwise
    logging.getLogger(chatty).setLevel(logging.WARNING)


class Document(Protocol):
    """What `render_document` needs to know of the dataclasses in `pdf_values` and its neighbours.

    One that comes in two kinds has a `kind` as well, by which it is called in its title.
    """

    template: str
    stamp: Stamp

    @property
    def student_name(self) -> str: ...


class OwnFiles(URLFetcher):
    """Serves `static/pdf` and what was made for this document; refuses every other address."""

    def __init__(self, made: Mapping[str, str] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.made = made or {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc, parts.query) != ("https", HOST, ""):
            raise ValueError("refused: not one of our own files")
        name = parts.path.removeprefix("/")
        if name in self.made:
            return URLFetcherResponse(
                url, self.made[name].encode(), {"Content-Type": TYPES[".svg"]}
            )
        path = (FOLDER / name).resolve()
        if not path.is_relative_to(FOLDER) or path.suffix not in TYPES:
            raise ValueError("refused: not one of our own files")
        return _answer(url, path.read_bytes(), path.suffix)


def _answer(url: str, body: bytes, suffix: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, body, {"Content-Type": TYPES[suffix]})


def render_document(document: Document) -> bytes:
    """The PDF of one document of `pdf_values` and its neighbours, with its data as JSON inside.

    Raises `DocumentTooLarge`. Takes seconds for a long portfolio: call it in the background, and
    through `accounts.actions.documents`, which keeps what was made.
    """
    stamp = document.stamp
    with translation.override(stamp.language):
        name = titles()[getattr(document, "kind", document.template)]
        title = f"{name} – {document.student_name}"
    return render(
        f"pdf/{document.template}.html",
        {"document": document, "stamp": stamp},
        language=stamp.language,
        title=title,
        attachments=freeze(document),
        created=stamp.created,
    )


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    attachments: Any = None,
    created: dt.datetime,
) -> bytes:
    """Set a template of `templates/pdf` on paper.

    `context["stamp"]` gives letterhead, reference and code; `attachments` is JSON data for machines
    (`data.json` in the PDF); `created` is an aware moment and the only date in the file.
    Raises `DocumentTooLarge`.
    """
    stamp: Stamp = context["stamp"]
    logo = stamp.letterhead.logo
    moment = timezone.localtime(created)
    with translation.override(language):
        html = render_to_string(
            template,
            {
                **context,
                "title": title,
                "locale": LOCALES[language],
                "created": moment.isoformat(timespec="seconds"),
                "logo": f"art/{logo}" if logo else "made/logo.svg",
            },
        )
    if len(html) > MAX_CHARACTERS:
        raise DocumentTooLarge(f"{len(html)} characters, at most {MAX_CHARACTERS}")
    made = {"made/logo.svg": _monogram(stamp.letterhead), "made/qr.svg": _qr(stamp)}
    return pdf_guard.within(
        lambda: write(printable(html), made=made, data=attachments, moment=moment),
        seconds=settings.PDF_SECONDS,
        megabytes=settings.PDF_MEGABYTES,
        ready=_ready,
    )


def write(html: str, *, made: Mapping[str, str], data: Any, moment: dt.datetime) -> bytes:
    """The PDF of a page that is ready, without a limit: `render` calls it inside the guard."""
    fetcher = OwnFiles(made)
    attached = [_attachment(data, moment, fetcher)] if data is not None else []
    options = {"pdf_variant": "pdf/a-3a", "pdf_identifier": True, "attachments": attached}
    return set_pages(html, fetcher, **options).write_pdf(finisher=_finish, **options)


def set_pages(html: str, fetcher: OwnFiles, **options: Any) -> weasyprint.Document:
    fonts, sheet = _fonts_and_sheet()
    page = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    return page.render(font_config=fonts, stylesheets=[sheet], **options)


@cache
def renderer() -> str:
    """SHA-256 of everything besides the values that decides about the bytes: library, templates,
    sheet, fonts, words. With another one each paper is another."""
    digest = hashlib.sha256(repr([version(name) for name in LIBRARIES]).encode())
    for path in sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern)):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return digest.hexdigest()


def printable(text: str) -> str:
    """Text without what cannot be printed; a pictogram no font of ours has becomes its name."""
    return PICTOGRAM.sub(_named, UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text)))


def _named(match: re.Match[str]) -> str:
    character = match[0]
    if ord(character) in _drawable():
        return character
    name = unicodedata.name(character, "").lower()
    return f"[{name}]" if name else ""


@cache
def _drawable() -> frozenset[int]:
    covered: set[int] = set()
    for name in ("SourceSans3-Regular.ttf", "SourceSerif4-Regular.ttf"):
        with TTFont(FOLDER / "fonts" / name, lazy=True) as font:
            covered |= set(font.getBestCmap())
    return frozenset(covered)


@cache
def _fonts_and_sheet() -> tuple[FontConfiguration, CSS]:
    """Once per process: parsing the sheet and loading seven fonts costs more than an agreement."""
    fonts = FontConfiguration()
    source = (FOLDER / "document.css").read_text()
    sheet = CSS(string=source, base_url=BASE_URL, url_fetcher=OwnFiles(), font_config=fonts)
    return fonts, sheet


@cache
def _ready() -> None:
    """Set one small page, once per process, under the guard's lock: its children then find fonts,
    declarations of C and rules for hyphens there: a seventh of the time of an agreement."""
    _fonts_and_sheet()
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    write(FIRST_PAGE, made={"made/logo.svg": FIRST_DRAWING}, data={}, moment=moment)


def titles() -> dict[str, str]:
    return {
        "agreement": translation.gettext("Placement agreement"),
        "amendment": translation.gettext("Amendment to the placement agreement"),
        "portfolio": translation.gettext("Portfolio"),
        "trialogue_report": translation.gettext("Trialogue report"),
        "competence_statement": translation.gettext("Competence statement"),
        "cohort": translation.gettext("Cohort"),
        "lab_plan": translation.gettext("My goals"),
        "checklist": translation.gettext("Quality checklist"),
        "visit_report": translation.gettext("Visit report"),
        "visit_focus": translation.gettext("Focus sheet"),
        "scan": translation.gettext("Workplace scan"),
    }


def _attachment(data: Any, moment: dt.datetime, fetcher: OwnFiles) -> Attachment:
    """The data of the document for machines; the dates are given, or they would be today's."""
    return Attachment(
        string=json.dumps(data, indent=1),
        name="data.json",
        description="The data of this document",
        relationship="Data",
        created=moment,
        modified=moment,
        url_fetcher=fetcher,
    )


def _qr(stamp: Stamp) -> str:
    if not stamp.code:
        return ""
    out = io.BytesIO()
    segno.make(f"{stamp.verify_url}/{stamp.code}", error="m", micro=False).save(
        out, kind="svg", border=0, dark="#16242C", xmldecl=False, omitsize=True, nl=False
    )
    return out.getvalue().decode()


def _monogram(letterhead: Letterhead) -> str:
    """The first letter of the institution on its colour, for as long as it gave no logo."""
    colour, letter = printable(letterhead.colour), printable(letterhead.name)[:1].upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 52 52">'
        f'<path d="M0 0H52V52H0Z" fill="{escape(colour)}"/>'
        '<text x="26" y="38" fill="#FFFFFF" font-family="Source Serif 4" font-size="34" '
        f'font-weight="600" text-anchor="middle">{escape(letter)}</text></svg>'
    )


def _finish(document: Any, pdf: Any) -> None:
    """PDF/A-3a and PDF/UA-1 in one file: readable XMP that names both standards."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False
            item.stream = [
                part.replace(b"</rdf:RDF>", UA_IDENTIFIER + b"</rdf:RDF>") for part in item.stream
            ]
        elif getattr(item, "compress", False) and item.data.endswith(b"\r\nendstream"):
            item.compress = False  # page-validation miscounts a stream whose last byte is CR
