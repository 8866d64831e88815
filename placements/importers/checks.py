"""What can be wrong with a roster beyond a single cell: within a row, and between rows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .cells import fold
from .fields import FIELDS
from .known import KnownYear

POSITION = {known.name: position for position, known in enumerate(FIELDS)}
ENROLMENT_KEY = ("student_number", "programme", "academic_year")
ENROLMENT_FACTS = ("persona", "has_working_student_status", "distance_track")
FORMULA = re.compile(r"[=+\-@]\s*[^\s\d(+]")
"""A text that a spreadsheet program would run; a phone number that starts with + is none."""


@dataclass(frozen=True)
class Fault:
    """`row` as counted in the person's sheet, `column` as its heading reads there."""

    row: int
    column: str
    code: str
    message: str
    field: str = ""

    @property
    def position(self) -> int:
        return POSITION.get(self.field, 0)


@dataclass
class Draft:
    """A row on its way: `values` holds only what could be read, so checks must ask with `get`."""

    number: int
    headings: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    year: KnownYear | None = None

    def __post_init__(self) -> None:
        self.values["number"] = self.number

    def fault(self, name: str, code: str, message: str) -> Fault:
        return Fault(self.number, self.headings[name], code, message, name)

    def refuse(self, name: str, code: str, message: str) -> None:
        self.faults.append(self.fault(name, code, message))

    @property
    def student_name(self) -> str | None:
        return self._name("first_name", "last_name")

    def _name(self, *parts: str) -> str | None:
        """The name folded, or None while one of its parts could not be read."""
        found = [self.values.get(part) for part in parts]
        return fold(" ".join(found)) if all(found) else None

    def people(self) -> Iterator[tuple[str, str, str]]:
        """Each e-mail field with the address and the folded name that stands beside it.

        An address that this row gives to two people is left out: that is its own fault.
        """
        named = {
            "student_email": self.student_name,
            "mentor_email": self._name("mentor_first_name", "mentor_last_name"),
            "coach_email": self._name("coach_name"),
        }
        addresses = [self.values.get(name) for name in named]
        for column, name in named.items():
            address = self.values.get(column)
            if address and name and addresses.count(address) == 1:
                yield column, address, name


def within_row(draft: Draft) -> Iterator[Fault]:
    """Nobody in two roles, and no period that ends before it starts."""
    value = draft.values.get
    if value("starts_on") and value("ends_on") and value("ends_on") < value("starts_on"):
        yield draft.fault("ends_on", "ends_before_start", _("The end lies before the start."))
    student, mentor, coach = value("student_email"), value("mentor_email"), value("coach_email")
    if mentor and mentor == student:
        yield draft.fault(
            "mentor_email",
            "own_mentor",
            _("The student would be their own mentor: both have this e-mail address."),
        )
    if coach and coach == student:
        yield draft.fault(
            "coach_email",
            "own_coach",
            _("The student would be their own coach: both have this e-mail address."),
        )
    if coach and coach == mentor:
        yield draft.fault(
            "coach_email",
            "mentor_is_coach",
            _("The mentor cannot be the coach as well: both have this e-mail address."),
        )


def across_rows(drafts: list[Draft]) -> list[Fault]:
    return [
        *_twice_in_one_unit(drafts),
        *_number_of_another(drafts),
        *_email_of_another(drafts),
        *_enrolled_differently(drafts),
    ]


def notices(drafts: list[Draft]) -> Iterator[Fault]:
    """What deserves a look and is imported all the same."""
    names: dict[str, tuple[int, str]] = {}
    for draft in drafts:
        yield from _formulas(draft)
        yield from _outside_year(draft)
        number, name = draft.values.get("company_number"), draft.values.get("organisation")
        if number and name:
            row, first = names.setdefault(number, (draft.number, name))
            if fold(first) != fold(name):
                yield draft.fault(
                    "organisation",
                    "other_organisation_name",
                    _("In row %(row)s this company number belongs to “%(name)s”.")
                    % {"row": row, "name": first},
                )


