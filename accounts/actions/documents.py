"""Papers rendered once: who makes the same content again gets the same bytes from the shelf.

A stored paper is found by what it says, never by its number or its owner: to reach it one has to
make its content, and whoever may do that may have these bytes. So a portfolio with words that are
no longer shared is reached by nobody, and is swept out when it was not asked for during
`settings.DOCUMENTS_KEPT_DAYS`.
"""

import datetime as dt
import hashlib
import json

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import StoredDocument
from config import clock
from config.files import names_under
from config.frozen import freeze
from config.pdf import Document, render_document, renderer

FOLDER = "documents"


def bytes_of(document: Document) -> bytes:
    """The PDF of these values; raises `config.pdf.DocumentTooLarge`."""
    return _kept(document)[1]


def render(document: Document) -> StoredDocument:
    """The row of the PDF of these values, made now if nobody made them before.

    Two at once may both render; one of them is kept. Raises `config.pdf.DocumentTooLarge`.
    """
    return _kept(document)[0]


def content_hash(document: Document) -> str:
    """SHA-256 of all that decides about the bytes: kind, values and renderer."""
    said = json.dumps([document.template, freeze(document), renderer()])
    return hashlib.sha256(said.encode()).hexdigest()


def _kept(document: Document) -> tuple[StoredDocument, bytes]:
    content = content_hash(document)
    row = StoredDocument.objects.filter(content_sha256=content).first()
    if row is not None and (pdf := read(row)) is not None:
        _noted(row)
        return row, pdf
    pdf = render_document(document)
    again = row and _again(row, pdf)
    return again or _first(document, content, pdf), pdf


def read(row: StoredDocument) -> bytes | None:
    """Its bytes, as they were written; None when the file is gone or is another one by now."""
    try:
        with row.file.open("rb") as file:
            pdf = file.read()
    except OSError:
        return None
    return pdf if hashlib.sha256(pdf).hexdigest() == row.sha256 else None


def _noted(row: StoredDocument) -> None:
    today = clock.today()
    if row.last_used_on < today:
        StoredDocument.objects.filter(pk=row.pk).update(last_used_on=today)
        row.last_used_on = today


def _first(document: Document, content: str, pdf: bytes) -> StoredDocument:
    row = StoredDocument(kind=document.template, content_sha256=content)
    _write(row, pdf)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another request was first; should its file be gone, that is mended
        default_storage.delete(row.file.name)
        return StoredDocument.objects.get(content_sha256=content)
    return row


def _again(row: StoredDocument, pdf: bytes) -> StoredDocument | None:
    """Its file was gone; None when the row is gone too by now."""
    _write(row, pdf)
    row.last_used_on = clock.today()
    names = ("file", "sha256", "size", "last_used_on")
    found = StoredDocument.objects.filter(pk=row.pk)
    return row if found.update(**{name: getattr(row, name) for name in names}) else None


def _write(row: StoredDocument, pdf: bytes) -> None:
    row.sha256, row.size = hashlib.sha256(pdf).hexdigest(), len(pdf)
    row.file.save(f"{row.content_sha256}.pdf", ContentFile(pdf), save=False)


# --- forgetting


def forget(*, unused_since: dt.date, strays_before: dt.datetime) -> int:
    """Throw away what nobody asked for since that day, and files that no row names: of work that
    was broken off. Answers how many papers and files went."""
    gone = _forget(StoredDocument.objects.filter(last_used_on__lt=unused_since))
    return gone + _forget_strays(strays_before)


def forget_all() -> int:
    """Empty the shelf: nobody can tell in which papers somebody's name stands, and every one can
    be made again. For when a person is erased or has another name."""
    return _forget(StoredDocument.objects.all())


@transaction.atomic
def _forget(found: QuerySet[StoredDocument]) -> int:
    rows = list(found.select_for_update())
    StoredDocument.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        transaction.on_commit(lambda name=row.file.name: default_storage.delete(name), robust=True)
    return len(rows)


def _forget_strays(before: dt.datetime) -> int:
    strays = [
        name for name in names_under(FOLDER) if default_storage.get_modified_time(name) < before
    ]
    kept = set(StoredDocument.objects.filter(file__in=strays).values_list("file", flat=True))
    gone = [name for name in strays if name not in kept]
    for name in gone:
        default_storage.delete(name)
    return len(gone)
