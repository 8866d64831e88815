"""A competency framework of Moodle, in the CSV of its plugin `tool_lpimportcsv`.

One row is the framework (“Is framework” is 1) with the scale; the others are competencies that name
their parent by its ID number. Moodle translates the headings, but never moves the columns: without
headings that we know, the place of a column says what it is. Our own export adds a column
`Trialoog` with what Moodle has no place for.

Moodle cuts a short name at 100 characters and keeps the whole sentence in the description. A
description that says more becomes the skills of a competence; that of a heading is passed over.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.tables import Row, Table, column_letter

from .columns import fold
from .drafts import CompetenceDraft, FrameworkDraft, LevelDraft
from .extras import read_extras, read_kind
from .findings import (
    LONGEST_CODE,
    LONGEST_FRAMEWORK_CODE,
    LONGEST_FRAMEWORK_NAME,
    LONGEST_LEVEL_NAME,
    LONGEST_NAME,
    LONGEST_TEXT,
    Findings,
)
from .html_text import paragraphs
from .scales import check_size, names, read_levels, usual_codes
from .tree import Item, grow

HEADINGS = (
    ("parent", "Parent ID number"),
    ("code", "ID number"),
    ("name", "Short name"),
    ("description", "Description"),
    ("format", "Description format"),
    ("scale", "Scale values"),
    ("configuration", "Scale configuration"),
    ("rule", "Rule type (optional)"),
    ("outcome", "Rule outcome (optional)"),
    ("rule_configuration", "Rule config (optional)"),
    ("related", "Cross-referenced competency ID numbers"),
    ("exported", "Exported ID (optional)"),
    ("is_framework", "Is framework"),
    ("taxonomy", "Taxonomy"),
)
EXTRA = "Trialoog"
OLDER = {"shortname": "name", "cross referenced competency id numbers optional": "related"}
BY_HEADING = {fold(heading): name for name, heading in HEADINGS} | OLDER
NEEDED = ("parent", "code", "name", "is_framework")
YES = frozenset({"1", "true", "waar"})
HTML = frozenset({"", "0", "1"})
SHORTEST_CUT = 95
LONGEST_SHORT_NAME = 100


def known(headings: Sequence[str]) -> int:
    """How many of these headings are Moodle's own English ones."""
    return sum(fold(heading) in BY_HEADING for heading in headings)


def is_framework(table: Table) -> bool:
    """Whether a table is Moodle's: by its headings, or by what stands in its places."""
    found = {BY_HEADING.get(fold(heading)) for heading in table.header}
    if found.issuperset(NEEDED):
        return True
    if len(table.header) < len(HEADINGS) - 1:
        return False
    place = {name: position for position, (name, _heading) in enumerate(HEADINGS)}
    return any(
        _said(row, place["is_framework"]) in YES and "," in _said(row, place["scale"])
        for row in table.rows
    )


def _said(row: Row, position: int) -> str:
    return str(row.cells[position]).strip().casefold()


def shortened(name: str) -> str:
    """A name as Moodle can hold it."""
    return name if len(name) <= LONGEST_SHORT_NAME else f"{name[: LONGEST_SHORT_NAME - 1]}…"


def read(table: Table) -> FrameworkDraft:
    """The framework in a table. Raises Refusal, one obstacle per fault with its cell."""
    reading = _Framework(table)
    draft = reading.framework()
    reading.findings.refuse_if_any()
    return draft


