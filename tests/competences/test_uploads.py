"""Files: recognised by what is in them, pictures drawn anew, everything dangerous refused."""

import io
import zipfile

import pytest
from PIL import Image

from competences.uploads import Upload, accept
from config.refusal import Refusal
from tests.competences import files

TAKEN = {
    "photo.jpg": (files.photo(), "image/jpeg"),
    "shot.png": (files.photo(form="PNG"), "image/png"),
    "shot.webp": (files.photo(form="WEBP"), "image/webp"),
    "paper.pdf": (b"%PDF-1.7\n/JavaScript (app.alert(1))\n%%EOF", "application/pdf"),
    "letter.docx": (
        files.word(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "letter.odt": (files.open_document(), "application/vnd.oasis.opendocument.text"),
    "table.ods": (
        files.open_document("spreadsheet"),
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "notes.txt": ("Notities, 3 < 4 & é".encode(), "text/plain"),
    "voice.m4a": (b"\0\0\0\x20ftypM4A \0\0\0\0", "audio/mp4"),
    "film.mp4": (b"\0\0\0\x20ftypisom\0\0\0\0", "video/mp4"),
    "voice.mp3": (b"ID3\x04\0\0\0\0\0\x02xx\xff\xfb\x90\x64" + b"\0" * 400, "audio/mpeg"),
}
PHP = b"<?php system($_GET['c']); ?>"
REFUSED = {
    "empty": (b"", "file-empty"),
    "too big": (b"x" * 2_000_001, "file-too-big"),
    "a page called photo.jpg": (b"<!DOCTYPE html><script>alert(1)</script>", "file-is-a-page"),
    "a page behind spaces": (b" \n\t< HTML ><body>", "file-is-a-page"),
    "a drawing with code": (b'<svg xmlns="x" onload="alert(1)"/>', "file-is-a-page"),
    "a drawing behind a declaration": (b'<?xml version="1.0"?><svg/>', "file-is-a-page"),
    "a script of a server": (b"hello " + PHP, "file-is-a-page"),
    "a program": (b"MZ\x90\0\x03\0\0\0" + b"\0" * 64, "file-kind"),
    "text in no writing": (b"\xff\xfe\x00caf\xe9", "file-kind"),
    "control characters": (b"hello \x1b[2J", "file-kind"),
    "a photo of an iPhone": (b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", "image-heic"),
    "a film of unknown make": (b"\0\0\0\x14ftypqt  \0\0\0\0", "file-kind"),
    "an old Office file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64,
        "office-old-or-locked",
    ),
    "macros by their list": (files.word(files.WORD_WITH_MACROS), "office-macros"),
    "macros called docx": (files.word(**{"word/vbaProject.bin": "x"}), "office-macros"),
    "macros in capitals": (files.word(**{"word/VBAPROJECT.BIN": "x"}), "office-macros"),
    "macros of Excel 4": (files.word(**{"xl/macrosheets/sheet1.xml": "x"}), "office-macros"),
    "macros of LibreOffice": (files.open_document(**{"Basic/script.xml": "x"}), "office-macros"),
    "a plain zip": (files.package({"run.exe": b"MZ"}), "file-zip"),
    "a zip cut off": (files.word()[:60], "file-broken"),
    "a locked package": (files.encrypted_package(), "file-broken"),
    "a bomb of pixels": (files.bomb(), "image-too-large"),
    "a WebP that asks a gigabyte": (files.photo((4001, 4000), "WEBP"), "image-too-large"),
    "a picture cut off": (files.photo((400, 400))[:300], "image-broken"),
    "a picture in name only": (b"\xff\xd8\xff\xe0" + PHP, "image-broken"),
}


@pytest.fixture(autouse=True)
def limits(settings) -> None:
    settings.UPLOAD_MAX_BYTES = 2_000_000


def taken(content: bytes, name: str = "file") -> Upload:
    return accept(io.BytesIO(content), name)


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_known_by_its_content(name):
    content, content_type = TAKEN[name]

    upload = taken(content, name)

    assert (upload.name, upload.content_type) == (name, content_type)


@pytest.mark.parametrize("what", REFUSED)
def test_what_we_do_not_take_is_refused_beside_the_file(what):
    content, code = REFUSED[what]

    with pytest.raises(Refusal) as refused:
        taken(content, "photo.jpg")

    assert [(one.code, one.field) for one in refused.value.obstacles] == [(code, "file")]


def test_a_package_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("competences.uploads_recognised.MOST_UNPACKED", 1000)
    content = files.word(**{"word/media/zeros.bin": "0" * 100_000})

    with pytest.raises(Refusal) as refused:
        taken(content)

    assert refused.value.codes == ["file-broken"]


def test_a_package_with_one_name_twice_is_refused():
    """Two readers could each take another one for the document."""
    out = io.BytesIO(files.word())
    with zipfile.ZipFile(out, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("word/document.xml", "<other/>")

    with pytest.raises(Refusal) as refused:
        taken(out.getvalue())

    assert refused.value.codes == ["file-broken"]


def test_the_name_does_not_decide():
    upload = taken(files.photo(), "invoice.html")

    assert (upload.name, upload.content_type) == ("invoice.jpg", "image/jpeg")


def test_a_photo_loses_place_maker_profile_and_comment_and_stands_upright():
    before = files.phone_photo()
    assert b"mark-maker" in before
    assert b"mark-comment" in before
    assert b"mark-profile" in before
    assert b"mark-xmp" in before

    upload = taken(before, "IMG_0001.JPG")

    image = Image.open(io.BytesIO(upload.content))
    assert image.size == (20, 40)
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"mark-" not in upload.content


def test_a_png_loses_its_words():
    assert b"mark-comment" in files.png_with_words()

    upload = taken(files.png_with_words())

    assert b"mark-" not in upload.content
    assert Image.open(io.BytesIO(upload.content)).info == {}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "second",
    [b"<html><script>alert('mark-face')</script>", files.package({"mark-face.js": b"x"})],
    ids=["page", "zip"],
)
def test_a_picture_that_is_something_else_too_keeps_the_picture_alone(form, second):
    upload = taken(files.photo(form=form) + second)

    assert b"mark-face" not in upload.content
    assert not zipfile.is_zipfile(io.BytesIO(upload.content))


def test_a_large_picture_is_made_smaller():
    upload = taken(files.photo((4000, 1000)))

    assert Image.open(io.BytesIO(upload.content)).size == (2560, 640)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "1"])
def test_pictures_of_every_kind_of_colour_can_be_drawn(mode):
    out = io.BytesIO()
    Image.new(mode, (30, 30)).save(out, "PNG")

    assert Image.open(io.BytesIO(taken(out.getvalue()).content)).size == (30, 30)


def test_the_same_photo_twice_gives_the_same_bytes():
    assert taken(files.phone_photo()).sha256 == taken(files.phone_photo()).sha256


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\amina\\notes.txt", "notes.txt"),
        ("photo\u202egpj.exe", "photo gpj.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie x=1.txt"),
        ('a"; filename="b.html', "a filename= b.txt"),
        ("\x00", "file.txt"),
        ("...", "file.txt"),
        ("", "file.txt"),
        ("verslag é ü.docx", "verslag é ü.txt"),
        ("x" * 400 + ".txt", "x" * 120 + ".txt"),
    ],
)
def test_a_name_is_made_safe_and_gets_the_ending_of_what_it_is(sent, kept):
    assert taken(b"hello", sent).name == kept
