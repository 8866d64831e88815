"""What we export is text, numbers and dates, and never something a spreadsheet program runs."""

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from config.spreadsheets import inert, without_apostrophe, write_csv, write_xlsx
from config.tables import read_table

PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "%0A=1+1",
    "|calc",
    "\t=1+1",
    "\r=1+1",
    "\x00=1+1",
    "＝1+1",
    '=HYPERLINK("http://example.com","klik")',
    "=cmd|' /C calc'!A0",
    '=WEBSERVICE("http://example.com")',
    "  =1+1",
    "\u200b=1+1",
    "'=1+1",
    "+32 410 60 20 28",
]
HARMLESS = ["http://example.com", "'t Hooft", "O'Brien", 'Zoë; "de" derde', "40", "", "a\nb"]
FORMULA_STARTS = "=+-@%|\t\r\x00＝＋－＠"


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_dangerous_text_is_made_inert_and_comes_back_as_it_was(text):
    safe = inert(text)

    assert safe == f"'{text}"
    assert without_apostrophe(safe) == text


@pytest.mark.parametrize("value", [*HARMLESS, -5, 4.5, Decimal("-0.5"), dt.date(2026, 9, 1), None])
def test_other_values_stay_as_they_are(value):
    assert inert(value) == value


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_text_loses_no_apostrophe(text):
    assert without_apostrophe(text) == text


def test_no_cell_of_a_csv_starts_like_a_formula():
    data = write_csv(["=Naam", "Plaats"], [[text, text] for text in PAYLOADS + HARMLESS])

    cells = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    starts = {cell.strip()[:1] for line in cells for cell in line}

    assert starts & set(FORMULA_STARTS) == set()


def test_a_csv_opens_in_excel_here_without_asking():
    data = write_csv(["Naam", "Dagen"], [["Zoë", Decimal("40.0")], ["Jan", -1]])

    assert data == "\ufeffNaam;Dagen\r\nZoë;40.0\r\nJan;-1\r\n".encode()


def test_what_we_write_as_csv_we_read_back():
    texts = [text for text in PAYLOADS + HARMLESS if text]

    table = read_table(write_csv(["Naam", "Plaats"], [[text, "Gent"] for text in texts]))

    assert [row.cells[0] for row in table.rows] == texts


def test_what_we_write_as_xlsx_we_read_back():
    texts = [text for text in PAYLOADS + HARMLESS if text]

    table = read_table(write_xlsx(["Naam", "Plaats"], [[text, "Gent"] for text in texts]))

    assert [row.cells[0] for row in table.rows] == texts


def test_a_workbook_holds_no_formula_and_no_hyperlink():
    data = write_xlsx(["=Naam"], [[text] for text in PAYLOADS + HARMLESS])

    parts = zipfile.ZipFile(io.BytesIO(data))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<f[ >]|<hyperlink", sheet) == []
    types = {cell.data_type for [cell] in openpyxl.load_workbook(io.BytesIO(data)).active.rows}
    assert types <= {"s", "n"}  # n is the type of an empty cell


def test_a_cell_of_text_stays_text_when_somebody_edits_it():
    data = write_xlsx(["Naam"], [["=1+1"]])

    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].number_format == "@"


def test_dates_and_numbers_of_a_workbook_are_real():
    data = write_xlsx(["Start", "Dagen", "Leeg"], [[dt.date(2026, 9, 1), Decimal("37.5"), None]])

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in sheet[2]] == [dt.datetime(2026, 9, 1), 37.5, None]
    assert sheet["A2"].number_format == "dd/mm/yyyy"


def test_a_title_that_excel_forbids_is_made_fit():
    data = write_xlsx(["a"], [], title="Plaatsen: [2026/2027] " + "x" * 40)

    [title] = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert title == "Plaatsen   2026 2027  xxxxxxxxx"


def test_half_a_character_does_not_break_an_export():
    assert write_csv(["a"], [["x\ud83d"]]) == "\ufeffa\r\nx\ufffd\r\n".encode()
    assert read_table(write_xlsx(["a", "b"], [["x\ud83d", "y"]])).rows[0].cells == ("x\ufffd", "y")