class _Framework:
    """One file while it is read."""

    def __init__(self, table: Table) -> None:
        self.table, self.findings = table, Findings()
        self.columns = {
            name: position
            for position, heading in enumerate(table.header)
            if (name := BY_HEADING.get(fold(heading)))
        }
        if not self.columns.keys() >= set(NEEDED):
            self.columns = {name: at for at, (name, _heading) in enumerate(HEADINGS)}
            self.columns = {n: at for n, at in self.columns.items() if at < len(table.header)}
        folded = [fold(heading) for heading in table.header]
        if fold(EXTRA) in folded:
            self.columns["extra"] = folded.index(fold(EXTRA))

    def framework(self) -> FrameworkDraft:
        tops = [row for row in self.table.rows if self._is_top(row)]
        if not tops:
            message = _("No row is the framework itself: “Is framework” is 1 nowhere.")
            self.findings.add(f"A{self.table.header_row}", "no_framework_row", message)
        for row in tops[1:]:
            message = _("There is one framework in a file; this is the second.")
            self.findings.add(self._place(row, "is_framework"), "framework_twice", message)
        top = tops[0] if tops else None
        extra, where = self._extra(top) if top else ({}, "")
        levels = self._levels(top, extra, where) if top else ()
        content = self._top(top, extra, where)
        known_levels = {level.code for level in levels} or usual_codes()
        rows = [row for row in self.table.rows if not self._is_top(row)]
        items = [self._item(row, known_levels) for row in rows]
        self._once(items, rows)
        return FrameworkDraft(
            code=content["code"],
            name_nl=content["name_nl"],
            name_en=content["name_en"],
            source=content["source"],
            outcomes=grow(
                items,
                self.findings,
                top=(content["code"], content["name_nl"], content["name_en"]),
                whole=f"A{self.table.header_row}",
            ),
            levels=levels,
            identifier=content["identifier"],
        )

    def _is_top(self, row: Row) -> bool:
        return self._raw(row, "is_framework").casefold() in YES

    def _raw(self, row: Row, name: str) -> str:
        position = self.columns.get(name)
        cell = "" if position is None else row.cells[position]
        return cell.isoformat() if isinstance(cell, dt.date) else cell.strip()

    def _place(self, row: Row, name: str) -> str:
        position = self.columns.get(name, 0)
        return f"{column_letter(position)}{row.number} {self.table.header[position]}".strip()

    def _text(self, row: Row, name: str, *, required: bool = True, limit: int) -> str:
        where = self._place(row, name)
        if name in self.columns and isinstance(row.cells[self.columns[name]], dt.date):
            message = _("The spreadsheet made a date of this. Format the cell as text.")
            self.findings.add(where, "date", message)
            return ""
        return self.findings.line(self._raw(row, name), where, required=required, limit=limit)

    def _extra(self, row: Row) -> tuple[dict, str]:
        """What our own export wrote, and where it stands."""
        where, text = self._place(row, "extra"), self._raw(row, "extra")
        if not text:
            return {}, where
        try:
            extra = json.loads(text)
        except (ValueError, RecursionError):
            self.findings.add(where, "not_json", _("This column holds JSON, or nothing."))
            return {}, where
        if not isinstance(extra, dict):
            message = _("An object with fields is expected here.")
            self.findings.add(where, "not_an_object", message)
            return {}, where
        return extra, f"{where} $"

    def _top(self, row: Row | None, extra: dict, where: str) -> dict[str, Any]:
        if row is None:
            return {"code": "", "name_nl": "", "name_en": "", "source": "", "identifier": None}
        short = self._text(row, "name", limit=LONGEST_FRAMEWORK_NAME)
        name_nl, name_en = self._names(short, extra, where, LONGEST_FRAMEWORK_NAME)
        said = self._text(row, "code", limit=LONGEST_CODE)
        given = self.findings.text(
            extra, "code", where, required=False, limit=LONGEST_FRAMEWORK_CODE
        )
        source = self.findings.text(extra, "source", where, required=False, limit=LONGEST_NAME)
        return {
            "code": given or slugify(said)[:LONGEST_FRAMEWORK_CODE].strip("-") or "moodle",
            "name_nl": name_nl,
            "name_en": name_en,
            "source": source if extra else f"Moodle, {said}",
            "identifier": self._identifier(extra, where),
        }

    def _identifier(self, extra: dict, where: str):
        return self.findings.identifier(extra.get("identifier"), f"{where}.identifier")

    def _names(self, short: str, extra: dict, where: str, limit: int) -> tuple[str, str]:
        """The whole names, unless somebody changed the short one since."""
        if not {"name_nl", "name_en"} & extra.keys():
            return short, ""
        dutch, english = names(extra, where, self.findings, limit=limit, both=False)
        if short and shortened(dutch or english) != short:
            return (short, english) if dutch else (dutch, short)
        return dutch, english

    def _levels(self, row: Row, extra: dict, where: str) -> tuple[LevelDraft, ...]:
        """The scale from low to high, its levels called 0, 1, 2 … where the file has no codes."""
        if "levels" in extra:
            return read_levels(extra, where, self.findings, required=True)
        place = self._place(row, "scale")
        said = [name.strip() for name in self._raw(row, "scale").split(",")]
        if said == [""]:
            return ()
        check_size(1 if len(said) == 1 else len(said), place, self.findings)
        read = (self.findings.line(name, place, limit=LONGEST_LEVEL_NAME) for name in said)
        return tuple(LevelDraft(str(number), name) for number, name in enumerate(read))

    def _item(self, row: Row, levels: set[str]) -> Item:
        extra, where = self._extra(row)
        number = self._text(row, "code", limit=LONGEST_CODE)
        short = self._text(row, "name", limit=LONGEST_TEXT)
        name_nl, name_en, skills = *self._names(short, extra, where, LONGEST_TEXT), ()
        if not extra:
            name_nl, skills = self._told(row, short)
        more = read_extras(extra, where, levels, self.findings)
        if not extra:
            more |= {"skills_nl": skills, "references": self._related(row)}
        code = self.findings.text(extra, "code", where, required=False, limit=LONGEST_CODE)
        parent = self._raw(row, "parent")
        return Item(
            key=number or row.number,
            parent=parent or None,
            content=CompetenceDraft(
                code or number,
                name_nl,
                name_en,
                **more,
                identifier=self._identifier(extra, where),
            ),
            place=self._place(row, "code"),
            parent_place=self._place(row, "parent"),
            kind=read_kind(extra, where, self.findings),
        )

    def _told(self, row: Row, short: str) -> tuple[str, tuple[str, ...]]:
        """The name in full, and what the description says besides."""
        text = self._raw(row, "description")
        if self._raw(row, "format") in HTML:
            said = paragraphs(text)
        else:
            where = self._place(row, "description")
            lines = (self.findings.line(one, where, required=False) for one in text.split("\n"))
            said = tuple(line for line in lines if line)
        beginning = short.removesuffix("...").removesuffix("…").strip()
        is_cut = len(short) >= SHORTEST_CUT or beginning != short
        if said and (said[0] == short or (is_cut and said[0].startswith(beginning))):
            short, said = said[0], said[1:]
        for line in said:
            self.findings.line(line, self._place(row, "description"))
        return short, said

    def _related(self, row: Row) -> tuple[str, ...]:
        """ID numbers that this one is linked to; Moodle writes a comma inside one as %2C."""
        found = (one.replace("%2C", ",").strip() for one in self._raw(row, "related").split(","))
        return tuple(one for one in found if one)

    def _once(self, items: list[Item], rows: list[Row]) -> None:
        codes: dict[str, str] = {}
        identifiers: dict[str, str] = {}
        for item, row in zip(items, rows, strict=True):
            self.findings.once(codes, str(item.key), item.place)
            given = item.content.identifier
            where = f"{self._place(row, 'extra')} $.identifier"
            self.findings.once(identifiers, str(given or ""), where)
