"""From bytes to a table: what kind of file, which sheet, which line is the header."""

from collections.abc import Callable, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from .base import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Cell, Line, Row, Table, TableFault, trimmed
from .delimited import read_lines
from .workbook import read_sheets, refuse_old_format

SEARCHED = 25
"""A header stands within the first lines that hold anything; below that are only rows."""

NOT_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"<!DOC",
    b"<html",
    b"<?xml",
)

Recognise = Callable[[Sequence[str]], int]
"""How many of these headings the caller knows."""


def read_table(data: bytes, recognise: Recognise = lambda headings: 0) -> Table:
    """Read a CSV or XLSX file whatever its name says.

    `recognise` lets the caller tell its own header from title lines, and its own sheet from
    legends. Where nothing is recognised, the first line of short texts that is at least half as
    wide as the table is taken, so that a person can still map the columns by hand.
    Raises TableFault.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise TableFault("empty", _("This file is empty."))
    if len(data) > MAX_BYTES:
        raise TableFault(
            "too_large",
            _("This file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2},
        )
    sheets = _sheets(data)
    filled = [(name, lines) for name, lines in sheets if any(not line.is_empty for line in lines)]
    if not filled:
        raise TableFault("empty", _("This file is empty."))
    found = [
        (score, -order, name, position, lines)
        for order, (name, lines) in enumerate(filled)
        if (best := _header(lines, recognise)) is not None
        for score, position in [best]
    ]
    if not found:
        raise TableFault(
            "no_header", _("No header found: the line with the names of the columns is missing.")
        )
    _score, _order, name, position, lines = max(found, key=lambda item: item[:2])
    return _table(name, lines, position)


def _sheets(data: bytes) -> list[tuple[str, list[Line]]]:
    if data.startswith(b"PK\x03\x04"):
        return read_sheets(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        refuse_old_format(data)
    if data.lstrip()[:5].startswith(NOT_TABLES):
        raise TableFault("not_a_table", _("This is not a table. Choose a CSV or XLSX file."))
    return [("", read_lines(data))]


def _header(lines: list[Line], recognise: Recognise) -> tuple[int, int] | None:
    """How well the best header is recognised, and where in `lines` it stands."""
    candidates = list(
        islice(((at, line) for at, line in enumerate(lines) if not line.is_empty), SEARCHED)
    )
    known = [(recognise(_headings(line.cells)), -at) for at, line in candidates]
    score, at = max(known)
    if score >= 2:
        return score, -at
    width = max(len(trimmed(line.cells)) for _at, line in candidates)
    for position, line in candidates:
        headings = _headings(line.cells)
        named = [heading for heading in headings if heading]
        if len(named) >= 2 and len(named) * 2 >= width and _looks_like_names(line.cells):
            return 0, position
    return None


def _looks_like_names(cells: Sequence[Cell]) -> bool:
    return all(
        isinstance(cell, str)
        and len(cell) <= 80
        and (not cell.strip() or any(letter.isalpha() for letter in cell))
        for cell in cells
    )


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(" ".join(str(cell).split()) for cell in trimmed(cells))


def _table(sheet: str, lines: list[Line], position: int) -> Table:
    top = lines[position]
    header = _headings(top.cells)
    below = [line for line in lines[position + 1 :] if not line.is_empty]
    if not below:
        raise TableFault("empty", _("There are no rows under the header."))
    if len(below) > MAX_ROWS:
        raise TableFault(
            "too_many_rows",
            _("This list has %(rows)s rows; at most %(limit)s fit in one import. Split it.")
            % {"rows": len(below), "limit": MAX_ROWS},
        )
    if len(header) > MAX_COLUMNS:
        raise TableFault(
            "too_many_columns",
            _("This list has %(columns)s columns. Keep only those you need.")
            % {"columns": len(header)},
        )
    rows = tuple(_row(line, header, len(top.cells), is_text=not sheet) for line in below)
    return Table(header=header, rows=rows, header_row=top.number, sheet=sheet)


def _row(line: Line, header: tuple[str, ...], written: int, *, is_text: bool) -> Row:
    """`written` is the width of the header line including its empty cells at the end.

    A remark to the right of the headings is normal in a workbook, but in a text file a longer
    line has been cut in the wrong place.
    """
    padded = line.cells + ("",) * (len(header) - len(line.cells))
    overflows = is_text and len(trimmed(line.cells)) > written
    return Row(line.number, padded[: len(header)], overflows)
