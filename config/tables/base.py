"""The shape every table has once it is read, whatever file it came from."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from config.refusal import Refusal

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200

Cell = str | dt.date


class TableFault(Refusal):
    """The file as a whole cannot be read as a table; the message says what to do about it."""


@dataclass(frozen=True)
class Line:
    """A line of the sheet before anybody knows what it means; `number` counts as the sheet does."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return not any(is_filled(cell) for cell in self.cells)


@dataclass(frozen=True)
class Row:
    """One row under the header.

    `number` is the number the person sees in their own sheet. `cells` is as wide as the header.
    `overflows` is true when something stood to the right of the last heading, which in a CSV
    mostly means that a text with a separator in it was not quoted.
    """

    number: int
    cells: tuple[Cell, ...]
    overflows: bool = False


@dataclass(frozen=True)
class Table:
    """A header with the rows below it; `sheet` is empty for a CSV."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    sheet: str = ""

    def column_name(self, column: int) -> str:
        """The heading as the person wrote it, or the letter of a column without one."""
        return self.header[column] or column_letter(column)


def column_letter(column: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells without the empty ones at the right end."""
    found = tuple(cells)
    end = len(found)
    while end and not is_filled(found[end - 1]):
        end -= 1
    return found[:end]
