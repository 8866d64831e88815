"""Our own spreadsheet, as CSV or XLSX: one row per heading, competence and level of the scale.

See `columns` for what stands where; headings may be in Dutch or English. A competence without a
word under “onder” stands under the heading above it. A fault names the cell: `D12 naam (nl)`.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from config.tables import Row, Table, column_letter

from .columns import (
    BY_HEADING,
    BY_KIND,
    BY_NAME,
    COMPETENCE,
    FRAMEWORK,
    HEADING,
    LEVEL,
    NEEDED,
    REMARKS,
    TARGET,
    fold,
    is_sheet_error,
    unquoted,
)
from .drafts import CompetenceDraft, FrameworkDraft, LevelDraft
from .extras import LISTS, WORKPLACE
from .findings import (
    LONGEST_CODE,
    LONGEST_FRAMEWORK_CODE,
    LONGEST_FRAMEWORK_NAME,
    LONGEST_LEVEL_CODE,
    LONGEST_LEVEL_NAME,
    LONGEST_NAME,
    LONGEST_TEXT,
    Findings,
)
from .scales import check_level, check_size, usual_codes
from .tree import Item, grow


def read(table: Table) -> FrameworkDraft:
    """The framework in a table. Raises Refusal, one obstacle per fault with its cell."""
    reading = _Sheet(table)
    reading.findings.refuse_if_any()  # with columns missing, every row would be wrong
    draft = reading.framework()
    reading.findings.refuse_if_any()
    return draft


class _Sheet:
    """One table while it is read: which column is what, and the rows of each kind."""

    def __init__(self, table: Table) -> None:
        self.table, self.findings = table, Findings()
        self.columns: dict[str, int] = {}
        self.units: dict[str, int] = {}
        for position, heading in enumerate(table.header):
            self._place_column(position, heading)
        for name in NEEDED:
            if name not in self.columns:
                self._missing_column(BY_NAME[name].headings)
        if not {"name_nl", "name_en"} & self.columns.keys():
            self._missing_column(BY_NAME["name_nl"].headings)

    def framework(self) -> FrameworkDraft:
        kinds = [(self._kind(row), row) for row in self.table.rows]
        rows = {kind: [row for one, row in kinds if one == kind] for kind in BY_KIND.values()}
        for kind, row in kinds:
            self._refuse_misplaced(kind, row)
        levels = tuple(self._levels(rows[LEVEL]))
        known = {level.code for level in levels} or usual_codes()
        top = self._top(rows[FRAMEWORK])
        whole = f"A{self.table.header_row}"
        names = (top.code, top.name_nl, top.name_en)
        items = list(self._items(kinds, known))
        return FrameworkDraft(
            code=top.code,
            name_nl=top.name_nl,
            name_en=top.name_en,
            source=self._source(rows[FRAMEWORK]),
            outcomes=grow(items, self.findings, top=names, whole=whole),
            levels=levels,
            identifier=top.identifier,
        )

    def _place_column(self, position: int, heading: str) -> None:
        where = self._heading_at(position)
        name = BY_HEADING.get(fold(heading))
        unit = TARGET.fullmatch(heading)
        held, key = (self.units, unit[1].strip()) if unit else (self.columns, name)
        if key is None:
            if heading and fold(heading) not in REMARKS:
                message = _("We do not know this column. If it is a note, call it “remarks”.")
                self.findings.add(where, "unknown_column", message)
            return
        if key in held:
            self.findings.add(where, "column_twice", _("This column is there twice."))
        held.setdefault(key, position)

    def _missing_column(self, headings: tuple[str, str]) -> None:
        message = _("The column “%(nl)s” or “%(en)s” is missing.")
        self.findings.add(
            f"A{self.table.header_row}",
            "missing_column",
            message % {"nl": headings[0], "en": headings[1]},
        )

    def _heading_at(self, position: int) -> str:
        return self._at(self.table.header_row, position)

    def _at(self, row: int, position: int) -> str:
        """A cell as the person finds it: column letter, row number, heading."""
        heading = self.table.header[position] if position < len(self.table.header) else ""
        return f"{column_letter(position)}{row} {heading}".strip()

    def _place(self, row: Row, name: str) -> str:
        return self._at(row.number, self.columns.get(name, 0))

    def _kind(self, row: Row) -> str:
        if row.overflows:
            message = _("There is text to the right of the last column.")
            self.findings.add(self._at(row.number, len(self.table.header)), "too_wide", message)
        said = self._text(row, "kind", limit=LONGEST_CODE)
        kind = BY_KIND.get(fold(said), "")
        if said and not kind:
            message = _("“%(kind)s” is not a kind of row: framework, level, heading, competence.")
            self.findings.add(
                self._place(row, "kind"), "unknown_kind_of_row", message % {"kind": said[:40]}
            )
        return kind

    def _refuse_misplaced(self, kind: str, row: Row) -> None:
        """What is filled in where it means nothing would silently be lost."""
        if not kind:
            return
        for name, position in self.columns.items():
            if kind not in BY_NAME[name].kinds and self._is_filled(row, position):
                self._misplaced(row, position)
        for position in self.units.values():
            if kind != COMPETENCE and self._is_filled(row, position):
                self._misplaced(row, position)
        for position, heading in enumerate(self.table.header):
            if not heading and self._is_filled(row, position):
                message = _("This column has no heading.")
                self.findings.add(self._at(row.number, position), "no_heading", message)

    def _misplaced(self, row: Row, position: int) -> None:
        message = _("This does not belong in a row of this kind.")
        self.findings.add(self._at(row.number, position), "misplaced", message)

    @staticmethod
    def _is_filled(row: Row, position: int) -> bool:
        return bool(str(row.cells[position]).strip())

    def _cell(self, row: Row, position: int) -> str:
        """The text of a cell; a date or an error is what the spreadsheet program made of it."""
        cell = row.cells[position]
        where = self._at(row.number, position)
        if isinstance(cell, dt.date):
            message = _("The spreadsheet made a date of this. Format the cell as text.")
            self.findings.add(where, "date", message)
            return ""
        if is_sheet_error(cell):
            message = _("The cell holds an error of the spreadsheet.")
            self.findings.add(where, "sheet_error", message)
            return ""
        return unquoted(cell)

    def _text(
        self, row: Row, name: str, *, required: bool = True, limit: int = LONGEST_TEXT
    ) -> str:
        position = self.columns.get(name)
        if position is None:
            return ""
        faults = len(self.findings.faults)
        text = self._cell(row, position)
        if len(self.findings.faults) > faults:
            return ""
        where = self._at(row.number, position)
        return self.findings.line(text, where, required=required, limit=limit)

    def _names(self, row: Row, limit: int) -> tuple[str, str]:
        english = self._text(row, "name_en", required=False, limit=limit)
        is_alone = "name_nl" in self.columns and not english
        dutch = self._text(row, "name_nl", required=is_alone, limit=limit)
        if "name_nl" not in self.columns and not english:
            self._text(row, "name_en")  # notes that it is missing
        return dutch, english

    def _lines(self, row: Row, name: str) -> tuple[str, ...]:
        """A text per line of the cell."""
        if name not in self.columns:
            return ()
        where = self._place(row, name)
        text = self._cell(row, self.columns[name])
        found = (self.findings.line(one, where, required=False) for one in text.split("\n"))
        return tuple(line for line in found if line)

    def _levels(self, rows: list[Row]) -> Iterable[LevelDraft]:
        codes: dict[str, str] = {}
        for row in rows:
            code = self._text(row, "code", limit=LONGEST_LEVEL_CODE)
            self.findings.once(codes, code, self._place(row, "code"))
            texts = {
                name: self._text(row, name, required=False, limit=LONGEST_NAME)
                for name in ("description_nl", "description_en")
            }
            yield LevelDraft(code, *self._names(row, LONGEST_LEVEL_NAME), **texts)
        if rows:
            check_size(len(rows), self._place(rows[-1], "kind"), self.findings)

    def _top(self, rows: list[Row]) -> CompetenceDraft:
        """Code, names and identifier of the framework."""
        if not rows:
            message = _("The row of the framework itself is missing: its code, name and source.")
            self.findings.add(f"A{self.table.header_row}", "no_framework_row", message)
            return CompetenceDraft("", "")
        for row in rows[1:]:
            message = _("There is one framework in a file; this is the second.")
            self.findings.add(self._place(row, "kind"), "framework_twice", message)
        row = rows[0]
        return CompetenceDraft(
            self._text(row, "code", limit=LONGEST_FRAMEWORK_CODE),
            *self._names(row, LONGEST_FRAMEWORK_NAME),
            identifier=self._identifier(row, {}),
        )

    def _source(self, rows: list[Row]) -> str:
        return self._text(rows[0], "source", required=False, limit=LONGEST_NAME) if rows else ""

    def _identifier(self, row: Row, seen: dict[str, str]):
        where = self._place(row, "identifier")
        text = self._text(row, "identifier", required=False)
        found = self.findings.identifier(text, where)
        self.findings.once(seen, str(found or ""), where)
        return found

    def _items(self, kinds: list[tuple[str, Row]], known: set[str]) -> Iterable[Item]:
        identifiers: dict[str, str] = {}
        above = ""
        for kind, row in kinds:
            if kind not in {HEADING, COMPETENCE}:
                continue
            code = self._text(row, "code", limit=LONGEST_CODE)
            under = self._text(row, "under", required=False)
            identifier = self._identifier(row, identifiers)
            if kind == HEADING:
                above = code
            under = under or (above if kind == COMPETENCE else "")
            content = self._content(row, kind, code, known)
            yield Item(
                key=(kind, code or row.number),
                parent=(HEADING, under) if under else None,
                content=CompetenceDraft(**content, identifier=identifier),
                place=self._place(row, "code"),
                parent_place=self._place(row, "under"),
                kind=kind,
            )

    def _content(self, row: Row, kind: str, code: str, known: set[str]) -> dict:
        dutch, english = self._names(row, LONGEST_TEXT)
        content = {"code": code, "name_nl": dutch, "name_en": english}
        if kind == COMPETENCE:
            content |= {
                name: self._text(row, name, required=False, limit=LONGEST_NAME)
                for name in WORKPLACE
            }
            content |= {name: self._lines(row, name) for name in LISTS}
            content["targets"] = self._targets(row, known)
        return content

    def _targets(self, row: Row, known: set[str]) -> dict[str, str]:
        found = {}
        for unit, position in self.units.items():
            where = self._at(row.number, position)
            level = self.findings.line(self._cell(row, position), where, required=False)
            check_level(level, known, where, self.findings)
            if level:
                found[unit] = level
        return found
