"""The columns of a roster: what each is called in people's sheets, and how its cells are read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from config.tables import Cell

from . import cells
from .cells import fold

ColumnOf = Mapping[str, int]
"""Field name to column number (from 0), only for the fields that have a column."""


@dataclass(frozen=True)
class Field:
    """`guesses` are headings, Dutch and English; `empty` is the value of an empty cell."""

    name: str
    label: str | Promise
    guesses: tuple[str, ...]
    parse: Callable[[Cell], Any]
    required: bool = True
    empty: Any = ""


def _field(name, label, guesses, parse, **options) -> Field:
    return Field(name, label, tuple(guesses.split("|")), parse, **options)


FIELDS: tuple[Field, ...] = (
    _field(
        "student_number",
        _("Student number"),
        "studentennummer|studentnummer|stamnummer|student number|student id|nummer student",
        cells.text(20),
    ),
    _field(
        "first_name",
        _("First name of the student"),
        "voornaam|voornaam student|first name|given name|student first name",
        cells.text(80),
    ),
    _field(
        "last_name",
        _("Last name of the student"),
        "naam|familienaam|achternaam|naam student|familienaam student|last name|surname"
        "|family name|student last name",
        cells.text(120),
    ),
    _field(
        "student_email",
        _("E-mail of the student"),
        "e-mail student|e-mail|mailadres student|student e-mail|e-mail address student",
        cells.email,
    ),
    _field("programme", _("Programme"), "opleiding|graduaat|programme|program", cells.text(160)),
    _field(
        "course_unit",
        _("Course unit"),
        "opleidingsonderdeel|olod|opo|vak|course unit|course|module",
        cells.text(160),
    ),
    _field(
        "academic_year",
        _("Academic year"),
        "academiejaar|schooljaar|academic year|school year",
        cells.academic_year,
    ),
    _field(
        "persona",
        _("Type of student"),
        "type student|studenttype|profiel|persona|student type|profile",
        cells.persona,
    ),
    _field(
        "has_working_student_status",
        _("Working-student status"),
        "statuut werkstudent|werkstudent|werkstudentenstatuut|working student status"
        "|working student",
        cells.yes_or_no,
        required=False,
        empty=False,
    ),
    _field(
        "distance_track",
        _("Distance-learning track"),
        "afstandstraject|afstandsleren|afstandsonderwijs|distance learning track"
        "|distance learning|distance track",
        cells.yes_or_no,
        required=False,
        empty=False,
    ),
    _field(
        "organisation",
        _("Organisation"),
        "organisatie|onderneming|bedrijf|werkgever|naam organisatie|organisation|organization"
        "|company|employer",
        cells.text(200),
    ),
    _field(
        "company_number",
        _("Company number"),
        "ondernemingsnummer|kbo|kbo-nummer|btw-nummer|company number|enterprise number|vat number",
        cells.company_number,
        required=False,
    ),
    _field(
        "street",
        _("Street and number"),
        "adres|straat|straat en nummer|straat en huisnummer|address|street|street and number",
        cells.text(200),
        required=False,
    ),
    _field(
        "postcode",
        _("Postcode"),
        "postcode|postnummer|post code|postal code|zip|zip code",
        cells.text(12),
        required=False,
    ),
    _field(
        "city",
        _("Town"),
        "gemeente|plaats|stad|woonplaats|town|city",
        cells.text(120),
        required=False,
    ),
    _field(
        "contact_name",
        _("Contact person"),
        "contactpersoon|contact|naam contactpersoon|contact person|contact name",
        cells.text(200),
        required=False,
    ),
    _field(
        "contact_email",
        _("E-mail of the contact person"),
        "e-mail contactpersoon|e-mail contact|contact e-mail|contact person e-mail",
        cells.email,
        required=False,
    ),
    _field(
        "mentor_first_name",
        _("First name of the mentor"),
        "voornaam mentor|mentor first name|first name mentor",
        cells.text(80),
    ),
    _field(
        "mentor_last_name",
        _("Last name of the mentor"),
        "naam mentor|familienaam mentor|achternaam mentor|mentor last name|mentor surname",
        cells.text(120),
    ),
    _field(
        "mentor_email",
        _("E-mail of the mentor"),
        "e-mail mentor|mailadres mentor|mentor e-mail",
        cells.email,
    ),
    _field(
        "mentor_phone",
        _("Phone of the mentor"),
        "gsm mentor|telefoon mentor|tel mentor|mobiel mentor|mentor phone|mentor mobile",
        cells.text(40),
        required=False,
    ),
    _field(
        "coach_name",
        _("Competence coach"),
        "competentiecoach|coach|werkplekcoach|stagebegeleider|naam coach|competence coach"
        "|coach name",
        cells.text(200),
    ),
    _field(
        "coach_email",
        _("E-mail of the competence coach"),
        "e-mail coach|e-mail competentiecoach|mailadres coach|coach e-mail|competence coach e-mail",
        cells.email,
    ),
    _field("starts_on", _("Start"), "start|startdatum|begin|begindatum|van|start date", cells.date),
    _field("ends_on", _("End"), "einde|einddatum|eind|tot|end|end date", cells.date),
    _field(
        "required_days",
        _("Number of days"),
        "aantal dagen|dagen|werkplekdagen|aantal werkplekdagen|number of days|days|required days",
        cells.days,
        required=False,
        empty=None,
    ),
    _field(
        "weekdays",
        _("Working days"),
        "werkdagen|werkrooster|rooster|vaste dagen|weekdagen|working days|work days|work pattern"
        "|weekdays",
        cells.weekdays,
        required=False,
        empty=(),
    ),
)
BY_NAME = {field.name: field for field in FIELDS}

_FILLERS = frozenset(["van", "de", "het", "een", "der", "of", "the", "a", "s"])
_SAME = {"mail": "email", "mailadres": "email", "emailadres": "email", "tel": "telefoon"}


def _heading_key(heading: str) -> tuple[str, ...]:
    """Order and small words do not count: “E-mailadres van de student”, “student e-mail”."""
    words = fold(heading).replace("e mail", "email").replace("email address", "email").split()
    kept = [_SAME.get(word, word) for word in words if word not in _FILLERS] or words
    return tuple(sorted(kept))


_KNOWN_HEADINGS = {_heading_key(guess): field.name for field in FIELDS for guess in field.guesses}


def guess_mapping(header: Sequence[str]) -> dict[str, int]:
    """The column of each field whose heading is known; the first one where a heading comes twice.

    Returns field name to column number, counted from 0.
    """
    found: dict[str, int] = {}
    for column, heading in enumerate(header):
        name = _KNOWN_HEADINGS.get(_heading_key(heading))
        if name:
            found.setdefault(name, column)
    return found


def recognise(headings: Sequence[str]) -> int:
    """How many of these headings belong to a roster; for `config.tables.read_table`."""
    return len(guess_mapping(headings))


def mapping_obstacles(mapping: ColumnOf, width: int) -> list[Obstacle]:
    """Why this mapping cannot be used: required fields without a column, one column used twice."""
    obstacles = [
        Obstacle(
            "column_missing",
            gettext("Choose the column that holds “%(field)s”.") % {"field": field.label},
            field.name,
        )
        for field in FIELDS
        if field.required and field.name not in mapping
    ]
    columns = list(mapping.values())
    for name, column in mapping.items():
        if not 0 <= column < width:
            obstacles.append(Obstacle("no_such_column", gettext("Choose another column."), name))
        elif columns.count(column) > 1:
            obstacles.append(
                Obstacle("column_twice", gettext("This column is chosen more than once."), name)
            )
    return obstacles
