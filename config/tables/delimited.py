"""CSV: which encoding, which separator, which lines."""

import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from config.spreadsheets import without_apostrophe

from .base import Line, TableFault

SEPARATORS = ";,\t"
SAMPLE = 50
LONGEST_CELL = 200_000
CONTROL = frozenset(map(chr, range(32))) - {"\t", "\n", "\r", "\f", "\x00"}


def read_lines(data: bytes) -> list[Line]:
    """The lines of a CSV, counted from 1 as a spreadsheet program would number them.

    A quoted text may run over several lines of the file; it is still one row of the sheet.
    """
    text = decode(data)
    separator, text = _announced_separator(text)
    records = _records(text, separator or guess_separator(text))
    return [
        Line(number, tuple(without_apostrophe(cell) for cell in record))
        for number, record in enumerate(records, start=1)
    ]


def decode(data: bytes) -> str:
    """Text from bytes: UTF-8, UTF-16 or, failing these, Windows-1252 as Excel writes it here."""
    for encoding in (_encoding(data), "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_control_characters(text)
        return text
    _refuse_control_characters(data.decode("latin-1"))
    raise TableFault(
        "wrong_encoding",
        _("The letters of this file cannot be read. Save it again as “CSV UTF-8” or as XLSX."),
    )


def _refuse_control_characters(text: str) -> None:
    """A picture, a program or a letter from a word processor holds them; a table does not."""
    if not CONTROL.isdisjoint(text):
        raise TableFault("not_a_table", _("This is not a table. Choose a CSV or XLSX file."))


def guess_separator(text: str) -> str:
    """The separator that cuts the most lines of the sample into the same number of cells."""
    sample = "".join(text.splitlines(keepends=True)[:SAMPLE])

    def agreement(separator: str) -> tuple[int, int]:
        widths = Counter(len(record) for record in _records(sample, separator) if len(record) > 1)
        width, lines = max(widths.items(), key=lambda item: item[1] * item[0], default=(0, 0))
        return lines * width, width

    best = max(SEPARATORS, key=agreement)
    if agreement(best) == (0, 0):
        raise TableFault(
            "not_a_table",
            _("No columns found. Separate them with a semicolon, a comma or a tab."),
        )
    return best


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:2000]
    if len(head) > 3 and head.count(0) > len(head) * 0.3:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return "utf-8-sig"


def _announced_separator(text: str) -> tuple[str | None, str]:
    """Excel's own first line `sep=;`, which Excel does not show and therefore does not count."""
    first, _newline, rest = text.partition("\n")
    first = first.strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[-1], rest
    return None, text


def _records(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise TableFault(
            "not_a_table",
            _("This file cannot be read as a table. Is a quotation mark never closed?"),
        ) from None
