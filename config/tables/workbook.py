"""XLSX: what is let in, and what stands in its sheets."""

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from .base import MAX_COLUMNS, MAX_ROWS, Cell, Line, TableFault, trimmed

MAX_UNPACKED = 40 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_SHEETS = 30
MAX_FILLED = 4 * MAX_ROWS
"""Enough for other sheets than the list; the list itself is held to MAX_ROWS later."""

LAST_LINE = 1_048_576
"""Excel's own limit; openpyxl would count up to any number that a hand-made file claims."""

ESCAPED_CONTROL = re.compile(r"_x00([01][0-9A-Fa-f])_")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What openpyxl and zipfile raise on a damaged or hand-made workbook; none of it names a cause."""


def read_sheets(data: bytes) -> list[tuple[str, list[Line]]]:
    """Name and lines of each visible sheet, in the order of the tabs.

    Formulas come in as the value the person saw when saving; times of day are dropped from dates.
    """
    try:
        _refuse_danger(data)
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if len(sheets) > MAX_SHEETS:
            raise _too_large()
        return [(sheet.title, list(_lines(sheet))) for sheet in sheets]
    except UNREADABLE:
        raise TableFault(
            "damaged_workbook",
            _("This workbook is damaged. Open it, save it again as XLSX, and try once more."),
        ) from None


def refuse_old_format(data: bytes) -> None:
    """OLE files are old .xls workbooks, or new ones behind a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _protected()
    raise TableFault(
        "old_workbook", _("This is an old kind of file. Save it as XLSX or CSV and try again.")
    )


def _refuse_danger(data: bytes) -> None:
    """Look at the table of contents before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        names = {member.filename.lower() for member in members}
        if any(member.flag_bits & 0x1 for member in members):
            raise _protected()
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise _too_large()
        if "xl/workbook.xml" not in names:
            raise TableFault(
                "not_a_table", _("This is not an Excel workbook. Save the list as XLSX or CSV.")
            )
        if any("vbaproject" in name or "macrosheets/" in name for name in names):
            raise TableFault(
                "macros", _("This workbook holds macros. Save it as XLSX, without macros.")
            )
        if any(_declares_entities(archive, member) for member in members):
            raise TableFault("not_a_table", _("This workbook holds parts that we do not open."))


def _declares_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """No spreadsheet program writes a document type; who does, wants entities expanded."""
    if not member.filename.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(member) as part:
        return b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"")


def _lines(sheet) -> Iterator[Line]:
    sheet.reset_dimensions()  # a sheet may claim a million columns
    rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
    filled = 0
    for number, values in enumerate(rows, start=1):
        is_blank = values.count(None) == len(values)  # a million of these must go by quickly
        cells = () if is_blank else trimmed(_cell(value) for value in values)
        filled += bool(cells)
        if number > LAST_LINE or filled > MAX_FILLED or len(cells) > MAX_COLUMNS:
            raise _too_large()
        if cells:
            yield Line(number, cells)


def _cell(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return format(value, ".15g")  # what Excel itself shows: 40.0 is 40
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case dt.time():
            return value.strftime("%H:%M")
        case _:
            return ESCAPED_CONTROL.sub(lambda found: chr(int(found[1], 16)), str(value))


def _protected() -> TableFault:
    return TableFault(
        "protected", _("This workbook is protected with a password. Save it without one.")
    )


def _too_large() -> TableFault:
    return TableFault(
        "too_large", _("This workbook is too large. Keep only the sheet with the list.")
    )
