"""Files as people and attackers send them, made on the spot."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image, PngImagePlugin

GPS_INFO, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-'
    'types"><Override PartName="/{part}" ContentType="{type}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def photo(size: tuple[int, int] = (40, 20), form: str = "JPEG", **saved) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 90, 10)).save(out, form, **saved)
    return out.getvalue()


def phone_photo() -> bytes:
    """A JPEG as a phone makes it: lying on its side, with maker, place, profile and comment."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "mark-maker"
    exif.get_ifd(GPS_INFO)[1] = "N"
    exif.get_ifd(GPS_INFO)[2] = (51.0, 3.0, 12.5)
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 90, 10)).save(
        out,
        "JPEG",
        exif=exif,
        comment=b"mark-comment",
        icc_profile=b"mark-profile" * 20,
        xmp=b"<x:xmpmeta>mark-xmp</x:xmpmeta>",
    )
    return out.getvalue()


def png_with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "mark-comment")
    words.add_itxt("XML:com.adobe.xmp", "mark-xmp")
    return photo(form="PNG", pnginfo=words)


def package(parts: Mapping[str, str | bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def word(content_type: str = WORD, **more: str) -> bytes:
    listed = CONTENT_TYPES.format(part="word/document.xml", type=content_type)
    return package({"[Content_Types].xml": listed, "word/document.xml": "<w/>", **more})


def open_document(kind: str = "text", **more: str) -> bytes:
    named = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": named, "content.xml": "<o/>", **more}, zipfile.ZIP_STORED)


def bomb() -> bytes:
    """A few kilobytes that unpack to 400 million pixels."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def encrypted_package() -> bytes:
    content = bytearray(word())
    for start in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[start] |= 1
    return bytes(content)
