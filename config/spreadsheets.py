"""Writing tables that no spreadsheet program will run: names may start with = or @, and stay text.

XLSX can say of a cell that it is text, so there the value is written as it is. CSV cannot: there a
dangerous text gets an apostrophe in front, which `config.tables` takes off again when reading.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Value = str | int | float | Decimal | dt.date | dt.datetime | None

DANGEROUS = re.compile(r"[\s'\"\u200b-\u200f\u2060\ufeff]*[=+\-@%|\t\r\n\x00＝＋－＠]")
"""What a spreadsheet program may take for a formula, a command or a broken cell."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]|^[\t\n]")
"""Characters that XML cannot carry, or that a reader trims away at the start of a cell."""

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
WIDEST, NARROWEST = 48, 9
TEXT_FORMAT = "@"
DATE_FORMAT = "dd/mm/yyyy"


def inert(value: Value) -> Value:
    """A value that is safe in a CSV: dangerous texts get an apostrophe, the rest stays as it is."""
    if isinstance(value, str) and DANGEROUS.match(value):
        return f"'{value}"
    return value


def without_apostrophe(text: str) -> str:
    """The inverse of `inert`: the text as it was before it was made safe."""
    if text.startswith("'") and DANGEROUS.match(text[1:]):
        return text[1:]
    return text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with BOM and semicolons, which is what Excel here opens without asking."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([inert(name) for name in header])
    for row in rows:
        writer.writerow([_plain(inert(value)) for value in row])
    return LONE_SURROGATE.sub("\ufffd", out.getvalue()).encode("utf-8-sig")


def write_xlsx(
    header: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str = "Trialoog"
) -> bytes:
    """A workbook with one sheet: header in bold and frozen, real dates and numbers, no formulas."""
    return write_sheets([(title, header, rows)])


def write_sheets(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]],
) -> bytes:
    """A workbook like that of `write_xlsx` with several sheets: title, header and rows of each."""
    book = openpyxl.Workbook(write_only=True)
    for title, header, rows in sheets:
        _add_sheet(book, title, header, [list(row) for row in rows])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_sheet(
    book: openpyxl.Workbook, title: str, header: Sequence[str], rows: list[list[Value]]
) -> None:
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(header, rows), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value: Value, *, bold: bool = False) -> WriteOnlyCell:
    if not isinstance(value, str) or not value:
        cell = WriteOnlyCell(sheet, value=None if value == "" else value)
        if isinstance(value, dt.date):
            cell.number_format = DATE_FORMAT
        return cell
    cell = WriteOnlyCell(sheet)
    cell.value = CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _plain(value))
    cell.data_type = "s"  # after the value: setting a value that starts with = makes it a formula
    cell.number_format = TEXT_FORMAT  # stays text when somebody edits the cell
    cell.font = Font(bold=bold)
    return cell


def _plain(value: Value) -> Value:
    return LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def _widths(header: Sequence[str], rows: list[list[Value]]) -> list[int]:
    columns = zip(header, *rows, strict=True)
    return [
        max(NARROWEST, min(WIDEST, 2 + max(len(str(value)) for value in column)))
        for column in columns
    ]


def _sheet_title(title: str) -> str:
    """Excel allows 31 characters and none of these, and no apostrophe at either end."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31] or "Trialoog"
