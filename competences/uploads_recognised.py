"""The kinds of file that can be evidence, each by its own marks; what fits none is refused.

We ask whether a file *is* one of a few kinds, which has a yes and a no; guessing what it might be
among a thousand has neither.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.refusal import Refusal


@dataclass(frozen=True)
class Kind:
    content_type: str
    extension: str


OOXML = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    "wordprocessingml.document": "docx",
    "spreadsheetml.sheet": "xlsx",
    "presentationml.presentation": "pptx",
}
ODF = "application/vnd.oasis.opendocument."
OPEN = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
VIDEO_BRANDS = {"isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V "}
PHONE_PHOTO_BRANDS = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif"}
WHAT_WE_TAKE = _(
    "We take photos (JPEG, PNG, WebP), PDF, Word, Excel, PowerPoint and LibreOffice files, plain "
    "text, and sound or film (MP3, M4A, MP4)."
)
MARKUP = re.compile(
    rb"<\s*(!doctype|html|head|body|svg|script|iframe|object|embed|img|style|\?(xml|php))",
    re.IGNORECASE,
)
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MOST_PARTS, MOST_UNPACKED, LONGEST_LIST = 5000, 500 * 1024**2, 1024**2
LIVE_PARTS = re.compile(
    r"(vbaproject\.bin|vbadata\.xml)$|(^|/)(macrosheets|activex)/|^(basic|scripts)/", re.IGNORECASE
)


def recognise(content: bytes) -> Kind:
    """What these bytes are; a Refusal that says what to send instead when we do not take it."""
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    found = _by_first_bytes(content) or _film_or_sound(content) or _text(content)
    if found is None:
        raise _no("file-kind", WHAT_WE_TAKE)
    return found


def _by_first_bytes(content: bytes) -> Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Kind("image/jpeg", "jpg")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind("image/png", "png")
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind("image/webp", "webp")
    if content.startswith(b"%PDF-"):
        return Kind("application/pdf", "pdf")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _no(
            "office-old-or-locked",
            _(
                "This is an Office file of an old kind, or one with a password. Save it as DOCX, "
                "XLSX, PPTX or PDF without a password, and send that."
            ),
        )
    return None


def _film_or_sound(content: bytes) -> Kind | None:
    if content[4:8] == b"ftyp":
        brand = content[8:12].decode("latin-1")
        if brand in PHONE_PHOTO_BRANDS:
            raise _no(
                "image-heic",
                _(
                    "This photo has a format (HEIC) that many devices cannot show. Send it as "
                    "JPEG: on an iPhone, Settings, Camera, Formats, Most compatible; or make a "
                    "screenshot of it."
                ),
            )
        if brand in {"M4A ", "M4B "}:
            return Kind("audio/mp4", "m4a")
        return Kind("video/mp4", "mp4") if brand in VIDEO_BRANDS else None
    start = _behind_the_tag(content)
    if start is not None and _is_mpeg_frame(content[start : start + 4]):
        return Kind("audio/mpeg", "mp3")
    return None


def _behind_the_tag(content: bytes) -> int | None:
    """Where the sound of an MP3 starts; None when its tag is not well formed."""
    if not content.startswith(b"ID3"):
        return 0
    sizes = content[6:10]
    if len(sizes) < 4 or any(part > 127 for part in sizes):
        return None
    size = 0
    for part in sizes:
        size = size << 7 | part
    return 10 + size


def _is_mpeg_frame(head: bytes) -> bool:
    """Layer III, with a bit rate and a sampling rate that exist."""
    return (
        len(head) == 4
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[2] >> 4 not in {0, 15}
        and head[2] >> 2 & 3 != 3
    )


def _text(content: bytes) -> Kind | None:
    """Plain text in UTF-8 that no browser would take for a page."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if NOT_IN_TEXT.search(words):
        return None
    if MARKUP.search(content):
        raise _no(
            "file-is-a-page",
            _(
                "This is a web page or a drawing with code in it (HTML, SVG); we do not keep "
                "those. Save it as PDF or as a picture, or add a link."
            ),
        )
    return Kind("text/plain", "txt")


def _package(content: bytes) -> Kind:
    """An office document: a ZIP whose list of contents says which, without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _refuse_strange(parts)
            found = _office(package) or _open_document(package)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise _no("file-broken", _("This file is damaged and cannot be opened.")) from None
    if found is None:
        raise _no(
            "file-zip", _("We do not keep ZIP files. Send what is in it, one file at a time.")
        )
    if any(LIVE_PARTS.search(part.filename) for part in parts):
        raise _macros()
    return found


def _refuse_strange(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if len(names) != len(set(names)) or len(names) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise zipfile.BadZipFile
    if any(part.flag_bits & 1 for part in parts):  # encrypted
        raise zipfile.BadZipFile


def _office(package: zipfile.ZipFile) -> Kind | None:
    listed = _part(package, "[Content_Types].xml")
    if "macroenabled" in listed.lower():
        raise _macros()
    for name, extension in OFFICE.items():
        if f"{OOXML}{name}.main+xml" in listed:
            return Kind(f"{OOXML}{name}", extension)
    return None


def _open_document(package: zipfile.ZipFile) -> Kind | None:
    named = _part(package, "mimetype").strip()
    extension = OPEN.get(named.removeprefix(ODF))
    return Kind(named, extension) if extension else None


def _part(package: zipfile.ZipFile, name: str) -> str:
    """The words of one part, "" when it is not there; never more than a list of contents holds."""
    if name not in package.namelist():
        return ""
    with package.open(name) as part:
        return part.read(LONGEST_LIST).decode("utf-8", "replace")


def _macros() -> Refusal:
    return _no(
        "office-macros",
        _(
            "This file holds macros: small programs that can do harm. Save it without macros "
            "(DOCX, XLSX, PPTX) or as PDF, and send that."
        ),
    )


def _no(code: str, sentence: str | Promise) -> Refusal:
    return Refusal(code, sentence, field="file")
