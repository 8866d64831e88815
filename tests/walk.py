"""All rows of all areas, and everything a person could read in an answer."""

import importlib
import io
import pkgutil
import zipfile
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from pypdf import PdfReader

import tests.access
from accounts.models import User
from tests.access import Row

ROWS: list[Row] = [
    row
    for module in pkgutil.iter_modules(tests.access.__path__)
    for row in importlib.import_module(f"tests.access.{module.name}").ROWS
]


def session_of(person: User) -> str:
    """Signed in; a test client with this as its session cookie is this person."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def words_in(response: HttpResponseBase) -> str:
    """Headers, body, the text of a PDF, and of every file in a workbook or an archive."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    words = f"{response.headers} {body.decode(errors='ignore')}"
    if body.startswith(b"%PDF"):
        words += text_on(body)
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            inside = (archive.read(name).decode(errors="ignore") for name in archive.namelist())
            words += " ".join(inside)
    return words


@lru_cache(maxsize=8)  # several people are shown the same paper, to the byte
def text_on(paper: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
