"""A roster: the list of placements that a coordinator keeps in a spreadsheet. Pure: no database.

`read` opens the file, `guess_mapping` proposes the columns, `parse` gives the clean rows and every
fault with row, column and reason. A roster with faults is not imported at all.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from config.refusal import refuse_if
from config.tables import Row, Table, read_table
from config.tables.base import is_filled
from placements.enums import Persona

from .cells import CellFault, clean
from .checks import Draft, Fault, across_rows, notices, one_name_per_organisation, within_row
from .fields import BY_NAME, FIELDS, ColumnOf, guess_mapping, mapping_obstacles, recognise
from .known import KnownNames

__all__ = ["Fault", "Roster", "RosterRow", "guess_mapping", "parse", "parse_row", "read"]


@dataclass(frozen=True)
class RosterRow:
    """One placement as the sheet states it. `number` is the row in the person's own sheet.

    Empty optional texts are "". `required_days` is None where the course unit decides.
    `weekdays` counts Monday 0 to Sunday 6. E-mail addresses are in lower case,
    `company_number` is BE and ten digits, and the three keys are those of `KnownNames`.
    """

    number: int
    student_number: str
    first_name: str
    last_name: str
    student_email: str
    programme: int
    course_unit: int
    academic_year: int
    persona: Persona
    has_working_student_status: bool
    distance_track: bool
    organisation: str
    company_number: str
    street: str
    postcode: str
    city: str
    contact_name: str
    contact_email: str
    mentor_first_name: str
    mentor_last_name: str
    mentor_email: str
    mentor_phone: str
    coach_first_name: str
    coach_last_name: str
    coach_email: str
    starts_on: dt.date
    ends_on: dt.date
    required_days: int | None
    weekdays: tuple[int, ...]


@dataclass(frozen=True)
class Roster:
    """`faults` forbid the import; `notices` are things to look at, and forbid nothing.

    `headings` tells how the column of each field is called in the person's sheet.
    """

    rows: tuple[RosterRow, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    size: int
    headings: Mapping[str, str]

    def fault(self, row: RosterRow, name: str, code: str, message: str) -> Fault:
        """Something about this row that only the portal can know."""
        return Fault(row.number, self.headings[name], code, message, name)


def read(data: bytes) -> Table:
    """The table in a CSV or XLSX file. Raises TableFault."""
    return read_table(data, recognise)


def parse(table: Table, mapping: ColumnOf, known: KnownNames) -> Roster:
    """All rows of the table, each on its own and against the others.

    `rows` holds those without a fault. Raises Refusal when the mapping cannot be used.
    """
    refuse_if(mapping_obstacles(mapping, len(table.header)))
    headings = _headings(table, mapping)
    drafts = [_draft(row, headings, mapping, known) for row in table.rows]
    found = [fault for draft in drafts for fault in (*draft.faults, *within_row(draft))]
    found += across_rows(drafts)
    faults = tuple(sorted(found, key=lambda fault: (fault.row, fault.position)))
    faulty = {fault.row for fault in faults}
    rows = [_row(draft.values) for draft in drafts if draft.number not in faulty]
    return Roster(
        rows=tuple(_with_one_name(rows)),
        faults=faults,
        notices=tuple(sorted(notices(drafts), key=lambda one: (one.row, one.position))),
        size=len(drafts),
        headings=headings,
    )


def parse_row(
    row: Row, table: Table, mapping: ColumnOf, known: KnownNames
) -> RosterRow | list[Fault]:
    """One row on its own: clean, or all that is wrong with it."""
    draft = _draft(row, _headings(table, mapping), mapping, known)
    faults = [*draft.faults, *within_row(draft)]
    return faults or _row(draft.values)


def _headings(table: Table, mapping: ColumnOf) -> dict[str, str]:
    return {
        field.name: table.column_name(mapping[field.name])
        if field.name in mapping
        else str(field.label)
        for field in FIELDS
    }


def _draft(row: Row, headings: Mapping[str, str], mapping: ColumnOf, known: KnownNames) -> Draft:
    draft = Draft(row.number, headings)
    if row.overflows:
        draft.refuse(
            "last_name",
            "too_many_cells",
            _("This row has more cells than the header. Is a text with a separator not quoted?"),
        )
    for field in FIELDS:
        cell = row.cells[mapping[field.name]] if field.name in mapping else ""
        if not is_filled(cell) or not clean(str(cell)):
            if field.required:
                draft.refuse(field.name, "missing", _("This cell is empty and must be filled in."))
            else:
                draft.values[field.name] = field.empty
            continue
        try:
            draft.values[field.name] = field.parse(cell)
        except CellFault as fault:
            draft.refuse(field.name, fault.code, fault.message)
    _look_up(draft, known)
    return draft


def _look_up(draft: Draft, known: KnownNames) -> None:
    """Replace the names of programme, course unit and academic year by their keys."""
    values = draft.values
    if "programme" in values:
        name = values.pop("programme")
        key = known.programme(name)
        if key is None:
            draft.refuse(
                "programme", "unknown_programme", _unknown(name, known.like_programme(name))
            )
        else:
            values["programme"] = key
    if "course_unit" in values:
        name, programme = values.pop("course_unit"), values.get("programme")
        key = None if programme is None else known.course_unit(programme, name)
        if key is not None:
            values["course_unit"] = key
        elif programme is not None:  # of an unknown programme, no unit can be known
            closest = known.like_course_unit(programme, name)
            draft.refuse("course_unit", "unknown_course_unit", _unknown(name, closest))
    if "academic_year" in values:
        name = values.pop("academic_year")
        if name in known.academic_years:
            values["academic_year"] = known.academic_years[name].key
            draft.year = known.academic_years[name]
        else:
            draft.refuse("academic_year", "unknown_academic_year", _unknown(name, None))


def _unknown(name: str, closest: str | None) -> str:
    if closest:
        return _("“%(name)s” is not known here. Do you mean “%(closest)s”?") % {
            "name": name,
            "closest": closest,
        }
    return _("“%(name)s” is not known here.") % {"name": name}


def _row(values: dict[str, Any]) -> RosterRow:
    first, _blank, last = values["coach_name"].partition(" ")
    plain = {name: values[name] for name in BY_NAME if name != "coach_name"}
    return RosterRow(
        number=values["number"], coach_first_name=first, coach_last_name=last or first, **plain
    )


def _with_one_name(rows: list[RosterRow]) -> list[RosterRow]:
    names = one_name_per_organisation((row.company_number, row.organisation) for row in rows)
    return [replace(row, organisation=names[row.company_number, row.organisation]) for row in rows]
