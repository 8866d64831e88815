"""What somebody sends as a file: recognised by what is in it, never by its name.

Photos are drawn anew, so that nothing but the picture is left: no place, no camera, no comment, no
second file hidden behind the first. Everything else is kept as it came and is only ever handed out
as a download.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from competences.uploads_recognised import Kind, recognise
from config.images import NotAPicture, TooManyPixels, redrawn
from config.refusal import Refusal

IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LONGEST_NAME = 120
# Written from right to left, a name can show another ending than it has.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its bytes, a name that is safe everywhere, and what it is."""

    content: bytes
    name: str
    content_type: str

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def accept(file: BinaryIO, name: str) -> Upload:
    """The file as it may be kept. Refused, with the field "file": empty, too big, or of a kind
    that we do not take; the sentence says what to do instead."""
    content = file.read(settings.UPLOAD_MAX_BYTES + 1)
    if not content:
        raise _no("file-empty", _("This file is empty. Choose another one."))
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise _no(
            "file-too-big",
            format_lazy(
                _("This file is too big; the most is {size}. Make it smaller, or add a link."),
                size=filesizeformat(settings.UPLOAD_MAX_BYTES),
            ),
        )
    kind = recognise(content)
    if kind.content_type in IMAGES:
        content = _picture(content, IMAGES[kind.content_type])
    return Upload(content, safe_name(name, kind), kind.content_type)


def _picture(content: bytes, form: str) -> bytes:
    try:
        return redrawn(content, form)
    except TooManyPixels:
        raise _no(
            "image-too-large",
            _("This picture has too many pixels. Send it smaller, or as a screenshot."),
        ) from None
    except NotAPicture:
        raise _no(
            "image-broken", _("This picture cannot be opened. Take it anew, or choose another one.")
        ) from None


def safe_name(name: str, kind: Kind) -> str:
    """The last part of `name` without what no screen shows, with the ending of what it is."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        " " if unicodedata.category(letter) in UNSEEN else letter
        for letter in unicodedata.normalize("NFC", last)
    )
    plain = re.sub(r'[<>:"|?*%;]', " ", seen)
    stem = re.sub(r"\s+", " ", plain).strip(" .")
    if "." in stem:
        stem = stem.rpartition(".")[0].strip(" .")
    return f"{stem[:LONGEST_NAME].strip(' .') or 'file'}.{kind.extension}"


def _no(code: str, sentence: str | Promise) -> Refusal:
    return Refusal(code, sentence, field="file")
