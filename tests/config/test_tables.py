"""Whatever a coordinator's file looks like, the same table comes out, or a sentence that helps."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from config.refusal import Refusal
from config.tables import MAX_ROWS, Row, TableFault, column_letter, read_table

CSV = 'Naam;Plaats;Dagen\r\n"Bossuyt; Zoë";Liège;40\r\nDeprez;Gent;20\r\n'
ROWS = (Row(2, ("Bossuyt; Zoë", "Liège", "40")), Row(3, ("Deprez", "Gent", "20")))


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one part added, or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


LIST = [["Naam", "Plaats"], ["Jan", "Gent"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_csv_reads_the_same_in_every_encoding(encoding):
    table = read_table(CSV.encode(encoding))

    assert table.header == ("Naam", "Plaats", "Dagen")
    assert table.rows == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator):
    text = '"Naam";"Plaats";"Dagen"\n"Bossuyt; Zoë";"Liège";"40"\n"Deprez";"Gent";"20"\n'

    table = read_table(text.replace('";"', f'"{separator}"').encode())

    assert table.rows == ROWS


def test_commas_inside_texts_do_not_make_a_comma_the_separator():
    lines = ["Naam;Firma", "Jan;Maes, Claes en Co", "An;Bol, Bal en Co", "Els;Ras, Dos, Tres"]

    table = read_table("\n".join(lines).encode())

    assert [row.cells[1] for row in table.rows] == [line.split(";")[1] for line in lines[1:]]


def test_the_separator_line_of_excel_is_not_a_row():
    assert read_table(b"sep=;\r\n" + CSV.encode()).rows == ROWS


def test_title_lines_and_empty_rows_keep_the_numbers_of_the_sheet():
    text = "Lijst 2026-2027;;\n\nNaam;Plaats;Dagen\nJan;Gent;40\n;;\nAn;Lier;20\n"

    table = read_table(text.encode())

    assert table.header_row == 3
    assert table.rows == (Row(4, ("Jan", "Gent", "40")), Row(6, ("An", "Lier", "20")))


def test_a_text_over_several_lines_is_one_row():
    table = read_table(b'Naam;Adres\nJan;"Markt 1\n9000 Gent"\nAn;Dorp 2\n')

    assert [row.number for row in table.rows] == [2, 3]


def test_a_short_row_is_filled_up_and_a_long_one_is_pointed_out():
    table = read_table(b"Naam;Plaats\nJan\nAn;Gent;oeps\nEls;Lier\n")

    assert table.rows == (
        Row(2, ("Jan", "")),
        Row(3, ("An", "Gent"), overflows=True),
        Row(4, ("Els", "Lier")),
    )


def test_cells_of_a_workbook_become_text_and_dates_stay_dates():
    morning = dt.datetime(2026, 11, 13, 8, 30)
    values = [40.0, 40.5, 9000, True, morning, dt.time(8, 30), None, "x"]
    names = [f"Kolom {letter}" for letter in "ABCDEFGH"]

    table = read_table(workbook(("Lijst", [names, values])))

    assert table.rows[0].cells == (
        "40", "40.5", "9000", "true", dt.date(2026, 11, 13), "08:30", "", "x"
    )  # fmt: skip


def test_the_sheet_and_the_header_that_the_caller_recognises_are_taken():
    def recognise(headings):
        return len({"Naam", "Plaats"} & set(headings))

    legend = [["ja", "nee", "misschien"], ["doet mee", "doet niet mee", "weet nog niet"]]
    data = workbook(
        ("Legende", legend), ("Lijst", [["Plan", "voor dit jaar"], [], *LIST]), ("Blad3", [])
    )

    table = read_table(data, recognise)

    assert (table.sheet, table.header_row, table.header) == ("Lijst", 3, ("Naam", "Plaats"))
    assert table.rows == (Row(4, ("Jan", "Gent")),)


def test_a_hidden_sheet_is_not_read():
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Oud", LIST), ("Nieuw", LIST))))
    book["Oud"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)

    assert read_table(out.getvalue()).sheet == "Nieuw"


def test_a_column_without_heading_goes_by_its_letter():
    table = read_table(b"Naam;;Plaats\nJan;x;Gent\n")

    assert [table.column_name(column) for column in range(3)] == ["Naam", "B", "Plaats"]
    assert [column_letter(number) for number in (0, 25, 26, 701, 702)] == [
        "A", "Z", "AA", "ZZ", "AAA"
    ]  # fmt: skip


def test_five_thousand_rows_are_read_and_one_more_is_refused():
    rows = b"Jan;Gent\n" * MAX_ROWS

    assert len(read_table(b"Naam;Plaats\n" + rows).rows) == 5_000
    with pytest.raises(TableFault) as refused:
        read_table(b"Naam;Plaats\n" + rows + b"An;Lier\n")
    assert refused.value.code == "too_many_rows"


GOOD = workbook(("Lijst", LIST))
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
FAR_AWAY = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="99999999999"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("empty", b"\xef\xbb\xbf;;\n;;\n"),
        ("empty", b"Naam;Plaats\n"),
        ("empty", workbook(("Lijst", []))),
        ("no_header", b"1;2\n3;4\n"),
        ("not_a_table", b"%PDF-1.7 ..."),
        ("not_a_table", b"<html><table></table>"),
        ("not_a_table", b"MZ\x90\x03\x01\x04\x05;a;b\n"),
        ("not_a_table", b"een brief zonder kolommen"),
        ("not_a_table", b'Naam;Plaats\nJan;"' + b"x" * 300_000),
        ("wrong_encoding", b"Naam;Plaats\nJ\x81n;Gent\n"),
        ("too_large", b"a;b\n" * 3_000_000),
        ("too_large", with_part(GOOD, "xl/media/zeros.bin", bytes(41 * 1024 * 1024))),
        ("too_large", with_part(GOOD, "xl/worksheets/sheet1.xml", FAR_AWAY)),
        ("too_large", workbook(("Breed", [["kolom"] * 201, ["x"] * 201]))),
        ("macros", with_part(GOOD, "xl/vbaProject.bin", b"Sub AutoOpen()")),
        ("protected", PROTECTED),
        ("old_workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("not_a_table", with_part(GOOD, "xl/styles.xml", ENTITIES)),
        ("damaged_workbook", GOOD[: len(GOOD) // 2]),
        ("damaged_workbook", with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet")),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(code, data):
    with pytest.raises(TableFault) as refused:
        read_table(data)

    assert refused.value.codes == [code]
    assert isinstance(refused.value, Refusal)


def test_a_sheet_that_claims_a_million_columns_is_read_by_what_it_holds():
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/worksheets/sheet1.xml")
    claimed = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert claimed != sheet

    table = read_table(with_part(GOOD, "xl/worksheets/sheet1.xml", claimed))

    assert table.rows == (Row(2, ("Jan", "Gent")),)