def one_name_per_organisation(
    pairs: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], str]:
    """(company number, name) to the spelling to keep: the first that is not all in capitals."""
    spellings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number, name in pairs:
        spellings[number, fold(name)].append(name)
    return {
        (number, name): next((one for one in names if not one.isupper()), names[0])
        for (number, _folded), names in spellings.items()
        for name in names
    }


def _twice_in_one_unit(drafts: list[Draft]) -> Iterator[Fault]:
    together: dict[tuple, list[Draft]] = defaultdict(list)
    for draft in drafts:
        key = [
            draft.values.get(name) for name in ("student_number", "course_unit", "academic_year")
        ]
        if None not in key:
            together[tuple(key)].append(draft)
    for same in together.values():
        for draft in same if len(same) > 1 else ():
            others = ", ".join(str(other.number) for other in same if other is not draft)
            yield draft.fault(
                "course_unit",
                "student_twice",
                _("This student stands in this course unit more than once: see row %(rows)s.")
                % {"rows": others},
            )


def _number_of_another(drafts: list[Draft]) -> Iterator[Fault]:
    first: dict[str, Draft] = {}
    for draft in drafts:
        number, name = draft.values.get("student_number"), draft.student_name
        if not number or not name:
            continue
        earlier = first.setdefault(number, draft)
        if earlier.student_name != name:
            yield draft.fault(
                "student_number",
                "number_of_another",
                _("This student number stands under another name in row %(row)s.")
                % {"row": earlier.number},
            )
        elif len({one.values.get("student_email") for one in (earlier, draft)} - {None}) > 1:
            yield draft.fault(
                "student_email",
                "other_student_email",
                _("In row %(row)s this student has another e-mail address.")
                % {"row": earlier.number},
            )


def _email_of_another(drafts: list[Draft]) -> Iterator[Fault]:
    """One address is one person: the same name wherever it stands, and one student number.

    Rows with one student number are left out: if their names differ, that is said already.
    """
    first: dict[str, tuple[Draft, str, str]] = {}
    for draft in drafts:
        number = draft.values.get("student_number")
        for column, address, name in draft.people():
            earlier, its_column, its_name = first.setdefault(address, (draft, column, name))
            both_students = column == its_column == "student_email"
            same_number = number == earlier.values.get("student_number")
            if earlier is draft or (both_students and same_number):
                continue
            if name != its_name or both_students:
                yield draft.fault(
                    column,
                    "email_of_another",
                    _("This e-mail address belongs to somebody else in row %(row)s.")
                    % {"row": earlier.number},
                )


def _enrolled_differently(drafts: list[Draft]) -> Iterator[Fault]:
    """A student is enrolled once a year in a programme, so the facts on it agree in all rows."""
    first: dict[tuple, Draft] = {}
    for draft in drafts:
        key = (draft.student_name, *(draft.values.get(name) for name in ENROLMENT_KEY))
        earlier = draft if None in key else first.setdefault(key, draft)
        for name in ENROLMENT_FACTS:
            facts = {one.values[name] for one in (earlier, draft) if name in one.values}
            if len(facts) > 1:
                yield draft.fault(
                    name,
                    "enrolled_differently",
                    _("In row %(row)s this reads differently for the same student.")
                    % {"row": earlier.number},
                )


def _formulas(draft: Draft) -> Iterator[Fault]:
    for name, value in draft.values.items():
        if isinstance(value, str) and FORMULA.match(value):
            yield draft.fault(
                name, "formula_as_text", _("This looks like a formula; it is imported as text.")
            )


def _outside_year(draft: Draft) -> Iterator[Fault]:
    for name in ("starts_on", "ends_on"):
        day = draft.values.get(name)
        if day and draft.year and not draft.year.starts_on <= day <= draft.year.ends_on:
            yield draft.fault(name, "outside_year", _("This date lies outside the academic year."))
