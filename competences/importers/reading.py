"""A framework file, whichever of the kinds it is, and the scale for those that have none."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from config.refusal import Refusal
from config.tables import Table, TableFault, read_table

from . import case, columns, json_text, moodle, own, spreadsheet, vks
from .drafts import FrameworkDraft
from .scales import usual_levels

MAX_BYTES = json_text.MAX_BYTES
MOST_LINES = 100_000
XLSX, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
YAML_LINE = re.compile(r"^(?:code|name_nl|name_en|source|levels|outcomes)[ \t]*:", re.MULTILINE)
SEPARATOR = re.compile(r"[;,\t]")
SAMPLE, LINES = 20_000, 25
NO_TABLE = frozenset({"not_a_table", "no_header", "wrong_encoding"})


def parse(data: bytes) -> FrameworkDraft:
    """The framework in a file, told apart by what it holds and not by its name; with a scale.

    Raises Refusal, one obstacle per fault with its place in the file.
    """
    if len(data) > MAX_BYTES:
        raise _too_large()
    if not data.strip(b"\0 \t\r\n"):
        raise Refusal("empty", _("This file is empty."))
    return with_scale(_read(data))


def with_scale(draft: FrameworkDraft) -> FrameworkDraft:
    return draft if draft.levels else replace(draft, levels=usual_levels())


def _read(data: bytes) -> FrameworkDraft:
    if data.startswith((XLSX, OLE)):
        return _from_table(data)
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if start in {b"{", b"["} or _is_utf_16_json(data):
        return _from_json(data)
    return _from_text(data)


def _from_text(data: bytes) -> FrameworkDraft:
    """YAML or CSV. A line of a CSV may look like YAML, but no YAML has our headings in it."""
    if data.count(b"\n") > MOST_LINES:
        raise _too_large()
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    if YAML_LINE.search(text) and not _has_headings(text):
        return own.parse(data)
    return _from_table(data)


def _has_headings(text: str) -> bool:
    """Whether one of the first lines names columns that we know."""
    lines = text[:SAMPLE].splitlines()[:LINES]
    return any(_recognise([cell.strip('" ') for cell in SEPARATOR.split(one)]) > 1 for one in lines)


def _is_utf_16_json(data: bytes) -> bool:
    if not data.startswith(json_text.UTF_16):
        return False
    return data.decode("utf-16", "replace").lstrip()[:1] in {"{", "["}


def _from_json(data: bytes) -> FrameworkDraft:
    content = json_text.load(data)
    for reader, is_its_kind in ((case, case.is_package), (vks, vks.is_answer)):
        if is_its_kind(content):
            return reader.read(content)
    raise unknown_kind()


def _from_table(data: bytes) -> FrameworkDraft:
    try:
        table = read_table(data, _recognise)
    except TableFault as fault:
        if fault.code in NO_TABLE and not _has_headings(data[:SAMPLE].decode("latin-1")):
            raise unknown_kind() from None
        raise
    if moodle.is_framework(table):
        return moodle.read(table)
    if _is_ours(table):
        return spreadsheet.read(table)
    raise unknown_kind()


def _recognise(headings: Sequence[str]) -> int:
    return max(columns.known(headings), moodle.known(headings))


def _is_ours(table: Table) -> bool:
    return columns.known(table.header) >= 2


def _too_large() -> Refusal:
    return Refusal("too_large", _("This file is too large for one framework."))


def unknown_kind() -> Refusal:
    """What to say of a file that is none of the five kinds."""
    return Refusal(
        "unknown_kind",
        _(
            "We do not know this kind of file. We take our own spreadsheet (XLSX or CSV), a "
            "professional qualification of the VKS (JSON), a CASE package (JSON), a competency "
            "framework of Moodle (CSV), and our own YAML."
        ),
    )
