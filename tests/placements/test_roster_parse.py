"""A roster becomes clean rows, or every fault with its row, its column and its reason."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation

from config.refusal import Refusal
from config.tables import Row, Table
from placements.importers import cells, roster
from placements.importers.cells import CellFault
from placements.importers.fields import FIELDS, guess_mapping, mapping_obstacles
from placements.importers.known import KnownNames, KnownYear

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "demo" / "data" / "roster"
UNITS = ["werkveldverkenning", "werkveldverdieping", "werkveldautonomie"]
CODES = ["exploration", "deepening", "autonomy"]
ACCOUNTING, MARKETING, YEAR = 1, 2, 7
KNOWN = KnownNames.of(
    programmes=[
        (ACCOUNTING, ["Accounting Administration", "accounting"]),
        (MARKETING, ["Graduaat Marketing- en communicatiesupport", "marketing"]),
    ],
    course_units=[
        (programme, programme * 10 + at, [UNITS[at], CODES[at]])
        for programme in (ACCOUNTING, MARKETING)
        for at in range(3)
    ],
    academic_years={"2026-2027": KnownYear(YEAR, dt.date(2026, 9, 14), dt.date(2027, 9, 12))},
)

PLAIN = {
    "student_number": "1",
    "first_name": "An",
    "last_name": "Maes",
    "student_email": "an@s.example",
    "programme": "accounting",
    "course_unit": "exploration",
    "academic_year": "2026-2027",
    "persona": "skiller",
    "organisation": "Van Loo BV",
    "mentor_first_name": "Luc",
    "mentor_last_name": "Bol",
    "mentor_email": "luc@w.example",
    "coach_name": "Dirk De Cock",
    "coach_email": "dirk@h.example",
    "starts_on": "01/10/2026",
    "ends_on": "31/05/2027",
}
HEADER = [field.name for field in FIELDS]
MAPPING = {name: column for column, name in enumerate(HEADER)}


def parse_file(path: Path) -> roster.Roster:
    table = roster.read(path.read_bytes())
    return roster.parse(table, guess_mapping(table.header), KNOWN)


def parse(*rows: dict[str, str]) -> roster.Roster:
    """Rows that differ from PLAIN in what is given; sheet rows 2, 3, …"""
    lines = tuple(
        Row(number, tuple({**PLAIN, **given}.get(name, "") for name in HEADER))
        for number, given in enumerate(rows, start=2)
    )
    return roster.parse(Table(tuple(HEADER), lines), MAPPING, KNOWN)


def found(result: roster.Roster) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in result.faults]


def test_the_accounting_list_comes_in_unaided():
    result = parse_file(GOOD / "accounting_2026-2027.csv")

    assert result.faults == ()
    assert [row.number for row in result.rows] == list(range(2, 122))
    units = Counter(row.course_unit for row in result.rows)
    assert units == {10: 60, 11: 36, 12: 24}
    by_number = {row.student_number: row for row in result.rows}
    assert by_number["20260004"].student_email == "xavier.devos@student.hogeschool.example"
    assert by_number["20260008"].last_name == "Parmentier"
    assert by_number["20260031"].required_days == 40
    assert by_number["20260032"].has_working_student_status is True
    assert by_number["20260033"].mentor_phone == ""
    assert len({row.company_number for row in result.rows}) == 33
    assert len({row.organisation for row in result.rows}) == 33


def test_the_marketing_workbook_comes_in_unaided():
    table = roster.read((GOOD / "marketing_2026-2027.xlsx").read_bytes())

    result = roster.parse(table, guess_mapping(table.header), KNOWN)

    assert (table.sheet, table.header_row) == ("Stages", 3)
    assert result.faults == ()
    assert [row.number for row in result.rows] == list(range(4, 64))
    first = result.rows[0]
    assert (first.student_number, first.postcode) == ("20261001", "1897")
    assert (first.starts_on, first.ends_on) == (dt.date(2026, 11, 13), dt.date(2027, 5, 10))
    assert (first.programme, first.course_unit, first.academic_year) == (MARKETING, 21, YEAR)
    assert (first.weekdays, first.required_days) == ((2,), 40)


def test_the_list_with_faults_names_each_with_row_column_and_reason():
    result = parse_file(ROOT / "tests" / "data" / "roster" / "with_errors_cp1252.csv")

    assert found(result) == [
        (2, "E-mail student", "not_an_email"),
        (3, "E-mail mentor", "missing"),
        (4, "Einde", "ends_before_start"),
        (5, "Start", "no_such_date"),
        (6, "Opleidingsonderdeel", "unknown_course_unit"),
        (7, "Opleidingsonderdeel", "student_twice"),
        (8, "Studentennummer", "number_of_another"),
        (8, "Opleidingsonderdeel", "student_twice"),
        (9, "E-mail mentor", "own_mentor"),
        (10, "E-mail coach", "mentor_is_coach"),
        (11, "Aantal dagen", "not_a_number"),
        (12, "Type student", "unknown_persona"),
        (13, "Ondernemingsnummer", "not_a_company_number"),
        (14, "Organisatie", "missing"),
        (15, "Opleiding", "unknown_programme"),
    ]
    assert (result.size, [row.number for row in result.rows]) == (16, [16, 17])
    assert result.rows[0].last_name == '=HYPERLINK("http://example.com")'
    assert [(one.row, one.column, one.code) for one in result.notices] == [
        (4, "Einde", "outside_year"),
        (16, "Naam", "formula_as_text"),
    ]


def test_reasons_name_the_other_row_and_suggest_the_nearest_name():
    with translation.override("en"):
        result = parse_file(ROOT / "tests" / "data" / "roster" / "with_errors_cp1252.csv")

    said = {(fault.row, fault.code): fault.message for fault in result.faults}
    assert said[7, "student_twice"].endswith("see row 8.")
    assert said[8, "number_of_another"].endswith("in row 7.")
    assert said[6, "unknown_course_unit"].endswith("Do you mean “werkveldverkenning”?")


def test_headers_are_guessed_in_both_languages_whatever_their_spelling():
    header = ["STUDENT NUMBER", "e-mailadres van de student", "Mentor e-mail", "Coördinator", "Gsm"]

    assert guess_mapping(header) == {"student_number": 0, "student_email": 1, "mentor_email": 2}
    labels = [str(field.label) for field in FIELDS]
    assert guess_mapping(labels) == MAPPING


def test_a_mapping_without_a_required_column_or_with_one_twice_is_refused():
    mapping = {**MAPPING, "city": MAPPING["street"]}
    del mapping["mentor_email"]

    obstacles = mapping_obstacles(mapping, len(HEADER))

    assert [(one.field, one.code) for one in obstacles] == [
        ("mentor_email", "column_missing"),
        ("street", "column_twice"),
        ("city", "column_twice"),
    ]
    with pytest.raises(Refusal):
        roster.parse(Table(tuple(HEADER), ()), mapping, KNOWN)


def test_all_faults_of_a_row_are_said_at_once():
    result = parse({"student_email": "x", "persona": "y", "starts_on": "z", "last_name": ""})

    assert [code for _row, _column, code in found(result)] == [
        "missing", "not_an_email", "unknown_persona", "not_a_date"
    ]  # fmt: skip


def test_empty_optional_cells_have_their_own_value():
    [row] = parse({}).rows

    assert (row.has_working_student_status, row.distance_track) == (False, False)
    assert (row.required_days, row.weekdays, row.company_number) == (None, (), "")
    assert (row.coach_first_name, row.coach_last_name) == ("Dirk", "De Cock")


def test_one_student_in_two_course_units_is_no_fault():
    assert found(parse({}, {"course_unit": "autonomy"})) == []


def test_nobody_has_two_roles_in_one_placement():
    assert found(parse({"mentor_email": "AN@s.example"})) == [(2, "mentor_email", "own_mentor")]
    assert found(parse({"coach_email": "an@s.example"})) == [(2, "coach_email", "own_coach")]
    assert found(parse({"coach_email": "luc@w.example"})) == [(2, "coach_email", "mentor_is_coach")]


def test_a_student_is_enrolled_in_one_way_a_year():
    second = {"course_unit": "autonomy", "persona": "reskiller", "distance_track": "ja"}

    assert found(parse({}, second)) == [
        (3, "persona", "enrolled_differently"),
        (3, "distance_track", "enrolled_differently"),
    ]


OTHER = {"student_number": "2", "first_name": "Bo", "student_email": "bo@s.example"}


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ({**OTHER, "student_email": "an@s.example"}, ("student_email", "email_of_another")),
        ({**OTHER, "mentor_last_name": "Ras"}, ("mentor_email", "email_of_another")),
        ({**OTHER, "coach_name": "D. De Cock"}, ("coach_email", "email_of_another")),
        ({**OTHER, "mentor_email": "an@s.example"}, ("mentor_email", "email_of_another")),
        (
            {"course_unit": "autonomy", "student_email": "an2@s.example"},
            ("student_email", "other_student_email"),
        ),
    ],
)
def test_one_address_is_one_person(second, fault):
    assert found(parse({}, second)) == [(3, *fault)]


def test_the_same_person_spelled_with_other_capitals_and_accents_is_the_same():
    second = {
        **OTHER,
        "mentor_first_name": "LÙC",
        "mentor_last_name": " bol",
        "coach_name": "dirk de cock",
    }

    assert found(parse({}, second)) == []


def test_an_organisation_in_capitals_is_the_same_organisation():
    number = {"company_number": "BE0675695367"}
    result = parse({**number, "organisation": "VAN LOO BV"}, {**OTHER, **number})

    assert {row.organisation for row in result.rows} == {"Van Loo BV"}
    assert result.notices == ()


def test_a_company_number_with_two_names_deserves_a_look():
    number = {"company_number": "BE0675695367"}
    result = parse(number, {**OTHER, **number, "organisation": "Andere NV"})

    assert [(one.row, one.code) for one in result.notices] == [(3, "other_organisation_name")]
    assert len(result.rows) == 2


@pytest.mark.parametrize(
    "typed",
    ["0675.695.367", "BE 0675 695 367", "be0675695367", "675695367", "BTW BE 0675.695.367"],
)
def test_a_company_number_is_read_however_it_is_typed(typed):
    assert cells.company_number(typed) == "BE0675695367"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("do,vr", (3, 4)),
        ("ma-vr", (0, 1, 2, 3, 4)),
        ("vrijdag", (4,)),
        ("di, do", (1, 3)),
        ("Monday and Thursday", (0, 3)),
        ("Mon to Wed", (0, 1, 2)),
        ("maandag t/m woensdag", (0, 1, 2)),
        ("vr - ma", (0, 4, 5, 6)),
        ("wo/do & za", (2, 3, 5)),
    ],
)
def test_a_weekdays_is_read_however_it_is_typed(typed, days):
    assert cells.weekdays(typed) == days


@pytest.mark.parametrize(
    "typed",
    ["7/11/2026", "07-11-2026", "7.11.26", "2026-11-07", "2026/11/7", "2026-11-07T00:00:00",
     dt.date(2026, 11, 7)],
)  # fmt: skip
def test_a_date_is_read_however_it_is_typed(typed):
    assert cells.date(typed) == dt.date(2026, 11, 7)


@pytest.mark.parametrize(
    ("parse_cell", "typed", "code"),
    [
        (cells.date, "11/13/2026", "no_such_date"),
        (cells.date, "07/11/1926", "no_such_date"),
        (cells.date, dt.date(9999, 12, 31), "no_such_date"),
        (cells.date, "46334", "not_a_date"),
        (cells.company_number, "BE0675695368", "company_number_check"),
        (cells.company_number, "0675.695.36٧", "not_a_company_number"),
        (cells.days, "NaN", "days_out_of_range"),
        (cells.days, "Infinity", "days_out_of_range"),
        (cells.days, "0", "days_out_of_range"),
        (cells.days, "10,5", "not_whole_days"),
        (cells.weekdays, "ma, feestdag", "unknown_weekday"),
        (cells.yes_or_no, "misschien", "not_yes_or_no"),
        (cells.academic_year, "2026-2028", "not_an_academic_year"),
        (cells.text(80), "#VERW!", "sheet_error"),
        (cells.text(5), "zes678", "too_long"),
        (cells.email, "a@b", "not_an_email"),
    ],
)
def test_what_cannot_be_meant_is_refused(parse_cell, typed, code):
    with pytest.raises(CellFault) as refused:
        parse_cell(typed)

    assert refused.value.code == code


def test_yes_and_no_are_read_however_they_are_typed():
    assert [cells.yes_or_no(typed) for typed in ("Ja", "x", "YES", "1", "nee", "No", "0", "-")] == (
        [True] * 4 + [False] * 4
    )


def test_names_lose_what_cannot_be_seen_and_keep_their_letters():
    assert cells.clean(" Zoë\u00a0 \u202ede\u200b\x00\tWinter ") == "Zoë de Winter"
    assert cells.academic_year("2026/27") == "2026-2027"
    assert cells.email(" mailto:An.Maes@S.Example; ") == "an.maes@s.example"
