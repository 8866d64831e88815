"""Worlds and files for the tests of the roster import."""

from pathlib import Path

from accounts.models import User
from competences.models import Programme
from config.spreadsheets import write_csv
from placements.importers import roster
from placements.importers.fields import FIELDS, guess_mapping
from placements.overviews.imports import ImportPlan, plan_import
from placements.overviews.roster_world import known_names
from tests.factories import make_programme, make_user, make_year

ROOT = Path(__file__).parents[2]
ACCOUNTING = ROOT / "demo" / "data" / "roster" / "accounting_2026-2027.csv"
MARKETING = ROOT / "demo" / "data" / "roster" / "marketing_2026-2027.xlsx"
WITH_ERRORS = ROOT / "tests" / "data" / "roster" / "with_errors_cp1252.csv"

PLAIN = {
    "student_number": "20260001",
    "first_name": "An",
    "last_name": "Maes",
    "student_email": "an@s.example",
    "programme": "Graduaat Accounting Administration",
    "course_unit": "werkveldverkenning",
    "academic_year": "2026-2027",
    "persona": "skiller",
    "has_working_student_status": "ja",
    "distance_track": "nee",
    "organisation": "Van Loo BV",
    "company_number": "BE0675695367",
    "street": "Kerkstraat 1",
    "postcode": "9000",
    "city": "Gent",
    "contact_name": "Camille Vissers",
    "contact_email": "hr@vanloo.example",
    "mentor_first_name": "Luc",
    "mentor_last_name": "Bol",
    "mentor_email": "luc@w.example",
    "mentor_phone": "0470 12 34 56",
    "coach_name": "Dirk De Cock",
    "coach_email": "dirk@h.example",
    "starts_on": "01/10/2026",
    "ends_on": "31/05/2027",
    "required_days": "40",
    "weekdays": "do,vr",
}


def make_coordinator() -> User:
    """Wim, who coordinates both programmes of the real lists."""
    wim = make_user("Wim", "Claes")
    names = {
        "accounting": "Graduaat Accounting Administration",
        "marketing": "Graduaat Marketing- en communicatiesupport",
    }
    for code, name in names.items():
        programme = make_programme(code, coordinator=wim)
        Programme.objects.filter(pk=programme.pk).update(name_nl=name)
    make_year()
    return wim


def a_student(number: int, **given: str) -> dict[str, str]:
    """Somebody else at the same workplace."""
    return {
        "student_number": f"2026{number:04}",
        "first_name": f"Student{number}",
        "student_email": f"s{number}@s.example",
        **given,
    }


def csv_of(*rows: dict[str, str]) -> bytes:
    """A list of rows that differ from PLAIN in what is given."""
    names = [field.name for field in FIELDS]
    lines = [[{**PLAIN, **given}.get(name, "") for name in names] for given in rows]
    return write_csv(names_in_dutch(), lines)


def names_in_dutch() -> list[str]:
    return [field.guesses[0] for field in FIELDS]


def plan(data: bytes | Path, by: User | None) -> ImportPlan:
    table = roster.read(data.read_bytes() if isinstance(data, Path) else data)
    return plan_import(roster.parse(table, guess_mapping(table.header), known_names()), by)


def changes(found: ImportPlan) -> list[tuple[int, str, object, object]]:
    return [
        (one.row.number, change.name, change.old, change.new)
        for one in found.rows
        for change in one.changes
    ]


def faults(found: ImportPlan) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.field, fault.code) for fault in found.faults]
