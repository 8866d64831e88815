"""Reading the tables people bring: CSV in whatever encoding, and XLSX workbooks."""

from .base import MAX_ROWS, Cell, Row, Table, TableFault, column_letter
from .reading import read_table

__all__ = ["MAX_ROWS", "Cell", "Row", "Table", "TableFault", "column_letter", "read_table"]
