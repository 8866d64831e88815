"""From what people type in a cell to a value: one small parser per kind, each with its reason.

A parser takes the cell and returns the value, or raises `CellFault` with a sentence for the person
who has to correct the sheet. Whether an empty cell is allowed is decided by the field.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from config.tables import Cell
from placements.enums import Persona

DAYS_AT_MOST = 300
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
SHEET_ERRORS = frozenset(
    [
        "#N/A",
        "#N/B",
        "#REF!",
        "#VERW!",
        "#VALUE!",
        "#WAARDE!",
        "#NAME?",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
    ]
)

YES = frozenset(["ja", "j", "yes", "y", "x", "1", "true", "waar", "v", "✓", "✔", "oui"])
NO = frozenset(["nee", "neen", "n", "no", "0", "false", "onwaar", "-", "non"])

PERSONAS = {
    "upskiller": Persona.UPSKILLER,
    "skiller": Persona.SKILLER,
    "reskiller": Persona.RESKILLER,
    "mirrorcolleague": Persona.MIRROR_COLLEAGUE,
    "mirror": Persona.MIRROR_COLLEAGUE,
    "spiegelcollega": Persona.MIRROR_COLLEAGUE,
    "generatiestudent": Persona.REGULAR,
    "regularstudent": Persona.REGULAR,
    "regular": Persona.REGULAR,
    "regulier": Persona.REGULAR,
    "regulierestudent": Persona.REGULAR,
    "gewonestudent": Persona.REGULAR,
}

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "maandag maand ma monday mon mo",
            "dinsdag dins di tuesday tues tue tu",
            "woensdag woens wo wed wednesday we",
            "donderdag donder do thursday thurs thur thu th",
            "vrijdag vrij vr friday fri fr",
            "zaterdag za saturday sat sa",
            "zondag zo sunday sun su",
        )
    )
    for name in names.split()
}

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_YEARS = re.compile(r"(\d{4}|\d{2})\s*[-/–]\s*(\d{4}|\d{2})")


class CellFault(Exception):
    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(code)


def clean(cell: Cell) -> str:
    """Text on one line: composed letters, single blanks, nothing that cannot be seen."""
    text = cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else cell
    text = unicodedata.normalize("NFC", text).translate(INVISIBLE).translate(OVERRIDES)
    text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """What two spellings of the same name have in common: no capitals, accents or punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", "".join(letters)).split())


def text(at_most: int) -> Callable[[Cell], str]:
    def parse(cell: Cell) -> str:
        value = clean(cell)
        if value.upper() in SHEET_ERRORS:
            raise CellFault("sheet_error", _("The cell holds an error of the spreadsheet."))
        if len(value) > at_most:
            raise CellFault("too_long", _("Longer than %(limit)s characters.") % {"limit": at_most})
        return value

    return parse


def email(cell: Cell) -> str:
    value = clean(cell).lower().removeprefix("mailto:").strip(" <>;,")
    try:
        validate_email(value)
    except ValidationError:
        raise CellFault(
            "not_an_email", _("“%(value)s” is not an e-mail address.") % {"value": value[:60]}
        ) from None
    if len(value) > 254:
        raise CellFault("too_long", _("Longer than %(limit)s characters.") % {"limit": 254})
    return value


def yes_or_no(cell: Cell) -> bool:
    value = clean(cell).casefold()
    if value in YES:
        return True
    if value in NO:
        return False
    raise CellFault(
        "not_yes_or_no", _("“%(value)s” is neither yes nor no.") % {"value": value[:40]}
    )


def persona(cell: Cell) -> Persona:
    found = PERSONAS.get(fold(clean(cell)).replace(" ", "").replace("_", ""))
    if not found:
        raise CellFault(
            "unknown_persona",
            _(
                "“%(value)s” is not a type of student. Use upskiller, skiller, reskiller, "
                "mirror colleague or regular student."
            )
            % {"value": clean(cell)[:40]},
        )
    return found


def date(cell: Cell) -> dt.date:
    """A real date, or day/month/year as written in Belgium, or year-month-day."""
    value = _TIME.sub("", clean(cell))
    if match := _YEAR_FIRST.fullmatch(value):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(value):
        day, month, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
    else:
        raise CellFault(
            "not_a_date",
            _("“%(value)s” is not a date. Write day/month/year.") % {"value": value[:40]},
        )
    try:
        found = dt.date(year, month, day)
    except ValueError:
        found = None
    if found is None or not 2000 <= year < 2100:
        raise CellFault("no_such_date", _("The date %(value)s does not exist.") % {"value": value})
    return found


def days(cell: Cell) -> int:
    """A whole number of days; 40.0 and 40,0 are whole as well."""
    value = clean(cell)
    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation:
        raise CellFault(
            "not_a_number",
            _("“%(value)s” is not a number. Write it in digits.") % {"value": value[:40]},
        ) from None
    if not number.is_finite() or not 1 <= number <= DAYS_AT_MOST:
        raise CellFault(
            "days_out_of_range",
            _("The number of days lies between 1 and %(limit)s.") % {"limit": DAYS_AT_MOST},
        )
    if number % 1:
        raise CellFault("not_whole_days", _("Count in whole days."))
    return int(number)


def company_number(cell: Cell) -> str:
    """A Belgian enterprise number as BE followed by ten digits; its last two are a check."""
    value = clean(cell)
    digits = re.sub(r"[\s.\-/]", "", value).upper().removeprefix("BTW").removeprefix("BE")
    if len(digits) == 9:  # the zero in front: left off in old numbers, lost in number cells
        digits = f"0{digits}"
    if not re.fullmatch(r"[01]\d{9}", digits, re.ASCII):
        raise CellFault(
            "not_a_company_number",
            _("“%(value)s” is not a company number: BE and ten digits.") % {"value": value[:40]},
        )
    if 97 - int(digits[:8]) % 97 != int(digits[8:]):
        raise CellFault(
            "company_number_check",
            _("The company number %(value)s holds a typing error.") % {"value": value},
        )
    return f"BE{digits}"


def academic_year(cell: Cell) -> str:
    """2026-2027, also written as 2026-27, 26/27 or 2026/2027."""
    value = clean(cell)
    if match := _YEARS.fullmatch(value):
        first, second = (int(part) % 100 for part in match.groups())
        if second == first + 1:
            return f"20{first:02}-20{second:02}"
    raise CellFault(
        "not_an_academic_year",
        _("“%(value)s” is not an academic year. Write it like 2026-2027.") % {"value": value[:40]},
    )


def weekdays(cell: Cell) -> tuple[int, ...]:
    """Weekdays, Monday 0 to Sunday 6: `ma,di`, `ma-vr`, `vrijdag`, `Tue and Thu`."""
    words = clean(cell).casefold()
    words = re.sub(r"\s*(?:[-–—]|\bt/?m\b|\btot(?: en met)?\b|\bto\b|\bthrough\b)\s*", "-", words)
    found: set[int] = set()
    for part in re.split(r"[\s,;/+&.]+", words):
        if part in {"", "en", "and"}:
            continue
        first, dash, last = part.partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            raise CellFault(
                "unknown_weekday",
                _("“%(value)s” is not a day of the week.") % {"value": part[:40]},
            )
        start = WEEKDAYS[first]
        length = (WEEKDAYS[last] - start) % 7 if dash else 0
        found.update((start + step) % 7 for step in range(length + 1))
    return tuple(sorted(found))
